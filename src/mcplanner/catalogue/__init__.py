"""The shapes of a catalogue and of requirements; where a module counts, and which awards passed modules earn.

Knows no learner, no file and no plan.
"""

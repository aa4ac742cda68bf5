"""A plan as plain values: its schedule, what it costs and comes to, what is taken again, how two plans differ.

Knows catalogue, learner and prices; no search, and no format it is shown in.
"""

"""A plan as plain values: its schedule, what it costs and comes to, what is taken again, how two plans differ.

Knows catalogue, learner, prices and the problem in integers; no search, and no format it is shown in, but for the JSON in which
an earlier plan was saved.
"""

"""A request as a problem in integers: candidates with starts and loads, requirement nodes, limits, stages.

Everything that no plan can contain is removed here, with the reason. Knows no solver.
"""

"""Values that no plan can beat, by arithmetic in integers: time windows, sums, calendars, dominance.

Builds no plan and starts no engine.
"""

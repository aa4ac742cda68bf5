"""The exhaustive search month by month, over arrays of partial plans.

Imports numpy; loaded only where bounds leave a stage open.
"""

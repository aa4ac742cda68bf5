"""Funding rules, what a module costs one learner in which month, credit, and what an entry costs in all.

Knows modules and learners; no plan.
"""

"""Funding rules, the price of a module for one learner in one month, credit, and quotes.

Knows modules and learners; no plan.
"""

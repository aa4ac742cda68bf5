"""Solvers of a planning problem: bounds, a first plan, and the proof."""

"""Reads and safely changes files: YAML with positions, catalogues, funding rules, locks and the last change.

Knows shapes and positions; nothing of plans.
"""

"""Files in, and safely changed: YAML with positions, catalogues, funding rules, locks and the last change.

Knows shapes and where they stand; what a plan is, it does not know.
"""

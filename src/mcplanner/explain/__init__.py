"""Why there is no plan, why a module cannot start sooner, and which least change of a wish would help.

Is given ways to ask for plans; knows no solver.
"""

"""Why there is no plan, why a module cannot start sooner, and which least change of a wish would help.

Is given ways to ask for whole plans; of the solvers it knows `search` alone, to ask whether a changed problem has any.
Words are made here, not printed.
"""

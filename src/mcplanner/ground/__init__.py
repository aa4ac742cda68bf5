"""Values and habits that everything stands on: months, money, text, diagnostics, time that runs out.

Knows nothing of courses.
"""

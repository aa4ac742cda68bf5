"""What everything else builds on: months, money, text, diagnostics, limits of time.

Knows nothing of courses.
"""

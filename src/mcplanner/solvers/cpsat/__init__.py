"""The problem as models of CP-SAT: with intervals, which find schedules, and by month, which prove too.

`engine` alone talks to CP-SAT, and says what may be believed of it.
"""

"""Any number of learners, who share nothing but the catalogue: read row by row, planned, written, and summed up.

Equal questions are planned once. Knows rows, workers and what a plan comes to; nothing of how plans are found, of the terminal
and of the command line.
"""

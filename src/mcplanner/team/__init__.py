"""A team: people who share limits, read from a file, planned together and verified together.

May know one person's planning and all beneath it; knows no terminal and no format of an answer.
"""

"""The command line: the commands and their options, how they are read, and how answers are printed.

This room knows every room beneath it, and none knows it. Only this room prints and exits.
"""

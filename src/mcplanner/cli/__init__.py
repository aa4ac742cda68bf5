"""The command line: the commands and their options, how they are read, and how answers are printed.

This room knows every room beneath it, and none of them knows it. It alone decides what is printed, where, and with which exit
code; `terminal` draws on the console that it is given.
"""

"""The command line: the commands, their options, what is read from them and what is printed of the answer.

Knows every room beneath it; nothing knows it. Only what stands here prints and exits.
"""

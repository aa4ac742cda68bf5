"""Checks of what a file means, beyond its shape: entries fit together, requirements can be met, times are possible.

A check takes a model of valid shape and yields findings; it raises nothing, changes nothing and knows no file: the place of a
finding is a path of keys, which `loading` turns into a line. `every_check` lists them.
"""

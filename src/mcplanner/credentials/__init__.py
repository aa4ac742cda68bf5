"""Reads files of credentials as records with results and dates, and finds their modules.

Knows formats and the catalogue; prints nothing, and shows no name of a person.
"""

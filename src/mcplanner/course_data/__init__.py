"""Reads course data from workbooks and CSV, and writes it as a catalogue: open data, a provider's own sheets, skills of roles.

Knows the shape of a catalogue, and places in sheets; nothing of learners and plans, nor whether entries fit together.
"""

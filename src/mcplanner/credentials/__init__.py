"""Files of credentials as records with results and dates, and the modules that they stand for.

Knows formats and the catalogue; prints nothing, and lets no name of a person out.
"""

"""What was checked, kept in the user's cache folder and read again without that: catalogues, funding rules, learner files.

May not know what is wrong with a file, nor pydantic and YAML: that is for `files.loading`, which fills the store.
"""

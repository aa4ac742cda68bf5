"""The learner: facts, wishes and request, and the learner file as text and shape.

Knows the catalogue's shapes; not whether the ids in it exist.
"""

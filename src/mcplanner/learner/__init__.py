"""What a learner brings, wishes and asks for, and the learner file as text and shape.

Knows the catalogue's shapes; not whether the ids in it exist.
"""

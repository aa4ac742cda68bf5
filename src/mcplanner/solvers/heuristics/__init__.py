"""First plans by rules of thumb, and better ones near a plan.

Finds schedules; proves nothing.
"""

"""From a problem to the best schedule and what proves it: `search` steers the methods. docs/solvers.md maps every file.

Knows integers alone, and how credit pays (`pricing.credit`): no catalogue, no learner, no file.
"""

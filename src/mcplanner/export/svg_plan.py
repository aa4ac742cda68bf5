"""A plan's timeline as an SVG drawing, legible on light and dark.

Knows the drawing; the file refers to nothing outside itself.
"""

from mcplanner.export.drawing import draw, style
from mcplanner.plans.model import Plan
from mcplanner.plans.titles import with_titles_apart


def plan_svg(plan: Plan) -> str:
    """The drawing as a document of its own, with a title and a description for who cannot see it."""
    return draw(with_titles_apart(plan), style_sheet=style())

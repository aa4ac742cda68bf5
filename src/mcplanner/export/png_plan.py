"""A plan's timeline as a PNG picture, for messages and slides.

Knows the drawing, and resvg, which makes pixels of it.
"""

from pathlib import Path

from mcplanner.export.drawing import draw, style
from mcplanner.plans.model import Plan
from mcplanner.plans.titles import with_titles_apart

SCALE = 2
"""Pixels for each unit of the drawing: sharp on dense screens and in print."""


def plan_png(plan: Plan) -> bytes:
    """The drawing in its light colours, at twice its size.

    The font is Lato, which is installed with mcplan, to make the picture the same everywhere; characters that Lato lacks come
    from the fonts of the machine.
    """
    import font_lato
    import resvg_py

    folder = Path(font_lato.__file__).parent / "files"
    drawing = draw(with_titles_apart(plan), style_sheet=style(fonts="Lato", dark=False))
    return resvg_py.svg_to_bytes(
        svg_string=drawing,
        zoom=SCALE,
        background="#ffffff",
        font_family="Lato",
        font_files=[str(folder / "Lato-Regular.ttf"), str(folder / "Lato-Bold.ttf")],
    )

"""Pages that need nothing else: no script, no network, no other file.

Knows templates and the style beside this file. A template extends `frame.html` and escapes what others wrote; the page's own
policy lets a browser apply no style but the one that is hashed in it, and load nothing.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcplanner.ground.characters import one_line
from mcplanner.ground.money import format_amount
from mcplanner.ground.months import format_month, month_name
from mcplanner.ground.numbers_text import hours_text, kind_text, load_text
from mcplanner.plans.summary import session_text

HERE = Path(__file__).parent


def render_page(template: str, content: Mapping[str, Any], more_css: str = "") -> str:
    """A page from a template and everything that it names: the same gives the same bytes."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (HERE / name).read_text("utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "line": one_line, "month": month_name, "iso": format_month, "money": format_amount, "hours": hours_text,
        "load": load_text, "kind": kind_text, "session": session_text,
    }  # fmt: skip
    css = (HERE / "page.css").read_text("utf-8") + more_css
    style = {"css": css, "css_hash": b64encode(hashlib.sha256(css.encode()).digest()).decode()}
    return environment.get_template(template).render(style | dict(content))

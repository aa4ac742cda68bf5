"""Pages that need nothing else: no network, no other file, and no script but perhaps one of their own.

Knows templates and the style beside this file. A template extends `frame.html` and escapes what others wrote; the page's own
policy lets a browser apply no style and run no script but those that are hashed in it, and load nothing.
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

HERE = Path(__file__).parent


def read_part(name: str) -> str:
    """A template, a style or a script beside this file."""
    return (HERE / name).read_text("utf-8")


def render_page(template: str, content: Mapping[str, Any], more_css: str = "", script: str = "") -> str:
    """A page from a template and everything that it names, perhaps with a script: the same gives the same bytes."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(read_part),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "line": one_line, "month": month_name, "iso": format_month, "money": format_amount, "hours": hours_text,
        "load": load_text, "kind": kind_text,
    }  # fmt: skip
    css = read_part("page.css") + more_css
    parts = {"css": css, "css_hash": _hash_of(css), "script": script, "script_hash": _hash_of(script)}
    return environment.get_template(template).render(parts | dict(content))


def _hash_of(text: str) -> str:
    """The hash by which the policy of a page knows a style or a script."""
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()

"""A plan as an SVG picture of the terminal, for the README and for pages.

The SVG refers to nothing outside itself, and the same plan gives the same bytes.
"""

import io

from mcplanner.plans.model import Plan
from mcplanner.terminal.console import Console
from mcplanner.terminal.plan_view import print_plan

WIDTH = 100

# rich's own frame loads a font from the network. Runs of characters are placed one by one, so any fixed-width font will do.
FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
  <style>
    .{unique_id}-matrix {{
      font-family: ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", Consolas, monospace;
      font-size: {char_height}px;
      line-height: {line_height}px;
    }}
    .{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
    {styles}
  </style>
  <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
  </defs>
  {chrome}
  <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
  </g>
</svg>
"""


def plan_svg(plan: Plan, title: str = "mcplan plan") -> str:
    """Return the picture that `mcplan plan` draws, 100 columns wide and in colour."""
    console = Console(io.StringIO(), WIDTH, is_terminal=True, in_colour=True)
    console.rich.record = True
    print_plan(console, plan)
    return console.rich.export_svg(title=title, code_format=FRAME, unique_id="mcplan")

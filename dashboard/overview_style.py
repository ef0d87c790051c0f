"""How do the parts of the first page stand beside each other?  One grid: four places, three widths.

On a phone: what needs attention, the measures, the provinces, the rest.  On a laptop the measures take the
whole width and the others stand below; on a large screen they stand beside them.  Only classes that Streamlit
makes of our own keys are named.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Final

from dashboard.charts.palette import GREY, INK, OUTLINE, RULE, symbol_svg
from dashboard.print_style import BEFORE, PAGE, WIDE
from dashboard.widgets import BREAK_PIXELS

FRAME, HEAD, CARD = "khung", "dau-trang", "the-chi-so"
MATTERS, ALL_MATTERS = "viec", "ca-viec"  # the most urgent ones; all of them, once opened
UNLINKED = "nc-viec"  # a matter that no page of ours opens
ANCHOR = "can-chu-y"
SHEET_PIXELS = 525  # as high as the table may be under its heading, so that one sheet on its side holds both
SIDE_PIXELS, WIDE_PIXELS = 480, 1800  # the map's width; from which page width on it stands beside the table


def _symbol(status: str) -> str:
    """A matter's symbol as the background of its line: drawn, and silent for a screen reader."""
    drawn = base64.b64encode(symbol_svg(status).encode()).decode()
    shown = f'url("data:image/svg+xml;base64,{drawn}") no-repeat 2px 8px / 13px'
    return f"background: {shown}; padding-left: 22px; break-inside: avoid;"


def matter_style(place: str, statuses: Sequence[str], on_a_phone: int | None = None) -> str:
    """The symbol of each line under its heading; how many lines stand on a phone, or all.

    Lines are told apart by where they stand: a container around each would be work for every reader's page.
    """
    children = [f":nth-child({number})" for number in range(2, len(statuses) + 2)]
    rules = []
    for one in dict.fromkeys(statuses):
        alike = [at for at, status in zip(children, statuses, strict=True) if status == one]
        rules.append(f"{_at(place, alike)} {{ {_symbol(one)} }}")
    if hidden := children[on_a_phone:] if on_a_phone is not None else []:
        narrow = f"screen and (max-width: {BREAK_PIXELS - 1}px)"
        rules.append(f"@media {narrow} {{ {_at(place, hidden)} {{ display: none; }} }}")
    return f"<style>{' '.join(rules)}</style>"


def _at(place: str, children: Iterable[str]) -> str:
    return f".st-key-{place} > :is({', '.join(children)})"


_LINKS: Final = f":is(.st-key-{MATTERS}, .st-key-{ALL_MATTERS})"
STYLE: Final = f"""
.st-key-{FRAME} {{ display: grid; gap: 20px 32px; grid-template-columns: minmax(0, 1fr); }}
.st-key-{FRAME} > :nth-child(1), .st-key-{FRAME} > :nth-child(2) {{ grid-area: bang; }}
.st-key-{FRAME} > :nth-child(3) {{ grid-area: viec; }}
.st-key-{FRAME} > :nth-child(4) {{ grid-area: tinh; }}
.st-key-{FRAME} > :nth-child(5) {{ grid-area: them; }}
.st-key-{FRAME} {{ grid-template-areas: "viec" "bang" "tinh" "them"; }}
@media (min-width: {BREAK_PIXELS}px) {{
  .st-key-{FRAME} {{ grid-template-columns: minmax(0, 1fr) {SIDE_PIXELS}px;
    grid-template-rows: auto auto 1fr; grid-template-areas: "bang bang" "viec tinh" "them tinh"; }}
}}
@media (min-width: {WIDE_PIXELS}px) {{
  .st-key-{FRAME} {{ grid-template-areas: "bang viec" "bang tinh" "them tinh"; }}
}}
.st-key-{FRAME} section + section {{ margin-top: 16px; }}
.nc-phai {{ display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; }}
@media (min-width: {BREAK_PIXELS}px) {{
  .st-key-{HEAD} {{ margin-top: -42px; }}
  .nc-phai {{ position: absolute; right: 0; top: -42px; }}
}}
{_LINKS} a {{ padding: 1px 0; min-height: 0; }}
{_LINKS} a p {{ font-size: 15px; white-space: normal; text-align: left; }}
{_LINKS} a p span {{ display: block; color: {GREY}; font-size: 14.5px; line-height: 1.5; }}
.nc-muc + .nc-dau {{ margin-top: 6px; }}
.{UNLINKED} {{ margin: 0; font-size: 15px; }}
@media (max-width: {BREAK_PIXELS - 1}px) {{ {_LINKS} a {{ min-height: 44px; }} }}
[class*="st-key-{CARD}-"] a {{ padding-left: 0; min-height: 32px; }}
[class*="st-key-{CARD}-"] a p {{ font-weight: 600; font-size: 16px; white-space: normal; }}
.nc-muc {{ font-size: 17px; line-height: 1.3; margin: 0; padding: 0 0 4px; border-bottom: 1px solid {OUTLINE};
  color: {INK}; scroll-margin-top: 80px; }}
.nc-hang a {{ color: #0B4F8A; font-weight: 600; font-size: 14px; }}
.nc-bao {{ margin: 0; padding: 3px 10px; border: 1px solid {OUTLINE}; border-radius: 4px; font-size: 14px;
  color: {INK}; }}
dl.nc-tinh-trang {{ display: grid; padding: 0; grid-template-columns: auto 1fr; gap: 4px 16px;
  margin: 6px 0 0; font-size: 14.5px; }}
dl.nc-tinh-trang dt {{ margin: 0; color: {GREY}; font-weight: 400; }}
dl.nc-tinh-trang dd {{ margin: 0; font-weight: 600; }}
ul.nc-han {{ margin: 6px 0 0; padding: 0; list-style: none; font-size: 14.5px; }}
ul.nc-han li {{ margin: 0; padding: 3px 0; border-bottom: 1px solid {RULE}; }}
"""

# On paper: one sheet on its side for the table, what needs attention beside the map on the next.
PAPER: Final = f"""
@page ngang {{ size: A4 landscape; margin: 9mm 10mm 11mm; }}
@media print {{
  .st-key-{PAGE}:has(.st-key-{FRAME}) {{ page: ngang; position: relative; }}
  .st-key-{PAGE}:has(.st-key-{FRAME}) .{BEFORE} {{ position: absolute; right: 0; top: 6px; }}
  .st-key-{HEAD} .nc-ten {{ font-size: 22px; }}
  .st-key-{HEAD}, .st-key-{HEAD} .nc-hang {{ gap: 2px 16px !important; }}
  .nc-hang a[href="#{ANCHOR}"] {{ display: none; }}
  .st-key-{WIDE}-bang svg.marks {{ width: auto !important; height: {SHEET_PIXELS}px !important; }}
  .st-key-{FRAME} {{ grid-template-columns: minmax(0, 1fr) {SIDE_PIXELS}px; gap: 8px 32px;
    grid-template-areas: "bang bang" "viec tinh" "them tinh"; }}
  {_LINKS} a {{ min-height: 0 !important; }}
}}
"""

"""What can the theme not say?  Two drawings of one chart, our few marks, the pages' margins, paper.

One file that a browser fetches once: written into the pages it was sent again at every click of every reader.
It stands after Streamlit's own styles, as the first page names it at its end.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from dashboard import overview_style, print_style
from dashboard.charts.palette import AMBER, AMBER_INK, GREY, INK, OUTLINE
from dashboard.widgets import BREAK_PIXELS, DOOR, MENU, NARROW, ROOMY, WIDE

# Public hooks only: the classes Streamlit makes of our own keys, and classes of our own markup; two test
# ids hide what Streamlit says in English only: "Press Enter to submit form", and the buttons over a chart,
# whose "Show data" would show drawing instructions (every chart has its own table).
_EVERYWHERE: Final = f"""
@media (min-width: 768px) {{
  .st-key-trang {{ margin-inline: -3.5rem; width: calc(100% + 7rem) !important; max-width: none; }}
}}
@media print, (min-width: 768px) {{ .st-key-{MENU} {{ display: none; }} }}
.st-key-trang [data-testid="stElementToolbar"] {{ display: none; }}
@media screen and (max-width: {BREAK_PIXELS - 1}px) {{
  [class*="st-key-{WIDE}"], :has(> [class*="st-key-{WIDE}"]:only-child), .{ROOMY} {{ display: none; }}
}}
@media print, (min-width: {BREAK_PIXELS}px) {{
  [class*="st-key-{NARROW}"], :has(> [class*="st-key-{NARROW}"]:only-child), .nc-hep {{ display: none; }}
}}
.st-key-{DOOR} [data-testid="InputInstructions"] {{ display: none; }}
a:focus-visible, [role="spinbutton"]:focus-visible {{ outline: 2px solid #0B4F8A !important; }}
.st-key-{MENU} button {{ min-height: 44px; }}
@media (max-width: 767px) {{ [role="menuitem"] {{ min-height: 44px !important; }} }}
.nc-thoat {{ font: inherit; min-height: 44px; padding: 0 1rem; cursor: pointer; color: {INK};
  background: #fff; border: 1px solid {OUTLINE}; border-radius: 6px; margin-top: 8px; }}
.nc-thoat:focus-visible {{ outline: 3px solid #0B4F8A; outline-offset: 2px; }}
.nc-ten {{ font-size: 1.6rem; line-height: 1.25; padding: 0; margin: 0 0 4px; color: {INK}; }}
.nc-hang {{ display: flex; flex-wrap: wrap; gap: 6px 16px; align-items: center; margin-bottom: 6px; }}
.nc-mau {{ margin: 0; display: inline-block; background: {AMBER}; color: {AMBER_INK};
  font-weight: 700; font-size: 14px; padding: 4px 12px; border-radius: 4px; }}
.nc-dau {{ color: {GREY}; font-size: 14.5px; margin: 0; }}
.nc-chip {{ display: inline-flex; align-items: center; gap: 6px; font-weight: 600;
  white-space: nowrap; margin-right: 6px; }}
.nc-cong-bo {{ border-top: 1px solid #E4E8EC; padding: 8px 0; }}
.nc-cong-bo p {{ margin: 2px 0; }}
.nc-cong-bo blockquote {{ margin: 4px 0; padding: 0 0 0 12px; border-left: 3px solid #D5DBE1;
  font-style: italic; }}
.nc-cau {{ margin: 0; }}
.nc-dai {{ display: flex; gap: 4px; margin-top: 8px; }}
.nc-dai > div {{ min-width: max-content; margin: 0; }}
.nc-dai b {{ display: block; border-radius: 4px; padding: 3px 8px; font-size: 15px; line-height: 22px;
  border: 1px solid transparent; }}
.nc-dai span {{ font-size: 13px; font-weight: 600; line-height: 1.3; display: block; padding-top: 2px; }}
@media (max-width: 767px) {{
  .nc-dai {{ flex-wrap: wrap; }}
  .nc-dai > div {{ flex: 0 1 calc((100% - 8px) / 3) !important; min-width: 0; }}
}}
"""

SHEET: Final = _EVERYWHERE + print_style.PRINT + overview_style.STYLE + overview_style.PAPER
# Another text has another name, so browsers may keep it for ever.
NAME: Final = f"kieu-{sha256(SHEET.encode()).hexdigest()[:12]}.css"

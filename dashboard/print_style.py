"""How does a page stand on paper?  A4, our own column only, charts whole, nothing to press.

Nothing of Streamlit's is named: what holds our column is made to let it flow, and what stands beside it on
the way up is left out.
"""

from __future__ import annotations

from typing import Final

from dashboard.charts.palette import GREY

# The column every page stands in; what only paper shows; containers only the screen shows.
PAGE, BEFORE, SCREEN = "trang", "nc-in", "chi-man-hinh"
WIDE = "ban-rong"  # what is drawn for a wide page; paper shows it as well

_CLOSED = "details:only-child:not([open])"

PRINT: Final = f"""
.{BEFORE} {{ display: none; }}
@page {{ size: A4; margin: 14mm 12mm 16mm 16mm;
  @bottom-right {{ content: counter(page) "/" counter(pages); font: 9pt "Source Sans", sans-serif;
    color: {GREY}; }} }}
@media print {{
  html, body {{ background: #fff; }}
  :has(.st-key-{PAGE}) {{ position: static !important; overflow: visible !important;
    height: auto !important; min-height: 0 !important; max-height: none !important;
    margin: 0 !important; padding: 0 !important; transform: none !important; }}
  :has(.st-key-{PAGE}) > :not(:has(.st-key-{PAGE})):not(.st-key-{PAGE}) {{ display: none !important; }}
  body, :has(.st-key-{PAGE}) > :has(.st-key-{PAGE}) {{ display: block !important; }}
  .st-key-{PAGE} {{ margin: 0 !important; width: 100% !important; max-width: none !important;
    overflow: visible !important; gap: 8px !important; }}
  .{BEFORE} {{ display: block; color: {GREY}; font-size: 12px; margin: 0; }}
  .st-key-{PAGE} [class*="st-key-chon-"], .st-key-{PAGE} button, .st-key-{PAGE} {_CLOSED},
  .st-key-{PAGE} :has(> {_CLOSED}), .st-key-{PAGE} :has(> div:only-child > {_CLOSED}),
  .st-key-{PAGE} :has(> div:only-child > div:only-child > {_CLOSED}),
  .st-key-{PAGE} [class*="st-key-{SCREEN}"] {{ display: none !important; }}
  .st-key-{PAGE} svg.marks {{ max-width: 100% !important; height: auto !important; }}
  .st-key-{PAGE} :has(svg.marks) {{ width: 100% !important; height: auto !important;
    overflow: visible !important; }}
  .st-key-{PAGE} svg.marks, .st-key-{PAGE} tr, .st-key-{PAGE} li, .st-key-{PAGE} article,
  .st-key-{PAGE} .nc-cong-bo:not(:has(article)) {{ break-inside: avoid; }}
  .st-key-{PAGE} :is(h1, h2, h3, .nc-dau), .st-key-{PAGE} :has(h1, h2, h3):not(:has(p, li, svg, table)),
  .st-key-{PAGE} :has(> .nc-dau:only-child), .st-key-{PAGE} :has(> div:only-child > .nc-dau:only-child) {{
    break-after: avoid; }}
  .st-key-{PAGE} a {{ color: inherit; text-decoration: none; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
}}
"""

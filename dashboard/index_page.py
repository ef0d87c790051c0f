"""Which page does the browser get first?  Streamlit's own, turned Vietnamese or English.

Streamlit's shell says `lang="en"` and "Streamlit", points programs at a door that is closed here, and sets
a variable in an inline script that our content policy refuses; in its place stands a script of ours, and our
style sheet at the end.  Each is replaced, and an upgrade that moves one of these passages is refused at start
instead of half-translated.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from streamlit.file_util import get_static_dir

from dashboard import history_script, style_sheet
from dashboard.language import VI
from dashboard.text import written

_OUR_SCRIPT = f'<script src="./{history_script.NAME}"></script>'  # before any of Streamlit's runs
# Of two rules of the same weight the later one holds: ours, after what Streamlit puts into the head.
_OUR_STYLES = f'<link rel="stylesheet" href="./{style_sheet.NAME}">'
_WITHOUT_SCRIPT = "<noscript><p>{sentence}</p></noscript>"


def our_index(language: str = VI) -> bytes:
    """The first page in this language.

    Raises: RuntimeError when Streamlit's page is not the one we know.
    """
    page = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    changes = (
        (r'<html lang="en">', f'<html lang="{language}">'),
        (r"<title>Streamlit</title>", f"<title>{escape(written('app.title', language))}</title>"),
        (r"<!--\s+Machine-readable pointer.*?-->\s*<link rel=\"service-desc\"[^>]*>", ""),
        (r"<!-- initialize window\.prerenderReady.*?-->\s*<script>.*?</script>", _OUR_SCRIPT),
        (
            r"<noscript>.*?</noscript>",
            _WITHOUT_SCRIPT.format(sentence=escape(written("app.needs_script", language))),
        ),
        (r"</body>", f"{_OUR_STYLES}</body>"),
    )
    for pattern, replacement in changes:
        page, found = re.subn(pattern, lambda _, new=replacement: new, page, count=1, flags=re.DOTALL)
        if not found:
            raise RuntimeError(f"Streamlit's first page changed: {pattern} is not in it.")
    return page.encode()

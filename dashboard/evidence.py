"""What speaks for the two strategic targets without an indicator?  Two cards of evidence, and no number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard import records, widgets
from dashboard.drawn import drawn
from dashboard.figures import write_date
from dashboard.language import worded
from dashboard.published import source_link
from dashboard.text import text
from db.queries.strategic_evidence import EvidenceCard, EvidenceItem

SHOWN = 5
_BESIDE = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:0 48px"


def show(cards: Sequence[EvidenceCard]) -> None:
    """The two cards, side by side where there is room."""
    st.html(cards_html(cards))


@drawn(16)
def cards_html(cards: Sequence[EvidenceCard]) -> str:
    """Heading, what they are for, whether something in them is only sample, and the cards."""
    years = cards[0].review_years
    title = f'<h2 class="nc-muc">{escape(text("evidence.title"))}</h2>'
    said = title + widgets.small_html(text("evidence.lead", first=years[0], last=years[-1]))
    if any(item.sample for card in cards for item in card.items):
        said += f'<p class="nc-mau" role="note">{escape(text("s.demo"))}</p>'
    return f'{said}<div style="{_BESIDE}">{"".join(map(card_html, cards))}</div>'


def card_html(card: EvidenceCard) -> str:
    """One card; everything in it is escaped, because people wrote it."""
    items = "".join(map(_item, card.items[:SHOWN])) or f"<p>{escape(text('evidence.none'))}</p>"
    more = len(card.items) - SHOWN
    rest = f'<p class="nc-dau">{escape(text("evidence.more", n=more))}</p>' if more > 0 else ""
    title = escape(text("evidence.n", n=len(card.items)))
    return (
        f'<section class="nc-cong-bo"><p><b>{card.number}. {escape(worded(card, "short"))}</b></p>'
        f'<p>{escape(worded(card, "wording"))}</p><p class="nc-dau">{title}</p>{items}{rest}</section>'
    )


def _item(item: EvidenceItem) -> str:
    said = text("evidence.by", by=item.by_vi, day=write_date(records.day_of(item.at)))
    review = text("evidence.review", year=item.review_year)
    source = f" · {source_link(item.link)}" if item.link else ""
    title = f"{write_date(item.happened_on)} · {item.issuer_vi}"
    line = f"{item.document_vi} · {review} · {said}"
    return (
        f'<article class="nc-cong-bo"><p><b>{escape(title)}</b></p><p>{escape(item.text_vi)}</p>'
        f'<p class="nc-dau">{escape(line)}{source}</p></article>'
    )

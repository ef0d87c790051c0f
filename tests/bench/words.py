"""A child's own words: which come first, how long does each child wait, where are they left lying?"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from db.queries.safeguarding import disclosure_words
from db.rules.disclosure_words import IN_TURN, order_class
from tests.bench.installation import Surroundings
from tests.conftest import prepare, settings_for
from tests.survey.conftest import running
from tests.trust.officers import ask_own_words, hold_ceremony
from tests.trust.test_canaries import left_lying, tell_canaries
from tests.trust.test_same_answer import difference, medians
from tests.trust.test_word_list import sentences, share_pct

ROUNDS, CANARIES = 100, 1_000


def run(_engines: Mapping[str, Surroundings]) -> None:
    """Print recall and misses of the word list, medians of four ways to answer, canaries found."""
    _recall()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        _waiting(Path(one))
        _canaries(Path(two))


def _recall() -> None:
    words = disclosure_words()
    found = [(written, text, order_class(text, words)) for written, text in sentences("disclosure")]
    for written in sorted({written for written, _, _ in found}):
        print(f"recall, {written}: {share_pct([order for how, _, order in found if how == written])} %")
    print(f"recall, all {len(found)}: {share_pct([order for _, _, order in found])} %; missed:")
    for text in (text for _, text, order in found if order == IN_TURN):
        print(f"  {text}")
    ordinary = [order_class(text, words) for _, text in sentences("ordinary")]
    print(f"ordinary sentences put forward: {share_pct(ordinary)} % of {len(ordinary)}")


def _waiting(folder: Path) -> None:
    settings = settings_for(folder)
    prepare(settings)
    with running(settings) as survey:
        hold_ceremony(survey.database)
        found = medians(survey, ask_own_words(survey.database), ROUNDS, time.perf_counter)
    print("medians by the clock, ms:", {way: round(took, 2) for way, took in found.items()})
    print(f"largest difference: {difference(found):.2f} ms")


def _canaries(folder: Path) -> None:
    settings = settings_for(folder)
    prepare(settings)
    told = tell_canaries(settings, folder, CANARIES)
    print(f"{CANARIES} canaries, in the clear in these files: {left_lying(told) or 'none'}")

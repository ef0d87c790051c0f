"""Does the deciding interpreter still answer the systematic vectors as it did, and are they enough?"""

from __future__ import annotations

from collections import Counter

from db.rules.expressions import LAZY
from db.rules.xpath_functions import FUNCTIONS
from tests.rules.expression_cases import FILES, HERE, agree, all_vectors, answer, read_vectors, told
from tests.rules.make_vectors import written


def wrong(vectors):
    return [
        vector for vector in vectors if not agree(told(answer(vector)), vector["expected"], vector["expr"])
    ]


def test_every_answer_is_as_stored():
    assert not wrong(read_vectors(FILES[1]))


def test_a_changed_answer_is_seen():
    vector = read_vectors(FILES[1])[0]
    assert wrong([{**vector, "expected": not vector["expected"]}])
    assert not agree(1, True, "1"), "truth is not a number"
    assert not agree(0.3, 0.1 + 0.2, "0.1 + 0.2"), "to the bit"
    assert agree(1.0, 1.0 + 1e-15, "sin(1)")


def test_the_file_is_what_its_maker_makes():
    """The oracles agree with the interpreter again on the way."""
    assert (HERE / FILES[1]).read_text(encoding="utf-8") == written()


def test_there_are_enough_of_everything():
    counts = Counter()
    for vector in all_vectors():
        counts.update(set(vector["expr"].replace("(", " ( ").split()))
    signs = ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or")
    rare = {name for name in (*FUNCTIONS, *LAZY, "regex", *signs) if counts[name] < 3}
    assert len(all_vectors()) >= 2_000
    assert rare <= {"pi"}

"""Does the browser's interpreter answer every golden vector as the deciding one does?"""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest

from db.rules import patterns
from db.rules.answer_kinds import KINDS, weigh
from db.rules.definition import Choice
from db.rules.errors import RuleError
from db.rules.patterns import MOST_TEXT
from db.rules.xpath_chance import share
from db.rules.xpath_functions import FUNCTIONS
from survey.assets import FOLDER
from survey.relevance import CORE
from tests.browser.scripted_page import OWN, opened
from tests.rules.expression_cases import NOW, agree, all_vectors, answer, compiled, told

SCRIPTS = ("expressions.js", "expressions_more.js")
HARNESS = (*SCRIPTS, "answers.js")
ASK = "(asked) => JSON.stringify(answers(...JSON.parse(asked)))"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def questions():
    """Every vector with its tree, and what the deciding interpreter answers."""
    vectors = [{**vector, "tree": compiled(vector)} for vector in all_vectors()]
    return vectors, [told(answer(vector)) for vector in vectors]


def asked_in_chromium(chromium, vectors):
    with opened(chromium, "", HARNESS) as page:
        return json.loads(page.evaluate(ASK, json.dumps([vectors, NOW.isoformat()])))


def asked_in_node(vectors):
    paths = [*(str(FOLDER / name) for name in SCRIPTS), str(OWN / HARNESS[-1])]
    program = (
        "global.self = global; JSON.parse(process.argv[1]).forEach((path) => require(path));"
        "const [vectors, now] = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(answers(vectors, now)));"
    )
    done = subprocess.run(
        ["node", "-e", program, json.dumps(paths)],
        input=json.dumps([vectors, NOW.isoformat()]),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def differences(vectors, decided, found):
    return [
        f"{vector['expr']} with {vector.get('values')}: {wanted!r}, in the browser {shown!r}"
        for vector, wanted, shown in zip(vectors, decided, found, strict=True)
        if not agree(shown, wanted, vector["expr"])
    ]


def test_every_vector_in_chromium(chromium, questions):
    vectors, decided = questions
    assert len(vectors) >= 2_000
    assert not differences(vectors, decided, asked_in_chromium(chromium, vectors))


def test_every_vector_in_node(questions):
    if not shutil.which("node"):
        pytest.skip("no node here; Chromium is the reference")
    vectors, decided = questions
    assert not differences(vectors, decided, asked_in_node(vectors))


def test_a_wrong_answer_is_seen(chromium):
    vector = {"expr": "1 + 1", "tree": ["+", ["num", 1], ["num", 1]]}
    assert asked_in_chromium(chromium, [vector]) == [2]
    for wrong in (3, "2", True, {"number": "NaN"}):
        assert differences([vector], [wrong], [2])


TYPED = {
    "integer": (
        *(
            "",
            "0",
            "7",
            " 7 ",
            "-3",
            "007",
            "1.500",
            "1 500",
            "1.5",
            "1,5",
            "1,500",
            "1.50",
            "12.345.678",
            "1e3",
        ),
        *(
            "٣",
            "７",
            "１．５００",
            "−2",
            "--2",
            "1\u00a0500",
            "999999999999999",
            "1000000000000000",
            "9" * 41,
            "abc",
        ),
    ),
    "decimal": (
        *(
            "1,5",
            "1.5",
            "1.500",
            "1.234,5",
            "0,25",
            "-0.5",
            "2",
            "1,",
            ",5",
            "1.5.5",
            "1,2,3",
            "1 234,5",
            "NaN",
        ),
        *("０，５", "999999999999999", "1000000000000000.5", "0.1", "-1.234.567,891"),
    ),
    "date": (
        *(
            "2026-09-02",
            "02/9/2026",
            "2-9-2026",
            "2.9.2026",
            " 02/09/2026 ",
            "31/02/2026",
            "29/2/2024",
            "0000-01-01",
        ),
        *(
            "02/09/26",
            "2026/09/02",
            "1/13/2026",
            "２/９/２０２６",
            "2026-9-2",
            "01/01/0001",
            "31/12/9999",
            "mai",
        ),
    ),
    "time": (
        *(
            "14:30",
            "7h",
            "7g05",
            " 07:05 ",
            "23:59:59",
            "23:59:59.5",
            "24:00",
            "7",
            "7:5",
            "１４：３０",
            "14h60",
        ),
        *("", "x", "1430", "0:00", "00h"),
    ),
    "datetime": (
        *(
            "2026-11-22T14:30",
            "22/11/2026 14:30",
            "22/11/2026  7h",
            " 1/1/2026\t0:00 ",
            "2026-11-22",
            "14:30",
        ),
        *("31/02/2026 14:30", "22/11/2026 24:00", "2026-11-22 14:30:59", "22/11/2026T7g", "mai 14:30"),
    ),
    "text": (
        *(
            "a",
            "  Việt  ",
            "Vie\u0323\u0302t",
            "\ufeffa\u200bb",
            "a\x00b",
            "a\tb\nc",
            "a\r\nb",
            "a\u2028b",
            " ",
        ),
        *("\u200b", "x" * 2_000, "x" * 2_001, "😀" * 2_000, "a\x85b", "\u202eabc", "a\x7f"),
    ),
}


OWN_CHOICES = {"range": tuple(Choice(code, {}, {}) for code in ("-1", "0", "0.5", "1", "10"))}
# What is offered is all that a page can send of these kinds.
TYPED["range"] = tuple(choice.name for choice in OWN_CHOICES["range"])


def read_here(kind, typed):
    """What the server makes of it for its expressions; what it refuses counts as skipped."""
    try:
        answer = KINDS[kind]([typed], OWN_CHOICES.get(kind, ()))
    except RuleError:
        return ""
    return "" if answer is None else told(weigh(answer, kind))


def test_typed_answers_are_read_alike(chromium):
    typed = [(kind, text) for kind, texts in TYPED.items() for text in texts]
    with opened(chromium, "", HARNESS) as page:
        found = json.loads(
            page.evaluate("(typed) => JSON.stringify(readings(JSON.parse(typed)))", json.dumps(typed))
        )
    differing = [
        (kind, text[:40], read_here(kind, text), shown)
        for (kind, text), shown in zip(typed, found, strict=True)
        if read_here(kind, text) != shown
    ]
    assert not differing
    assert {kind for (kind, _), shown in zip(typed, found, strict=True) if shown != ""} == set(TYPED)


def test_no_pattern_is_tried_on_a_text_too_long(chromium):
    program = compiled({"expr": "regex(., 'a*')"})[2]
    texts = ["a" * size for size in (MOST_TEXT, MOST_TEXT + 1)]
    vectors = [{"expr": "regex", "tree": ["regex", ["str", text], program]} for text in texts]
    assert (
        asked_in_chromium(chromium, vectors)
        == [patterns.matches(program, text) for text in texts]
        == [True, False]
    )


def test_the_dice_fall_alike(chromium):
    throws = [
        (f"{number:08x}-aaaa-4aaa-8aaa-{number * 7:012x}", f"câu_{number % 5}.relevant.1")
        for number in range(400)
    ]
    vectors = [{"expr": "random()", "tree": ["random", place], "seed": seed} for seed, place in throws]
    found = asked_in_chromium(chromium, vectors)
    assert found == [share(seed, place) for seed, place in throws]
    assert len(set(found)) == len(found)


def test_no_script_is_made_from_text(chromium):
    """The policy refuses it (the control), and the scripts do not try."""
    for name in (*SCRIPTS, "relevance.js"):
        assert not re.search(
            r"\beval\b|\bFunction\(|innerHTML|document\.write", (FOLDER / name).read_text("utf-8")
        )
    with opened(chromium, "", ["makes_script.js"], quiet=False) as page:
        assert page.evaluate("refusal") == "EvalError"


def test_the_two_files_have_every_function(chromium):
    names = "Object.keys(Expressions.functions).concat(Object.keys(Expressions.lazy))"
    with opened(chromium, "", SCRIPTS[:1]) as page:
        assert set(page.evaluate(names)) == CORE
    with opened(chromium, "", SCRIPTS) as page:
        assert set(page.evaluate(names)) == set(FUNCTIONS) | {"if", "coalesce", "once", "depend"}

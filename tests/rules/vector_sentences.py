"""Which sentences of the grammar, drawn at random but always the same, hold the two interpreters together?"""

from __future__ import annotations

import re
from random import Random

SENTENCES = 500
DEEPEST = 3

# What a child may have answered: (question, answers), None being a hidden question.
ANSWERS = {
    "n": [0, 1, 7, 12.5, -3, "", None],
    "m": [2, 15, 0.1, "", None],
    "one": ["nu", "nam", "khac", "", None],
    "many": ["nu", "nu nam", "a b c", "chua_tung", "", None],
    "t": ["", "em thích đọc sách", "0912", "  hai  ba ", "😀", None],
    "d": [{"date": "2026-11-22"}, {"date": "2013-02-28"}, {"date": "1999-12-31"}, "", None],
    "r": [[], [1, 2], ["", 3, "nu"]],
}

# kind of value -> how a sentence of that kind may be made of others; @b truth, @n number, @t text, @d day.
FORMS = {
    "b": (
        *("@n = @n", "@n != @n", "@n < @n", "@n <= @n", "@n > @n", "@n >= @n", "@t = @t", "@t != @t"),
        *("@b and @b", "@b or @b", "(@b) and (@b or @b)", "not(@b)", "boolean(@t)", "@d < @d", "@d >= @d"),
        *("@d = @t", "selected(@t, @t)", "contains(@t, @t)", "starts-with(@t, @t)", "ends-with(@t, @t)"),
        *("if(@b, @b, @b)", "coalesce(@t, @t) = @t", "checklist(1, 2, @b, @b, @b)", "@b = @n", "@b != @t"),
        *("${r} = @n", "${r} != @t", "regex(@t, '[a-z ]*')", "regex(@t, '\\d+')", "boolean-from-string(@t)"),
        *("weighted-checklist(1, 3, @b, 1, @b, @n)", "@n = @t", "@n < @t", "true()", "false()"),
    ),
    "n": (
        *("@n + @n", "@n - @n", "@n * @n", "@n div @n", "@n mod @n", "-(@n)", "(@n + @n) * @n"),
        *("int(@n)", "round(@n)", "round(@n, 2)", "round(@n, -1)", "abs(@n)", "number(@t)", "number(@b)"),
        *("string-length(@t)", "count-selected(@t)", "count(${r})", "count-non-empty(${r})", "sum(${r})"),
        *("max(${r})", "min(@n, @n, @n)", "max(@n, @n)", "if(@b, @n, @n)", "coalesce(@n, @n)", "@d - @d"),
        *(
            "decimal-date-time(@d)",
            "decimal-time(@d)",
            "int((@d - @d) div 365.25)",
            "once(@n)",
            "depend(@n, @t)",
        ),
    ),
    "t": (
        *(
            "concat(@t, @t)",
            "concat(@t, '-', @n)",
            "string(@n)",
            "string(@b)",
            "string(@d)",
            "join(' ', @t, @t)",
        ),
        *(
            "substr(@t, @n)",
            "substr(@t, 1, @n)",
            "normalize-space(@t)",
            "translate(@t, 'aen', 'AE')",
            "concat(${r})",
        ),
        *("substring-before(@t, ' ')", "substring-after(@t, @t)", "selected-at(@t, @n)", "if(@b, @t, @t)"),
        *("coalesce(@t, @t)", "format-date(@d, '%d/%m/%Y')", "format-date-time(@d, '%H:%M')", "string(@t)"),
    ),
    "d": (
        "date(@d)",
        "date(@t)",
        "date(today() - @n)",
        "date-time(@d)",
        "if(@b, @d, @d)",
        "date(int(@n) * 1000)",
    ),
}
LEAVES = {
    "b": (
        "${n} > 5",
        "${one} = 'nu'",
        "selected(${many}, 'nu')",
        "${t} != ''",
        "true()",
        "not(selected(${many}, 'chua_tung'))",
    ),
    "n": ("${n}", "${m}", "2", "0.5", "10", "-1", "count-selected(${many})", "${t}"),
    "t": ("${one}", "${many}", "${t}", "'nu'", "''", "'Việt Nam'", "'2026-11-22'", "${n}", "${d}"),
    "d": ("${d}", "today()", "now()", "date('2026-11-01')", "date(${t})", "'2026-01-02T03:04:05Z'"),
}


def _sentence(chance, kind, depth):
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(LEAVES[kind])
    form = chance.choice(FORMS[kind])
    return re.sub("@([bntd])", lambda part: _sentence(chance, part[1], depth - 1), form)


def sentences():
    """The random family, without an oracle."""
    chance = Random(36)
    for number in range(SENTENCES):
        expr = _sentence(chance, "bnt"[number % 3], 1 + number % DEEPEST)
        given = {name: chance.choice(answers) for name, answers in ANSWERS.items() if f"${{{name}}}" in expr}
        values = {name: told for name, told in given.items() if told is not None}
        yield {"expr": expr, **({"values": values} if values else {})}

"""How does a family of golden vectors write one of them?"""

from __future__ import annotations

NAN, INF = {"number": "NaN"}, {"number": "Infinity"}


def case(expr, expected, **given):
    """One vector; a hidden answer (None) is left out."""
    values = {name: told_ for name, told_ in given.items() if told_ is not None}
    return {"expr": expr, **({"values": values} if values else {}), "expected": expected}


def quoted(text):
    return f'"{text}"' if "'" in text else f"'{text}'"

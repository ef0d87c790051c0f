"""Which colours, which type, which symbols?  The visual system of the dashboard, in one place.

Contrast on white and distance for colour-blind readers were computed (indicators.md section 3.2); bars stay
neutral and only the status symbol carries colour, beside its word.
"""

from __future__ import annotations

from typing import Final

INK, BAR, PENDING, EXPECTED, TRACK, RULE = "#1F2933", "#3E4C59", "#A9B4BF", "#D5DBE1", "#EDF0F3", "#E4E8EC"
GREY, WHITE, TINT, AMBER, AMBER_INK = "#5B6673", "#FFFFFF", "#FBF1F2", "#FDF0D5", "#7A4A00"
OUTLINE = "#8A96A3"
OVERDUE = "#A3172B"
FONT: Final = "Source Sans"

# The ramp of maps: one hue, light to dark, and the ink of words upon each.
RAMP: Final = ("#E3EEF7", "#B9D6EC", "#7FB3DA", "#3F86BD", "#0B4F8A")
RAMP_INK: Final = (INK, INK, INK, WHITE, WHITE)

# Symbols as paths in a box of 2 by 2 around 0,0, drawn as marks: the type has no glyphs for them.
SHAPES: Final[dict[str, str]] = {
    "disc": "M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0Z",
    "triangle": "M0,-0.95L1.05,0.85L-1.05,0.85Z",
    "square": "M-0.88,-0.88H0.88V0.88H-0.88Z",
    "dash": "M-1,-0.2H1V0.2H-1Z",
    "check": "M-0.5,0.02L-0.12,0.42L0.52,-0.38",
    "arrow": "M-0.5,-0.9L0.9,0L-0.5,0.9Z",
    "tick": "M-0.95,0.05L-0.3,0.72L1,-0.68",  # the check of a cell, larger than the one inside a disc
    "half": "M0,-1A1,1,0,0,0,0,1Z",
    "dot": "M0.45,0A0.45,0.45,0,1,1,-0.45,0A0.45,0.45,0,1,1,0.45,0Z",
    # An archipelago: five small islands around its place.
    "islands": (
        "M-2.1,-0.9h0.8v0.8h-0.8ZM1.5,-2.2h0.8v0.8h-0.8ZM-0.2,0.1h0.8v0.8h-0.8Z"
        "M-1.4,1.4h0.8v0.8h-0.8ZM1.9,1.1h0.8v0.8h-0.8Z"
    ),
}

# status -> (shape, fill, stroke, ink of its word)
STATUS: Final[dict[str, tuple[str, str, str, str]]] = {
    "achieved": ("disc", "#0B4F8A", "#0B4F8A", "#0B4F8A"),
    "on_track": ("disc", "#3C9BD6", "#3C9BD6", "#1B6CA3"),
    "at_risk": ("triangle", "#C77700", "#C77700", "#8A5200"),
    "nearly": ("triangle", "#C77700", "#C77700", "#8A5200"),
    "behind": ("square", "#A3172B", "#A3172B", "#A3172B"),
    "missed": ("square", "#A3172B", "#A3172B", "#A3172B"),
    "no_data": ("disc", WHITE, GREY, GREY),
    "no_target": ("disc", WHITE, GREY, GREY),
    "not_due": ("disc", WHITE, GREY, GREY),
    "no_requests": ("dash", GREY, GREY, GREY),
}

# The strip over the overview: what is counted together, its fill and the ink of its number.
STRIP: Final[tuple[tuple[tuple[str, ...], str, str], ...]] = (
    (("achieved",), "#0B4F8A", WHITE),
    (("on_track",), "#3C9BD6", INK),
    (("at_risk", "nearly"), "#C77700", WHITE),
    (("behind", "missed"), "#A3172B", WHITE),
    (("no_data", "no_target", "not_due", "no_requests"), WHITE, INK),
)


def symbol_svg(status: str) -> str:
    """The status symbol as an SVG image of 12 by 12, for words outside a chart."""
    shape, fill, stroke, _ = STATUS[status]
    check = f'<path d="{SHAPES["check"]}" fill="none" stroke="{WHITE}" stroke-width=".34"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="12" height="12" viewBox="-1.25 -1.25 2.5 2.5">'
        f'<path d="{SHAPES[shape]}" fill="{fill}" stroke="{stroke}" stroke-width=".26"/>'
        f"{check if status == 'achieved' else ''}</svg>"
    )

"""What does an English reader see when a rule says no?  The twin of ``text_errors``."""

from __future__ import annotations

from typing import Final

from dashboard.text_errors import OF_FORMS, OF_NUMBERS

_AT_THE_DESK = (
    "This is done on the survey and reporting site, not on the dashboard. Please open that site to do it."
)
_NUMBERS = "A figure was entered wrongly and cannot be counted yet. Please ask the data officer to check it."

ERRORS_EN: Final[dict[str, str]] = {
    **{f"error.{code}": _AT_THE_DESK for code in OF_FORMS},
    **{f"error.{code}": _NUMBERS for code in OF_NUMBERS},
    "error.sign_in_needed": "Your session has ended. Please sign in again.",
    "error.sign_in_failed": "The user name, password or code is not right. Please check and try again.",
    "error.too_many_attempts": "Too many attempts. Please wait {seconds} seconds and try again.",
    "error.forbidden": (
        "You may not see this page. The Association's administrator grants access; please contact the Office."
    ),
    "error.forged_request": (
        "The request did not come from this page and was refused. Please open the page again and try again."
    ),
    "error.unknown_measure": "No measure has this code. Please choose one from the list.",
    "error.unknown_consultation": "There is no such consultation. Please choose one from the list.",
    "error.not_found": "There is no page at this address. Please go to the overview.",
    "error.unavailable": (
        "The figures cannot be read now. The Association's data is safe. Please try again in a few minutes."
    ),
    "error.broken": (
        "Something went wrong. The data is safe. Please try again; if it happens again, "
        "send the code below to the Office."
    ),
}

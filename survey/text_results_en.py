"""Which words tell children in English what became of what they said?  The same keys as `text_results`."""

from __future__ import annotations

from typing import Final

RESULT_WORDS_EN: Final[dict[str, str]] = {
    "kq.who": "{n} children answered, from {opens} to {closes}.",
    "kq.who_open": "{n} children have answered since {opens}.",
    "kq.where": "They live in {n} provinces and cities.",
    "kq.document": "The agency that needs to hear you: {agency}. What is being decided: {document}.",
    "kq.agency": "The agency that needs to hear you: {agency}.",
    "kq.steps": "On this page",
    "kq.said": "What you said",
    "kq.did": "What we did",
    "kq.answered": "What the agency answered",
    "kq.told": "How children were told",
    "kq.next": "What happens next?",
    "kq.done": "done",
    "kq.not_yet": "not yet done",
    "kq.findings": "In short",
    "kq.by_question": "Question by question",
    "kq.groups_later": (
        "Results by age, by sex and by region come with the last publication, when this round is over."
    ),
    "kq.themes": "What did children write about?",
    "kq.themes_lead": "Two people each read {n} passages by themselves and then compared what they found.",
    "kq.passages": "{n} passages",
    "kq.quotes": "In children's own words",
    "kq.quotes_lead": (
        "Two child protection officers read these words and took out all that might tell who wrote them."
    ),
    "kq.sent": "On {day} we sent what you said to the agency, in letter no. {number}.",
    "kq.not_sent": "We are putting together what you said, to send it to the agency.",
    "kq.collecting": "Children are still answering. When this round is over, we will send it to the agency.",
    "kq.replied": "On {day} the agency answered, in letter no. {number}.",
    "kq.not_replied": "The agency has not answered yet.",
    "kq.not_asked": "We have not sent what you said to the agency yet.",
    "kq.see_questions": "See how children answered each question",
    "kq.says": "The agency says: {why}",
    "kq.why": "Why: {why}",
    "kq.verdict.accepted": "They will do it",
    "kq.verdict.partly": "They will do part of it",
    "kq.verdict.refused": "They will not do it yet",
    "kq.told_on": "On {day}: {how}.",
    "kq.told_where": "Where: {places}",
    "kq.days": "From the end of the round until you were told: {n} days.",
    "kq.not_told": "We have not told you yet.",
    "kq.due": "We promised to tell you by {day}.",
    "kq.late": "We are late: we should have told you by {day}. We are sorry.",
    "kq.next.open": "You can still answer. After that we put it together and send it to the agency.",
    "kq.next.closed": "We put the answers together and send them to the agency.",
    "kq.next.sent": "We wait for the agency's answer, and then tell you about it.",
    "kq.next.replied": "We tell you what the agency answered.",
    "kq.next.told": (
        "We watch whether the agency does what it promised. If you have more to say, see what is open now."
    ),
    "kq.answer_now": "Answer now",
    "kq.slip": "Do you have a tracking slip? Open it",
    "kq.print": "A version to print for a notice board",
    "kq.screen": "Back to the usual version",
    "kq.help": "Do you need help? Call 111: free, day and night. You can also talk to an adult you trust.",
    "results.title": "What did you say?",
    "results.none": (
        "There are no results yet. We publish only when enough children have answered, so that nobody can "
        "guess who you are."
    ),
    "results.released": "Publication no. {number}, {day}.",
    "results.final": "This is the last publication of this round.",
    "results.rounding": (
        "Numbers are rounded to 5. Groups under 10 are not shown, so that nobody can guess who answered."
    ),
    "results.base": "Children who answered: {base}",
    "results.by": "By {group}",
    "results.by.nhom_tuoi": "By age",
    "results.by.gioi_tinh": "By sex",
    "results.by.vung": "By region",
    "results.group": "Group",
    "results.children": "Children",
    "results.several": "Each child could choose several, so together they may be more than 100 %.",
}

# What releases keep in Vietnamese for ever: words instead of numbers (key of `suppression.WORDS`), regions.
INSTEAD_OF_NUMBERS: Final[dict[str, str]] = {
    "hidden": "hidden: fewer than {threshold} children",
    "below": "fewer than {threshold}",
    "nearly_all": "nearly all",
    "withheld": "hidden, to keep answers secret",
}
REGIONS_EN: Final[dict[str, str]] = {
    "Trung du và miền núi phía Bắc": "Northern midlands and mountains",
    "Đồng bằng sông Hồng": "Red River Delta",
    "Bắc Trung Bộ": "North Central Coast",
    "Duyên hải Nam Trung Bộ và Tây Nguyên": "South Central Coast and Central Highlands",
    "Đông Nam Bộ": "Southeast",
    "Đồng bằng sông Cửu Long": "Mekong Delta",
}
# By which ways children were told (codes of the desk's form).
CHANNELS_EN: Final[dict[str, str]] = {
    "trang_ket_qua": "on this page",
    "hop_mat": "at meetings and gatherings",
    "nha_truong": "through schools",
    "mang_xa_hoi": "on social media",
    "bao_chi": "in newspapers, on radio and television",
    "khac": "in other ways",
}

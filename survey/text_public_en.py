"""What does a child read who chose English?  The same keys as in `text_public`; others stay Vietnamese."""

from __future__ import annotations

from typing import Final

PUBLIC_EN: Final[dict[str, str]] = {
    "app.skip": "Skip to content",
    "exit.button": "Leave now",
    "exit.label": "Leave now: close this page at once and open another one",
    "help.title": "Child helpline 111",
    "help.text": "Free, day and night: call 111, write to “111” on Zalo, or use the “111” app.",
    "help.adult": "You can also talk to an adult you trust.",
    "idle.title": "Are you still there?",
    "idle.text": "So that nobody can read your answers, this page will be cleared in 20 seconds.",
    "idle.stay": "I am still answering",
    "form.minutes": "about {minutes} minutes",
    "words.date": "day/month/year",
    "form.before": "Before you start, you should know",
    "form.happens": (
        "The Vietnam Association for Protection of Children's Rights asks you, puts your answers "
        "together with "
        "those of others, sends them to {agency}, and tells you what became of them."
    ),
    "form.agency_default": "the agency that needs to hear you",
    "form.anonymous": "Nobody knows who you are. Do not write your name, school or class.",
    "form.skip": "Skip any question you like. You can stop at any time.",
    "form.no_harm": "Whether you answer or not, nothing bad will happen.",
    "form.exception": (
        "One exception: if you leave a way to reach you and tell us that a child is being hurt, we must tell "
        "those whose duty it is to protect children."
    ),
    "form.young": "If you are under 7, ask an adult to sit with you.",
    "form.history": (
        "“Leave now” closes this page at once, but the device still remembers that it was opened."
    ),
    "form.assent": "I understand and I want to answer",
    "form.no_thanks": "No, thank you",
    "form.start": "Start",
    "form.count": "Question",
    "form.back": "Back",
    "form.next": "Next",
    "form.skip_this": "Skip this question",
    "form.send": "Send my answers",
    "form.sending": "Sending…",
    "form.last": "All done!",
    "form.last_text": "You can go back and change things. When you are ready, press “Send my answers”.",
    "form.listen": "Listen",
    "form.cannot_help": (
        "We do not know who you are, so we cannot come and help. If you need help, call 111."
    ),
    "form.contact": "Do you want somebody to call you back?",
    "form.contact_lead": (
        "You do not have to. Only if you want help: leave a way to reach you. Only the Association's child "
        "protection officers can read it. It may be read only the next day: if it is urgent, call 111."
    ),
    "form.contact_label": "A phone number, and when it is safe for you to be called",
    "form.pick": "Choose one",
    "form.problems": "Not sent yet. Please look at these again:",
    "form.problem_at": "Question {number}: {text}",
    "form.not_sent": (
        "Not sent, perhaps because of the network. Your answers are still here. Press “Send my "
        "answers” again."
    ),
    "form.new_page": "Open a new form",
    "form.language": "Language",
    "thanks.title": "Thank you!",
    "thanks.lead": (
        "Your answers have been sent. We will put them together with those of others and send them "
        "to the agency "
        "that needs to hear you."
    ),
    "thanks.slip": "Your tracking slip",
    "thanks.keep": (
        "Take a photo or write it down. With this code you can see what we did with your answers, or "
        "take them "
        "back."
    ),
    "thanks.view": "Open the slip",
    "thanks.next": "Done, next child",
    "slip.title": "Tracking slip",
    "slip.what": (
        "This slip shows how far your answers have come. Neither your name nor your answers are on it."
    ),
    "slip.sent_on": "Sent on {day}",
    "slip.steps": "The four steps",
    "slip.done": "done",
    "slip.now": "now",
    "slip.waiting": "not yet",
    "slip.step1": "Preparing the questions",
    "slip.step2": "You answer",
    "slip.step3": "We put the answers together, send them to the agency and wait for its reply",
    "slip.step4": "We tell you what became of them",
    "slip.results": "See what children said",
    "slip.withdraw": "Take my answers back",
    "withdraw.title": "Take your answers back?",
    "withdraw.text": (
        "The answers of slip {code} will be erased for good. The next time we publish, they will not be "
        "counted."
    ),
    "withdraw.yes": "Erase them",
    "withdraw.no": "No, keep them",
    "withdrawn.title": "Erased",
    "withdrawn.text": "Your answers have been erased. Thank you for telling us.",
    "withdrawn.home": "Back to the first page",
    "error.assent_missing": "To go on, please tick “I understand and I want to answer”.",
    "error.required": "This is still empty. Please fill it in.",
    "error.not_a_choice": "This answer is not in the list. Please choose again.",
    "error.not_a_whole_number": "Please write a whole number, for example 12.",
    "error.not_a_number": "Please write a number, for example 2,5.",
    "error.not_a_date": "Please write the date as day/month/year, for example 05/12/2026.",
    "error.not_a_time": "Please write hours and minutes, for example 14:30.",
    "error.not_a_moment": "Please write the date and then the time, for example 05/12/2026 14:30.",
    "error.too_long": "This is too long. Please write at most {most} letters.",
    "error.bad_text": "Some signs in here cannot be kept. Please delete them and write again.",
    "error.constraint_unmet": "This answer does not fit the question. Please look at it again.",
    "error.token_missing": "This page had not loaded completely, so nothing was sent. Press send again.",
    "error.token_malformed": "This page had not loaded completely, so nothing was sent. Press send again.",
    "error.token_reused": (
        "This page was sent once already. What you sent first is kept; what you changed now is not. To send "
        "more, open a new form."
    ),
    "error.token_erased": "These answers were taken back and erased. To answer again, open a new form.",
    "error.unknown_version": (
        "The questions were just replaced. Please look at them again and send once more."
    ),
}

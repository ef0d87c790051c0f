"""What does a child read who chose English?  The same keys as in `text_public`; others stay Vietnamese."""

from __future__ import annotations

from typing import Final

from survey.text_results_en import RESULT_WORDS_EN

FRAME_EN: Final[dict[str, str]] = {
    "app.name": "Nhịp Cầu",
    "app.skip": "Skip to content",
    "exit.button": "Leave now",
    "exit.label": "Leave now: close this page at once and open another one",
    "help.title": "Child helpline",
    "help.call": "Call 111, free",
    "help.text": "Free, day and night: call 111, write to “111” on Zalo, or use the “111” app.",
    "help.adult": "You can also talk to an adult you trust.",
    "help.log": (
        "After a call, the phone remembers it. You can delete it under “Recent”, or call from another phone."
    ),
    "sample.label": "SAMPLE DATA",
    "sample.consultation": "a sample round",
    "idle.title": "Are you still there?",
    "idle.text": "So that nobody can read your answers, this page will be cleared in 20 seconds.",
    "idle.stay": "I am still answering",
}

HOME_EN: Final[dict[str, str]] = {
    "home.title": "What do you think?",
    "home.lead": "Choose a subject below and say what you think. Nobody knows who you are.",
    "home.declined": "That is all right. Thank you for coming. If you change your mind, come back any time.",
    "home.open": "Open now",
    "home.none": "Nothing is open at the moment. Please come back later.",
    "home.answer": "Answer",
    "home.until": "Open until the end of {day}",
    "home.others": "Other rounds",
    "home.soon": "Opens on {day}",
    "home.closed": "Closed",
    "home.results": "See the results",
    "home.slip": "Do you have a tracking slip?",
    "home.slip_link": "Type its code",
    "home.staff": "For staff and members: sign in",
    "closed.not_open": "This round is not open yet",
    "closed.not_open_text": "Please come back from {day}. Thank you for wanting to say what you think.",
    "closed.closed": "This round is over",
    "closed.closed_text": "Answers were taken until {day}. Thank you for your interest.",
    "closed.unsent": "What you just filled in was not sent, and nothing keeps it.",
    "closed.home": "See the other rounds",
}

CHILD_FORM_EN: Final[dict[str, str]] = {
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
    "form.listen_page": "Listen to this",
    "form.listen_stop": "Stop",
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
        "Not sent, perhaps because of the network. Your answers are still here: do not close this page. "
        "Wait a little and press “Send my answers” again. However often you press, it counts once."
    ),
    "form.new_page": "Open a new form",
    "form.language": "Language",
    "form.several": "You may choose more than one.",
    "form.needed": "Needs an answer",
}

SLIP_EN: Final[dict[str, str]] = {
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
    "slip.ask_title": "Type the code of your slip",
    "slip.ask_label": "Code of the slip (8 letters and digits)",
    "slip.ask_hint": "Capital or small letters, with or without the dash: all are fine.",
    "slip.ask_button": "Open the slip",
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
}

REFUSED_EN: Final[dict[str, str]] = {
    "refusal.title": "This could not be done",
    "refusal.404": "Not found",
    "refusal.410": "No longer here",
    "refusal.403": "This page cannot be opened",
    "refusal.413": "Too much at once",
    "refusal.500": "Sorry, something is wrong with this page",
    "refusal.503": "NOT sent yet",
    "refusal.503_read": "The page could not be opened",
    "refusal.503_read_text": "The server is busy. Please wait a minute and open this page again.",
    "refusal.kept": (
        "Everything you filled in is still on this page. Do not close it; wait a minute and press the button "
        "below."
    ),
    "refusal.retry": "Send again",
    "refusal.home": "Back to the first page",
    "error.not_found": "There is no page at this address. Please check it, or go back to the first page.",
    "error.method_not_allowed": "This page cannot be used in this way. Please go back to the first page.",
    "error.too_big": "This is too much to be taken at once. Please write less and send it again.",
    "error.form_shape": "What was sent does not fit this page. Please open it again and send from there.",
    "error.forged_request": "This did not come from our own page and was not taken. Please open it again.",
    "error.unavailable": (
        "Your answers are NOT sent yet, because the server is busy. Please wait a minute and send again."
    ),
    "error.broken": "Sorry, our program has a fault. Please try again in a few minutes.",
    "error.unknown_consultation": (
        "There is no round at this address. Please check the address or go back to the first page."
    ),
    "error.consultation_not_open": "This round is not open yet. Please come back from {opens_on}.",
    "error.consultation_closed": "This round ended on {closed_on}. You can still see the results.",
    "error.unknown_invitation": (
        "This invitation is wrong or no longer there. Please check the code on the paper, or ask who gave it "
        "to you."
    ),
    "error.unknown_slip": (
        "No slip has this code. Please check every letter; or the answers were taken back already."
    ),
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

PUBLIC_EN: Final[dict[str, str]] = {
    **FRAME_EN,
    **HOME_EN,
    **CHILD_FORM_EN,
    **SLIP_EN,
    **REFUSED_EN,
    **RESULT_WORDS_EN,
}

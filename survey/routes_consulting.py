"""Which addresses has the consultation desk?"""

from __future__ import annotations

from typing import Final

from survey.consulting_pages import BASE
from survey.endpoints import consultation_desk, invitations, paper
from survey.guards import Page

RUN: Final = "run_consultations"
ONE: Final = BASE + "/{slug}"

CONSULTING: Final[tuple[Page, ...]] = (
    # address, action of db.rules.roles, GET, POST, the form again with what was typed
    Page("/m/{code}", "answer", invitations.get_code),
    Page(BASE, RUN, consultation_desk.get_list),
    Page(
        BASE + "/moi",
        RUN,
        consultation_desk.get_new,
        consultation_desk.post_new,
        consultation_desk.refill_new,
    ),
    Page(ONE, RUN, consultation_desk.get_one),
    Page(ONE + "/giay-moi", RUN, invitations.get_list),
    Page(ONE + "/giay-moi/moi", RUN, invitations.NEW.get, invitations.NEW.post, invitations.NEW.refill),
    Page(ONE + "/giay-moi/{number:int}/in", RUN, invitations.get_sheet),
    Page(
        ONE + "/giay-moi/{number:int}/thu-hoi",
        RUN,
        invitations.get_revoke,
        invitations.post_revoke,
        invitations.refill_revoke,
    ),
    Page(ONE + "/cho-xem", RUN, invitations.get_held),
    Page(
        ONE + "/cho-xem/{number:int}/{why}",
        RUN,
        invitations.get_decide,
        invitations.post_decide,
        invitations.refill_decide,
    ),
    Page(ONE + "/phieu-in", RUN, paper.get_print),
    Page(ONE + "/phieu-giay", RUN, paper.get_batches),
    Page(ONE + "/phieu-giay/moi", RUN, paper.NEW.get, paper.NEW.post, paper.NEW.refill),
    Page(ONE + "/phieu-giay/{number:int}", RUN, paper.get_entry, paper.post_entry, paper.refill_entry),
    Page(ONE + "/phieu-giay/{number:int}/bo", RUN, None, paper.post_undo, paper.refill_entry),
    Page(
        ONE + "/ghi/{part}/{number:int}",
        RUN,
        consultation_desk.get_part,
        consultation_desk.post_part,
        consultation_desk.refill_part,
    ),
    Page(
        ONE + "/viec/{act}",
        RUN,
        consultation_desk.get_act,
        consultation_desk.post_act,
        consultation_desk.refill_act,
    ),
)

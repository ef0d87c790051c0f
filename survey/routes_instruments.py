"""Which addresses have the Association's questionnaires on the staff desk?"""

from __future__ import annotations

from typing import Final

from survey.endpoints import instrument_files, instruments
from survey.guards import Page

SETS: Final = "/ban-lam-viec/bo-cau-hoi"
ACTION: Final = "keep_instruments"

INSTRUMENT_PAGES: Final[tuple[Page, ...]] = (
    # address, action of db.rules.roles, GET, POST, the form again with what was typed
    Page(SETS, ACTION, instruments.get_list),
    Page(
        SETS + "/tai-len",
        ACTION,
        instruments.get_upload,
        instruments.post_upload,
        instruments.refill_upload,
        upload=True,
    ),
    Page(SETS + "/mau/{starter}", ACTION, instrument_files.get_starter),
    Page(SETS + "/{slug}", ACTION, instruments.get_instrument),
    Page(SETS + "/{slug}/cong-bo", ACTION, None, instruments.post_publish, instruments.refill_instrument),
    Page(SETS + "/{slug}/bo", ACTION, None, instruments.post_discard, instruments.refill_instrument),
    Page(SETS + "/{slug}/{number:int}/tep", ACTION, instrument_files.get_source),
    Page(SETS + "/{slug}/{number:int}/xform", ACTION, instrument_files.get_xform),
    Page(SETS + "/{slug}/{number:int}/xem-thu", ACTION, instrument_files.get_preview),
    Page(
        SETS + "/{slug}/{number:int}/doi/{act}",
        ACTION,
        None,
        instruments.post_move,
        instruments.refill_instrument,
    ),
)

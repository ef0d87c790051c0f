"""Which addresses have the safeguarding officers' desk and keys?"""

from __future__ import annotations

from typing import Final

from survey.endpoints import keys, officers
from survey.guards import Page

DESK: Final = officers.DESK_PATH
KEYS: Final = keys.KEYS_PATH

OFFICERS: Final[tuple[Page, ...]] = (
    # address, action of db.rules.roles, GET, POST, the form again with what was typed
    Page(DESK, "read_sealed", officers.get_desk, officers.post_desk, officers.refill_desk),
    Page(DESK + "/dong", "read_sealed", None, officers.post_shut, officers.refill_desk),
    Page(DESK + "/da-khep", "read_sealed", officers.get_closed),
    Page(
        DESK + "/muc/{concern_id:uuid}",
        "read_sealed",
        officers.get_concern,
        officers.post_concern,
        officers.refill_concern,
    ),
    Page(
        DESK + "/muc/{concern_id:uuid}/mo-lai",
        "read_sealed",
        None,
        officers.post_reopen,
        officers.refill_concern,
    ),
    Page(
        DESK + "/muc/{concern_id:uuid}/trich",
        "read_sealed",
        None,
        officers.post_passage,
        officers.refill_concern,
    ),
    Page(DESK + "/trich/{passage_id:uuid}", "read_sealed", None, officers.post_decided, officers.refill_desk),
    Page(KEYS, "read_sealed", keys.get_keys, keys.post_key, keys.refill_keys),
    Page(KEYS + "/doi", "read_sealed", None, keys.post_change, keys.refill_keys),
    Page(KEYS + "/phuc-hoi", "read_sealed", None, keys.post_recovery, keys.refill_keys),
    Page(KEYS + "/phuc-hoi/xac-nhan", "read_sealed", None, keys.post_recovery_typed, keys.refill_keys),
    Page(KEYS + "/quen", "read_sealed", keys.get_lost, keys.post_lost, keys.refill_lost),
    Page(KEYS + "/{key_id:uuid}/nhan", "read_sealed", None, keys.post_admit, keys.refill_keys),
    Page(KEYS + "/{key_id:uuid}/ket-thuc", "read_sealed", None, keys.post_end, keys.refill_keys),
)

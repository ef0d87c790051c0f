"""How is a half-typed form kept: by the page's script as one types, by a button, and thrown away?"""

from __future__ import annotations

from uuid import UUID

from starlette.responses import JSONResponse, RedirectResponse, Response

from db.commands.drafts import discard_draft
from db.queries.moments import VIETNAM
from db.queries.report_forms import report_form
from db.rules.errors import RuleError
from db.rules.report_forms import FormSpec
from survey.endpoints.report_forms import edit_path, new_path, new_spec, refused
from survey.endpoints.reports import LIST_PATH, own_report
from survey.report_drafting import keep_draft
from survey.text import say, sentence
from survey.visit import Visit

DRAFTS_PLACE = f"{LIST_PATH}#nhap"
JSON = "application/json"
GREATEST_ID = 2**31 - 1  # beyond, no database of ours has a number


async def post_new(visit: Visit) -> Response:
    """Keep a new report as far as it is typed."""
    spec = new_spec(visit)
    return await _save(visit, spec, new_path(spec))


async def post_edit(visit: Visit) -> Response:
    """Keep the next version of a report as far as it is typed."""
    page = await own_report(visit)
    return await _save(visit, report_form(page.row.form), edit_path(page.row.id), page.row.id)


async def post_discard(visit: Visit) -> Response:
    """Throw one's own draft away."""
    by, draft_id = visit.signed_in, min(int(visit.part("draft_id")), GREATEST_ID)
    await visit.service.write(lambda session: discard_draft(session, by, draft_id))
    return RedirectResponse(LIST_PATH, 303)


async def _save(visit: Visit, spec: FormSpec, path: str, report_id: UUID | None = None) -> Response:
    script = JSON in visit.request.headers.get("accept", "")
    try:
        number = await keep_draft(visit, spec, report_id)
    except RuleError as refusal:
        if script:
            return JSONResponse({"said": sentence(refusal)}, refusal.status)
        return await refused(visit, spec, path, refusal)
    if not script:
        return RedirectResponse(DRAFTS_PLACE, 303)
    moment = f"{visit.service.now().astimezone(VIETNAM):%H:%M}"
    return JSONResponse({"number": number, "said": say("draft.saved", moment=moment)})

"""Which files does staff take from the questionnaires, and how does one look on a phone?"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from anyio import to_thread
from starlette.responses import Response

from db.queries.instruments import DRAFT_NUMBER, version_definition, version_source, version_xform
from db.xlsform.starter import starter_file
from survey.child_pages import speaker
from survey.endpoints.instruments import number_of, slug_of
from survey.pages import render
from survey.questions import LANGUAGE, question_views
from survey.relevance import relevance_json, relevance_scripts
from survey.visit import Visit

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARKDOWN: Final = "text/markdown; charset=utf-8"
SANDBOX: Final = "sandbox"


async def get_starter(visit: Visit) -> Response:
    """A questionnaire to start from, for Excel or as Markdown."""
    name = visit.part("starter")
    data = await to_thread.run_sync(starter_file, name)
    return _attachment(name, data)


async def get_source(visit: Visit) -> Response:
    """The file a version was made from, as it was uploaded."""
    slug, number = slug_of(visit), number_of(visit)
    file = await visit.service.read(lambda session: version_source(session, slug, number))
    return _attachment(file.name, file.data)


async def get_xform(visit: Visit) -> Response:
    """The XForm of a version, for other programs that know the standard."""
    slug, number = slug_of(visit), number_of(visit)
    xform = await visit.service.read(lambda session: version_xform(session, slug, number))
    return _attachment(f"{slug}-{number}.xml", xform.encode())


async def get_preview(visit: Visit) -> Response:
    """The questions as a phone of 360 px shows them, in one language; nothing on it can be sent."""
    slug, number = slug_of(visit), number_of(visit)
    form = await visit.service.read(lambda session: version_definition(session, slug, number))
    asked = visit.request.query_params.get("ngon-ngu", LANGUAGE)
    known = [language.code for language in form.languages]
    language = asked if asked in known else next(iter(known), LANGUAGE)
    words = speaker(language, form.audience)
    return render(
        visit,
        "instrument_preview.html",
        say=words,
        form=form,
        slug=slug,
        number=number,
        draft=number == DRAFT_NUMBER,
        asked=language,
        questions=question_views(form, {}, (), language, words),
        plan=relevance_json(form, language),
        scripts=relevance_scripts(form),
    )


def _attachment(name: str, data: bytes) -> Response:
    """To be saved, never opened in our place: a document gets no rights of our pages."""
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "content-security-policy": SANDBOX,
    }
    kinds = {".xlsx": XLSX, ".xml": "application/xml"}
    return Response(data, media_type=kinds.get(PurePath(name).suffix.lower(), MARKDOWN), headers=headers)

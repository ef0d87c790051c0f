"""What does a newcomer's first consultation look like?  A real subject, open, with sample answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from db.commands.consultations import open_consultation, publish_form
from db.commands.releases import release_tables
from db.commands.submissions import ASSENT_FIELD, record_submission
from db.models import Consultation, FormVersion
from db.rules.answers import PROVINCE
from db.rules.definition import Definition, Question, choices_of, read_definition
from db.seed import instrument, rows
from db.xlsform.convert import convert

ACTOR = "sample"
INSTRUMENT = "an_toan_tren_mang"
SLUG = "an-toan-tren-mang"
CHILDREN = 420
SAMPLE_PROVINCES = 16  # as many as the real consultation of November 2025 reached
SKIPS = 0.03
# Answers that exclude all others, and a question that takes three at most.
ALONE = frozenset({"chua_tung", "chua_biet"})
MOST_CHOSEN = 3
FEWER_CHOSEN = {"cach_gop_y": 2}

Weights = Mapping[str, Mapping[str, int]]


def load_sample_consultation(session: Session, secret: bytes, now: datetime) -> None:
    """Publish the seed instrument, open its consultation, add sample answers and their first release."""
    version = publish_seed_instrument(session, ACTOR, INSTRUMENT, now)
    consultation = Consultation(
        slug=SLUG,
        title_vi="Em nghĩ gì về an toàn trên mạng?",
        purpose_vi=(
            "Hội Bảo vệ quyền trẻ em Việt Nam hỏi ý kiến các em để góp vào "
            "chương trình bảo vệ trẻ em trên môi trường mạng."
        ),
        audience_vi="Dành cho các em 11–17 tuổi · khoảng 5 phút",
        agency_vi="Cơ quan soạn thảo chương trình (mẫu)",
        document_vi="Dự thảo chương trình bảo vệ trẻ em trên môi trường mạng (mẫu)",
        age_bands=["t11_13", "t14_15", "t16_17"],
        wanted_n=500,
        methods=["phieu", "truc_tuyen"],
        plan_no="01/KH-HBVQTE (mẫu)",
        owner_vi="Cơ quan thường trực Hội (mẫu)",
        languages=["vi", "en"],
        form_version_id=version.id,
        opens_at=now - timedelta(days=14),
        closes_at=now + timedelta(days=60),
        sample=True,
    )
    open_consultation(session, ACTOR, consultation, now)
    answer_as_sample(session, secret, consultation, CHILDREN, Random(87), now)
    release_tables(session, ACTOR, SLUG, now)


def answer_as_sample(
    session: Session, secret: bytes, consultation: Consultation, children: int, chance: Random, now: datetime
) -> None:
    """Let so many invented children answer, by the weights of the published marginals."""
    version = session.get_one(FormVersion, consultation.form_version_id)
    form, weights = read_definition(version.definition), _weights()
    for _ in range(children):
        posted = _sample_form(form, version.id, weights, chance)
        record_submission(session, secret, consultation.slug, posted, now)


def publish_seed_instrument(session: Session, actor: str, slug: str, now: datetime) -> FormVersion:
    """Convert and freeze one of the instruments that come with the program."""
    source = instrument(slug)
    made = convert(source, form_name=slug)
    return publish_form(session, actor, slug, source, made.xml, made.definition, now)


def _weights() -> Weights:
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows("sample/sample_answer_weights"):
        weights[row["question"]][row["choice"]] = int(row["weight"])
    return weights


def _sample_form(form: Definition, version: int, weights: Weights, chance: Random) -> dict[str, list[str]]:
    """One invented child's form, as a browser would post it."""
    posted = {
        "token": [str(UUID(int=chance.getrandbits(128), version=4))],
        "version": [str(version)],
        ASSENT_FIELD: ["1"],
    }
    for question in form.questions:
        if chance.random() > SKIPS:
            posted[question.name] = _sample_answer(form, question, weights.get(question.name, {}), chance)
    return posted


def _sample_answer(
    form: Definition, question: Question, weights: Mapping[str, int], chance: Random
) -> list[str]:
    names = [choice.name for choice in choices_of(form, question)]
    if question.name == PROVINCE:
        names = names[:SAMPLE_PROVINCES]
    if not names:
        return []
    chosen = chance.choices(names, [weights.get(name, 1) for name in names])
    if question.kind == "select_multiple" and not ALONE & set(chosen):
        others = [name for name in names if name not in ALONE]
        chosen += [name for name in others if chance.random() * 100 < weights.get(name, 10)]
    return _at_most(chosen, FEWER_CHOSEN.get(question.name, MOST_CHOSEN))


def _at_most(chosen: Sequence[str], most: int) -> list[str]:
    return list(dict.fromkeys(chosen))[:most]

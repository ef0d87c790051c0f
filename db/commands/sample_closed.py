"""What does a finished consultation look like?  Closed, its four steps done, words coded, a final release."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from db.commands.consultations import open_consultation
from db.commands.releases import release_tables
from db.commands.sample_consultation import ACTOR, answer_as_sample, publish_seed_instrument
from db.models import (
    CodeSettlement,
    Concern,
    Consultation,
    Passage,
    PassageCode,
    Quote,
    ReplyPoint,
    Telling,
    Theme,
)
from db.queries.moments import day_of
from db.seed import rows

INSTRUMENT, SLUG = "duoc_lang_nghe_11_15", "y-kien-co-duoc-lang-nghe"
CHILDREN = 240
CODERS = ("canbo.mau.1", "canbo.mau.2")
OPENED, CLOSED, SENT, REPLIED, TOLD = 130, 100, 82, 55, 47  # days ago
THEMES = {
    "Được hỏi và được trả lời": "Hỏi trước khi quyết định, rồi cho biết ý kiến được dùng thế nào.",
    "Không bị chê cười": "Nghe hết lời, không mắng, không cười.",
    "Chỗ góp ý dễ tìm": "Biết nói ở đâu, dễ đến, không phải ghi tên.",
}
FINDINGS = (
    "Hơn một nửa các em trả lời chưa biết rõ mình có quyền nói ý kiến. Ở nhà, nhiều em được lắng nghe; "
    "ở nơi em sống thì ít hơn. Nhiều em chưa góp ý bao giờ, thường vì không ai hỏi hoặc không biết góp ý ở "
    "đâu. Các em mong người lớn hỏi trước khi quyết định và cho biết ý kiến được dùng thế nào."
)
POINTS = (
    (
        "Mỗi xã, phường có một nơi góp ý dễ tìm, không cần ghi tên.",
        "accepted",
        "Cơ quan (mẫu) đưa vào kế hoạch năm sau: mỗi xã, phường có hộp thư và một địa chỉ trên mạng.",
    ),
    (
        "Người lớn cho trẻ em biết ý kiến của các em được dùng thế nào.",
        "partly",
        "Cơ quan (mẫu) sẽ trả lời chung cho cả đợt; chưa đủ người để trả lời từng ý kiến.",
    ),
    (
        "Hỏi trẻ em trước mọi quyết định về trường học.",
        "refused",
        "Không phải quyết định nào cũng kịp hỏi; những quyết định lớn thì sẽ hỏi (mẫu).",
    ),
)


def load_sample_closed(session: Session, secret: bytes, now: datetime) -> None:
    """Add the closed sample consultation with everything that came of it."""
    version = publish_seed_instrument(session, ACTOR, INSTRUMENT, now - timedelta(days=OPENED + 5))
    asked = _consultation(version.id, now)
    open_consultation(session, ACTOR, asked, now - timedelta(days=OPENED))
    session.add_all(_answers_of_the_agency(asked, now))
    answer_as_sample(
        session, secret, asked, CHILDREN, Random(2024), now - timedelta(days=(OPENED + CLOSED) // 2)
    )
    release_tables(session, ACTOR, SLUG, now - timedelta(days=CLOSED - 1), closing=True)
    _coded_words(session, asked, now - timedelta(days=SENT + 3))


def _consultation(version_id: int, now: datetime) -> Consultation:
    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    return Consultation(
        slug=SLUG,
        title_vi="Ý kiến của em có được lắng nghe không?",
        purpose_vi="Hội hỏi để người lớn biết các em được lắng nghe tới đâu và cần làm gì tốt hơn.",
        audience_vi="Dành cho các em 11–15 tuổi · khoảng 5 phút",
        agency_vi="Cơ quan về trẻ em (mẫu)",
        document_vi="Dự thảo kế hoạch thúc đẩy quyền tham gia của trẻ em (mẫu)",
        age_bands=["t11_13", "t14_15"],
        wanted_n=300,
        methods=["phieu", "truc_tuyen", "dien_dan"],
        plan_no="02/KH-HBVQTE (mẫu)",
        plan_on=day_of(ago(OPENED + 20)),
        owner_vi="Cơ quan thường trực Hội (mẫu)",
        facilitators_vi="Cán bộ Hội cơ sở và thầy cô phụ trách đội (mẫu)",
        form_version_id=version_id,
        opens_at=ago(OPENED),
        closes_at=ago(CLOSED),
        state="told",
        findings_vi=FINDINGS,
        sent_no="15/HBVQTE (mẫu)",
        sent_on=day_of(ago(SENT)),
        reply_no="88/CQTE (mẫu)",
        reply_on=day_of(ago(REPLIED)),
        sample=True,
    )


def _answers_of_the_agency(asked: Consultation, now: datetime) -> list[ReplyPoint | Telling]:
    points = [
        ReplyPoint(consultation_id=asked.id, asked_vi=wish, verdict=verdict, why_vi=why)
        for wish, verdict, why in POINTS
    ]
    telling = Telling(
        consultation_id=asked.id,
        told_vi="Các em đã nói gì, cơ quan nhận điều gì, chưa nhận điều gì và vì sao.",
        told_on=day_of(now - timedelta(days=TOLD)),
        channels=["trang_ket_qua", "nha_truong", "mang_xa_hoi"],
        places_vi="Các trường đã tham gia (mẫu) và trang của Hội",
    )
    return [*points, telling]


def _coded_words(session: Session, asked: Consultation, at: datetime) -> None:
    """Invented words as if two officers had let them out, read by two coders, some of them quoted."""
    made = {
        name: Theme(
            consultation_id=asked.id, name_vi=name, description_vi=words, made_at=at, made_by=CODERS[0]
        )
        for name, words in THEMES.items()
    }
    session.add_all(made.values())
    session.flush()
    themes = {"": None, **{name: theme.id for name, theme in made.items()}}
    chance = Random(2025)
    for row in rows("sample/sample_passages"):
        concern = _concern(asked, UUID(int=chance.getrandbits(128), version=4), at)
        passage = _passage(concern, UUID(int=chance.getrandbits(128), version=4), row, at)
        session.add(concern)
        session.flush()
        session.add(passage)
        session.flush()
        session.add_all(_read_by_two(passage, themes[row["theme"]], themes[row["second"]], at))
        if row["quoted"]:
            session.add(
                Quote(
                    passage_id=passage.id,
                    age_band=row["age_band"],
                    region_vi=row["region_vi"],
                    chosen_at=at,
                    chosen_by=CODERS[0],
                )
            )


def _concern(asked: Consultation, number: UUID, at: datetime) -> Concern:
    """What the words came from: closed long ago, its own words erased."""
    day = day_of(at)
    return Concern(
        id=number, consultation_id=asked.id, received_on=day, state="closed", closed_on=day, erased_on=day
    )


def _passage(concern: Concern, number: UUID, row: dict[str, str], at: datetime) -> Passage:
    return Passage(
        id=number,
        concern_id=concern.id,
        consultation_id=concern.consultation_id,
        question="loi_cua_em",
        age_band=row["age_band"],
        region_vi=row["region_vi"],
        text_vi=row["text_vi"],
        state="released",
        proposed_at=at,
        proposed_by="baove.mau.1",
        decided_at=at,
        decided_by="baove.mau.2",
    )


def _read_by_two(
    passage: Passage, first: int | None, second: int | None, at: datetime
) -> list[PassageCode | CodeSettlement]:
    """Both codes; where they differ, the first coder's after they had talked."""
    made: list[PassageCode | CodeSettlement] = [
        PassageCode(passage_id=passage.id, coder=coder, theme_id=theme, coded_at=at)
        for coder, theme in zip(CODERS, (first, second), strict=True)
    ]
    if first != second:
        made.append(
            CodeSettlement(
                passage_id=passage.id,
                theme_id=first,
                reason="Hai người đọc lại và thấy ý chính là điều này (mẫu).",
                settled_at=at,
                settled_by=CODERS[1],
            )
        )
    return made

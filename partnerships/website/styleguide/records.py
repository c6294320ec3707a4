"""Sample records, none of them stored."""

from __future__ import annotations

from typing import Any

from articles.models import Article, Outlet, Passage
from partnerships.area_tree import Place, ThenAndNow
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Area,
    Clause,
    Deployment,
    Event,
    Indicator,
    Lifecycle,
    Observation,
    Partner,
    Party,
    Position,
    Signatory,
    Solution,
    Succession,
    Topic,
)
from people.models import Person
from records.dates import UncertainDate

ARTICLE = Article(
    slug="bai-mau",
    title="Bài báo mẫu về một lễ ký",
    outlet=Outlet(name="Báo Mẫu"),
    language="vi",
    published="2020-12-18",
)
PASSAGES = [
    Passage(article=ARTICLE, number=number, gist=gist)
    for number, gist in (
        (2, "Hai bên ký thỏa thuận giai đoạn 2020–2025."),
        (3, "Người dự lễ ký phía tỉnh và phía VNPT."),
    )
]
TODAY = Area(slug="hung-yen", name="Hưng Yên", designation="Tỉnh", level=Area.Level.PROVINCE)
FORMER = Area(
    slug="thai-binh",
    name="Thái Bình",
    designation="Tỉnh",
    level=Area.Level.PROVINCE,
    ended="2025-07-01",
    succeeded_by=TODAY,
)
PLACE = ThenAndNow(
    Place(1, FORMER.slug, FORMER.name, str(FORMER), FORMER.level, FORMER.ended, "", None, 2),
    today=Place(2, TODAY.slug, TODAY.name, str(TODAY), TODAY.level, TODAY.ended, "", None, None),
)
GROUP = Partner(slug="vnpt", name="Tập đoàn VNPT", kind=Partner.Kind.GROUP)
COMMITTEE = Partner(slug="ubnd-tinh-thai-binh", name="UBND tỉnh Thái Bình", kind="peoples_committee", area=FORMER)
PERSON = Person(slug="pham-duc-long", name="Phạm Đức Long")
TOPIC = Topic(slug="ha-tang", label_vi="Hạ tầng viễn thông, CNTT", label_en="Infrastructure")
SOLUTION = Solution(slug="vnpt-ioffice", name="VNPT iOffice")
INDICATOR = Indicator(slug="phu-song-4g", name="Xã phủ sóng 4G", unit="xã")


def with_sources(fact: Any, **shown: Any) -> Any:
    """`fact` with its sources and whatever else a page has loaded of it."""
    fact.sources = PASSAGES
    for name, value in shown.items():
        setattr(fact, name, value)
    return fact


def agreement(slug: str, lifecycle: Lifecycle, certain: bool = True, **fields: Any) -> Agreement:
    defaults = {"title": f"Thỏa thuận mẫu {slug}", "kind": Agreement.Kind.STRATEGIC_COOPERATION}
    made = Agreement(pk=len(slug), slug=slug, **{**defaults, **fields})
    return with_sources(made, lifecycle=lifecycle, lifecycle_certain=certain)


EARLIER = agreement("thai-binh-2014", Lifecycle.EXPIRED, signed="[..2014-10-15]", period="2014/2020", stated_points=5)
LATER = agreement(
    "thai-binh-mau-2020",
    Lifecycle.IN_FORCE,
    certain=False,
    signed="2020?-12-18",
    period="2020/2030",
    certainty="inferred",
    note="Bài chỉ in ngày 18/12; năm suy ra từ giai đoạn.",
)
PARTIES = [
    with_sources(Party(pk=1, agreement=LATER, partner=GROUP, side="provider", name_as_printed="VNPT"), place=None),
    with_sources(
        Party(pk=2, agreement=LATER, partner=COMMITTEE, side="public_body", name_as_printed="UBND tỉnh Thái Bình"),
        place=PLACE,
    ),
]
CLAUSES = [
    with_sources(
        Clause(
            agreement=LATER,
            number=number,
            heading=f"Nội dung mẫu {number}",
            text="Hai bên cùng làm một việc.",
            outcome=outcome,
            strength="will",
            due="2022",
            condition="khi đủ vốn",
            certainty=certainty,
            note="Hai đoạn nói khác nhau.",
        ),
        about=[TOPIC],
    )
    for number, outcome, certainty in (
        (1, "met", "stated"),
        (2, "partially_met", "inferred"),
        (3, "not_met", "disputed"),
        (4, "scheduled", "stated"),
        (5, "unknown", "stated"),
    )
]
POSITION = with_sources(
    Position(person=PERSON, partner=GROUP, title="Tổng Giám đốc", first_cited="2016?-08-03", last_cited="2020-12-18")
)
SIGNATORY = with_sources(
    Signatory(agreement=LATER, person=PERSON, party=PARTIES[0], part="signed", capacity="Tổng Giám đốc VNPT")
)
DEPLOYMENT = with_sources(
    Deployment(solution=SOLUTION, area=FORMER, provider=GROUP, since="2018", coverage="Toàn tỉnh.")
)
OBSERVATIONS = [
    with_sources(
        Observation(indicator=INDICATOR, area=FORMER, as_of=as_of, value=value, bound=bound, certainty=certainty)
    )
    for as_of, value, bound, certainty in (
        ("2011", 56, "exact", "stated"),
        ("2014-10-15", 80, "almost", "stated"),
        ("2018", 100, "at_least", "stated"),
        ("2019-06", 104, "at_most", "stated"),
        ("2020?", 108, "about", "inferred"),
    )
]
EVENT = with_sources(Event(title="Lễ ký mẫu", kind="signing", date="2020-12-18", place="Thái Bình"))
RELATION = AgreementRelation(agreement=LATER, other=EARLIER, kind="follows")
SUCCESSION = Succession(predecessor=COMMITTEE, successor=GROUP, kind="merge")
# One of each kind of fact.
FACTS = (LATER, *PARTIES[:1], CLAUSES[0], SIGNATORY, RELATION, SUCCESSION, POSITION, DEPLOYMENT, OBSERVATIONS[0], EVENT)
DATES = [
    UncertainDate(text)
    for text in ("2020-12-18", "2018-06", "2016", "2016?-08-03", "[..2014-10-15]", "2014/2020", "2020/..")
]

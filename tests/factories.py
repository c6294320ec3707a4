"""One function a noun. Everything is published unless said otherwise, so that a test of hiding says so."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from articles.models import Article, Fact, Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Area,
    AreaCode,
    AreaName,
    AreaSuccession,
    Clause,
    Deployment,
    Event,
    Indicator,
    Observation,
    Partner,
    PartnerName,
    Party,
    Position,
    Signatory,
    Solution,
    Succession,
    Topic,
)
from people.models import Person, PersonName
from records.models import Status, TrackedModel

PUBLISHED = Status.PUBLISHED


def saved(row: TrackedModel, **links: Any) -> Any:
    """Validate, save and link `row`: tests meet the rules that staff meet.

    What the database refuses by itself is not asked of it beforehand: Django asks for each constraint of each row.
    """
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()  # says in words what was refused
        raise
    for name, targets in links.items():
        row.set_links(name, targets)
    return row


def outlet(slug: str = "ictpress", **fields: Any) -> Outlet:
    return saved(Outlet(**{"slug": slug, "name": slug.title(), "status": PUBLISHED, **fields}))


def article(slug: str = "bai-bao", **fields: Any) -> Article:
    if "outlet" not in fields:
        fields["outlet"] = Outlet.objects.filter(slug="ictpress").first() or outlet()
    return saved(Article(**{"slug": slug, "title": f"Bài {slug}", "status": PUBLISHED, **fields}))


def passage(of: Article | None = None, number: int = 1, **fields: Any) -> Passage:
    of = of or Article.objects.filter(slug="bai-bao").first() or article()
    return saved(Passage(**{"article": of, "number": number, "gist": f"Ý {number}", "status": PUBLISHED, **fields}))


def person(slug: str = "pham-duc-long", **fields: Any) -> Person:
    return saved(Person(**{"slug": slug, "name": slug.replace("-", " ").title(), "status": PUBLISHED, **fields}))


def person_name(of: Person, name: str) -> PersonName:
    return saved(PersonName(person=of, name=name))


def area(slug: str = "nghe-an", **fields: Any) -> Area:
    """An area; `code=("gso-2025", "33")` gives it one, `succeeded_by` a merger on the day that it ended."""
    names = {"name": slug.replace("-", " ").title(), "level": Area.Level.PROVINCE, "status": PUBLISHED}
    code, successor = fields.pop("code", None), fields.pop("succeeded_by", None)
    made = saved(Area(**{"slug": slug, **names, **fields}))
    if code:
        saved(AreaCode(area=made, scheme=code[0], code=code[1]))
    if successor:
        area_succession(made, successor, date=made.ended)
    return made


def area_name(of: Area, name: str, **fields: Any) -> AreaName:
    passages = fields.pop("passages", [])
    return saved(AreaName(**{"area": of, "name": name, "kind": AreaName.Kind.OFFICIAL, **fields}), passages=passages)


def area_succession(predecessor: Area, successor: Area, **fields: Any) -> AreaSuccession:
    defaults = {"kind": AreaSuccession.Kind.MERGE, "date": "2025-07-01", "status": PUBLISHED}
    passages = fields.pop("passages", [])
    return saved(
        AreaSuccession(**{"predecessor": predecessor, "successor": successor, **defaults, **fields}), passages=passages
    )


def partner(slug: str = "vnpt", **fields: Any) -> Partner:
    names = {"name": slug.replace("-", " ").upper(), "kind": Partner.Kind.GROUP, "status": PUBLISHED}
    return saved(Partner(**{"slug": slug, **names, **fields}))


def partner_name(of: Partner, name: str, kind: str = PartnerName.Kind.VARIANT) -> PartnerName:
    return saved(PartnerName(partner=of, name=name, kind=kind))


def succession(predecessor: Partner, successor: Partner, **fields: Any) -> Succession:
    defaults = {"kind": Succession.Kind.MERGE, "date": "2025-07-01", "status": PUBLISHED}
    passages = fields.pop("passages", [])
    return saved(
        Succession(**{"predecessor": predecessor, "successor": successor, **defaults, **fields}), passages=passages
    )


def topic(slug: str = "ha-tang", **fields: Any) -> Topic:
    labels = {"label_vi": slug.replace("-", " ").title(), "label_en": slug.title(), "status": PUBLISHED}
    return saved(Topic(**{"slug": slug, **labels, **fields}))


def agreement(slug: str = "nghe-an-2020", **fields: Any) -> Agreement:
    kind = {"kind": Agreement.Kind.AGREEMENT, "strategic": Agreement.Strategic.YES}
    defaults = {"title": f"Thỏa thuận {slug}", **kind, "status": PUBLISHED}
    passages = fields.pop("passages", [])
    return saved(Agreement(**{"slug": slug, **defaults, **fields}), passages=passages)


def reads(fact: Fact, passage: Passage, **said: str) -> None:
    """The passage, one of those that carry `fact`, reads this; an empty value is the fact's own."""
    citation = fact.citations_of(fact=fact).get(passage=passage)
    for field, value in said.items():
        saved(fact.reading_model()(citation=citation, field=field, value=value))


def party(of: Agreement, with_: Partner, side: str = Party.Side.PROVIDER, **fields: Any) -> Party:
    passages = fields.pop("passages", [])
    return saved(Party(**{"agreement": of, "partner": with_, "side": side, **fields}), passages=passages)


def signed_agreement(slug: str = "nghe-an-2020", **fields: Any) -> Agreement:
    """An agreement between VNPT and the people's committee of Nghệ An, both made when missing."""
    made = agreement(slug, **fields)
    province = Area.objects.filter(slug="nghe-an").first() or area()
    group = Partner.objects.filter(slug="vnpt").first() or partner()
    committee = Partner.objects.filter(slug="ubnd-tinh-nghe-an").first() or partner(
        "ubnd-tinh-nghe-an", kind=Partner.Kind.PEOPLES_COMMITTEE, area=province
    )
    party(made, group)
    party(made, committee, Party.Side.PUBLIC_BODY)
    return made


def clause(of: Agreement, number: int = 1, **fields: Any) -> Clause:
    links = {name: fields.pop(name, []) for name in ("topics", "obligors", "passages")}
    return saved(Clause(**{"agreement": of, "number": number, "heading": f"Điều {number}", **fields}), **links)


def signatory(of: Agreement, who: Person, **fields: Any) -> Signatory:
    passages = fields.pop("passages", [])
    defaults = {"part": Signatory.Part.ATTENDED}
    return saved(Signatory(**{"agreement": of, "person": who, **defaults, **fields}), passages=passages)


def relation(later: Agreement, earlier: Agreement, **fields: Any) -> AgreementRelation:
    passages = fields.pop("passages", [])
    defaults = {"kind": AgreementRelation.Kind.FOLLOWS}
    return saved(AgreementRelation(**{"agreement": later, "other": earlier, **defaults, **fields}), passages=passages)


def position(who: Person, at: Partner, title: str = "Tổng Giám đốc", **fields: Any) -> Position:
    passages = fields.pop("passages", [])
    return saved(
        Position(**{"person": who, "partner": at, "title": title, "status": PUBLISHED, **fields}), passages=passages
    )


def solution(slug: str = "vnpt-ioffice", **fields: Any) -> Solution:
    return saved(Solution(**{"slug": slug, "name": slug, "status": PUBLISHED, **fields}))


def deployment(of: Solution, **fields: Any) -> Deployment:
    passages = fields.pop("passages", [])
    defaults = {"state": Deployment.State.IN_USE, "as_of": "2020", "status": PUBLISHED}
    return saved(Deployment(**{"solution": of, **defaults, **fields}), passages=passages)


def indicator(slug: str = "phu-song-4g", **fields: Any) -> Indicator:
    return saved(Indicator(**{"slug": slug, "name": slug, "unit": "xã", "status": PUBLISHED, **fields}))


def observation(of: Indicator, **fields: Any) -> Observation:
    passages = fields.pop("passages", [])
    return saved(Observation(**{"indicator": of, "value": 108, "status": PUBLISHED, **fields}), passages=passages)


def event(slug: str = "khai-truong-ioc", **fields: Any) -> Event:
    links = {name: fields.pop(name, []) for name in ("agreements", "passages")}
    defaults = {"title": slug, "kind": Event.Kind.LAUNCH, "status": PUBLISHED}
    return saved(Event(**{"slug": slug, **defaults, **fields}), **links)


def staff(role: str = "", name: str = "") -> User:
    """A staff account with a role of `records.roles`, `admin` for a superuser, or no rights."""
    user = User.objects.create_user(name or role or "norights", password="mat-khau", is_staff=True)
    if role == "admin":
        user.is_superuser = True
        user.save()
    elif role:
        user.groups.add(Group.objects.get(name=role))
    return user


def whole_register() -> dict[str, Any]:
    """One public row or two of every noun, all linked to each other; by collection, the first row."""
    press = outlet()
    paper = article(outlet=press, published="2020-12-18")
    place = passage(paper)
    country = area("viet-nam", level=Area.Level.COUNTRY)
    province = area("hung-yen", parent=country)
    former = area("thai-binh", parent=country, ended="2025-07-01")
    ended = area_succession(former, province, passages=[place])
    called = area_name(former, "Thái Bình", designation="Tỉnh", passages=[place])
    group = partner("vnpt")
    partner_name(group, "Tập đoàn VNPT")
    unit = partner("vnpt-thai-binh", kind=Partner.Kind.PROVIDER_UNIT, parent=group, area=former)
    committee = partner("ubnd-tinh-thai-binh", kind=Partner.Kind.PEOPLES_COMMITTEE, area=former)
    merged = succession(unit, group, passages=[place])
    head = person("pham-duc-long")
    person_name(head, "ông Long")
    office = position(head, group, first_cited="2020-12-18", passages=[place])
    field = topic()
    made = agreement("thai-binh-2020", signed="2020-12-18", period="2020/2025", passages=[place])
    earlier = agreement("thai-binh-2014", signed="[..2014-10-15]", passages=[place])
    provider = party(made, group, passages=[place])
    party(made, committee, Party.Side.PUBLIC_BODY, passages=[place])
    point = clause(made, topics=[field], obligors=[provider], passages=[place])
    present = signatory(made, head, party=provider, passages=[place])
    renewal = relation(made, earlier, passages=[place])
    product = solution(provider=group)
    use = deployment(product, partner=committee, provider=group, passages=[place])
    figure = indicator()
    value = observation(figure, area=province, as_of="2020-12", passages=[place])
    launch = event(date="2020-12-18", agreements=[made], passages=[place])
    rows = [province, group, made, provider, point, present, head, office, press, paper, place, field, product, use]
    return {row.collection: row for row in [*rows, figure, value, launch, renewal, merged, ended, called]}

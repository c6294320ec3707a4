"""Every check names what breaks it, finds nothing in the seed records, and is asked by the list and the command."""

import json
import re
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from articles.models import Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementLegalBasis,
    AgreementRelation,
    Area,
    ClauseObligor,
    Indicator,
    Observation,
    Partner,
    Party,
    Position,
    Signatory,
    Succession,
)
from partnerships.models.claims import Held
from records.admin.links import linked
from records.checks import Severity
from records.checks.asking import all_checks, broken_rows, complaints_of, findings
from records.models import Status, TrackedModel
from tests import factories as make
from tests import office
from tests.changesets.uploading import signed_in
from tests.pages import queries

pytestmark = pytest.mark.django_db

# Each breaks one row of the seed records, past the rules of forms and imports, and returns its key. It is found by the
# name of the check, or by `table.name` where tables that share a name are broken in other ways.


def slug_taken(model):
    former, other = model.objects.order_by("pk")[:2]
    slug = former.slug
    former.slug = "da-doi-ten"
    former.save()
    model.objects.filter(pk=other.pk).update(slug=slug)
    return slug


def no_public_source(model):
    row = some(model)
    row.set_links("passages", [])
    return row.key


def hidden(model):
    name = model.public_parents[-1]
    row = model.objects.exclude(**{name: None}).first() or some(model)
    parent = getattr(row, name)
    type(parent).objects.filter(pk=parent.pk).update(status=Status.DRAFT)
    return row.key


def hidden_link(model):
    name = model.links_besides()[0]
    row = model.objects.exclude(**{name: None}).first() or some(model)
    linked = getattr(row, name)
    type(linked).objects.filter(pk=linked.pk).update(status=Status.DRAFT)
    return row.key


def party_elsewhere(model):
    row = model.objects.exclude(party=None).first()
    own = row.agreement_id if model is Signatory else row.clause.agreement_id
    row.party = Party.objects.exclude(agreement=own).first()
    row.save()
    return row.key


def circle_of_relations(model):
    row = model.objects.first()
    AgreementRelation.objects.create(agreement=row.other, kind=row.kind, other=row.agreement)
    return row.key


def circle_of_successions(model):
    row = some(model)
    model.objects.create(predecessor=row.successor, successor=row.predecessor, kind=row.kind)
    return row.key


def circle_of_area_successions(model):
    row = model.objects.filter(kind="merge").first()
    model.objects.create(predecessor=row.successor, successor=row.predecessor, kind=row.kind, date="2026")
    return row.key


def circle_of_units(model):
    unit = model.objects.exclude(parent=None).first()
    model.objects.filter(pk=unit.parent_id).update(parent=unit)
    return unit.key


def circle_of_areas(model):
    part = model.objects.filter(level=Area.Level.DISTRICT).first()
    model.objects.filter(pk=part.parent_id).update(parent=part)
    return part.key


def not_ended(model):
    row = model.objects.filter(kind="merge").first()
    Area.objects.filter(pk=row.predecessor_id).update(ended="")
    return row.key


def shown_otherwise(model):
    name = model.objects.filter(kind="official", until="").first()
    Area.objects.filter(pk=name.area_id).update(designation="Tỉnh")
    return name.key


def part_of_smaller(model):
    province = model.objects.filter(level=Area.Level.PROVINCE).first()
    model.objects.filter(pk=province.pk).update(parent=model.objects.filter(level=Area.Level.DISTRICT).first())
    return province.key


def two_principals(model):
    agreement = model.objects.first()
    agreement.parties.filter(side=Party.Side.PROVIDER).update(role=Party.Role.WITNESS)
    return agreement.key


def legal_basis(model):
    agreement = model.objects.first()
    agreement.set_links("legal_basis", [make.article("bai-ve-nghi-quyet")])
    return agreement.key


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row.key


def dated(model):
    """A row of an agreement whose day of signing is known; of a partner with an area, or for a party."""
    rows = model.objects.filter(agreement__signed_earliest__isnull=False, agreement__signed_latest__isnull=False)
    return rows.exclude(**{"partner__area" if model is Party else "party": None}).first()


def area_of_another_time(model):
    party = dated(model)
    changed(party.partner.area, founded="2071", ended="")
    return party.key


def partner_of_another_time(model):
    party = dated(model)
    make.succession(party.partner, Partner.objects.exclude(pk=party.partner_id).first(), date="1999")
    return party.key


def association_as_public_body(model):
    party = model.objects.filter(side=Party.Side.PUBLIC_BODY).first()
    changed(party.partner, kind=Partner.Kind.ASSOCIATION)
    return party.key


def office_of_another_time(model):
    row = dated(model)
    Position.objects.filter(person=row.person, partner=row.party.partner).delete()
    make.position(row.person, row.party.partner, "Thư ký", started="1998", ended="1999")
    return row.key


def continuing(**periods):
    """A relation between agreements of the same principals; `periods` of the two."""
    rows = AgreementRelation.objects.filter(kind="follows")
    row = rows.get(agreement__slug="nghe-an-2020")
    for name, period in periods.items():
        changed(getattr(row, name), period=period)
    return row


def other_sides(model):
    row = continuing()
    there = row.agreement.parties.values("partner")
    make.party(row.agreement, Partner.objects.exclude(pk__in=there).first())
    return row.key


def signed_twice(model):
    first = model.objects.filter(signed_earliest=F("signed_latest")).first()
    again = make.agreement("hai-lan", signed=str(first.signed))
    for party in first.parties.all():
        make.party(again, party.partner, party.side, role=party.role)
    return again.key


def look_alike(model):
    one, other = model.objects.order_by("pk")[:2]
    return changed(one, name=f"{other.name.upper()}x")


def same(**values):
    def twin(model):
        one, other = model.objects.order_by("pk")[:2]
        changed(other, **values)
        return changed(one, **values)

    return twin


def set_to(**values):
    return lambda model: changed(some(model), **values)


def read_otherwise(model):
    row = model.objects.exclude(passages=None).order_by("pk").first()
    changed(row, certainty="stated", reason="", note="")
    field = model.reading_model().readable()[0]
    make.reads(
        row,
        row.passages.first(),
        **{field: {"side": "neither", "provider": "vnpt", "outcome": "met"}.get(field, "2016")},
    )
    return row.key


def promised_and_in_use(model):
    """What was only planned is told as in use."""
    clause = model.objects.filter(kind="obligation", outcome="unknown").exclude(passages__clauses__kind="reported_deed")
    make.deployment(make.solution("moi"), area=Area.objects.first(), passages=clause.first().passages.all())
    return clause.first().key


def same_text(model):
    """Whatever the case, marks, signs and space."""
    make.article("co-dau", full_text="Cùng một bài,  hai báo.")
    return make.article("khong-dau", full_text="CUNG MOT BAI\nhai báo").key


SAME_TITLE = (("a", "VNPT ký với tỉnh Bắc Kạn"), ("b", "VNPT ky voi  Tỉnh BẮC KẠN."))
SABOTAGE = {
    "promised-and-in-use": promised_and_in_use,
    "area-of-another-time": area_of_another_time,
    "partner-of-another-time": partner_of_another_time,
    "association-as-public-body": association_as_public_body,
    "office-of-another-time": office_of_another_time,
    "other-sides": other_sides,
    "periods-overlap": lambda model: continuing(other="2014/2022", agreement="2019/2025").key,
    "periods-apart": lambda model: continuing(other="2014/2016", agreement="2019/2025").key,
    "signed-twice": signed_twice,
    "points-differ": set_to(stated_points=99),
    "proposed-gist": set_to(gist="Nói đến: VNPT."),
    "copied-title": set_to(title="BẢN SAO, hãy đặt tên: Hợp tác"),
    "no-area": set_to(kind="peoples_committee", area=None),
    "signed-after-period": set_to(signed="2015", period="2012/2014"),
    "terminated-before-signed": set_to(signed="2015", terminated="2014-12"),
    "signed-in-future": set_to(signed="2999"),
    "published-in-future": set_to(published="2999"),
    "as-of-in-future": set_to(as_of="2999"),
    "since-in-future": set_to(state="in_use", since="2999"),
    "outcome-date-in-future": set_to(outcome="met", outcome_date="2999"),
    "started-in-future": set_to(last_cited="2999"),
    "date-in-future": set_to(date="2999"),
    "read-otherwise": read_otherwise,
    "claim-differs": lambda model: (
        make.observation(
            Indicator.objects.get(counts="districts"), area=Area.objects.get(slug="thanh-hoa"), as_of="2019", value=99
        ).key
    ),
    "ended-before-started": set_to(started="2015-02", ended="2015-01"),
    "ended-before-founded": set_to(founded="2015-02", ended="2015-01"),
    "same-address": same(url="https://example.vn/a"),
    "same-text": same_text,
    "founded-in-future": set_to(founded="2999", ended=""),
    "same-title": lambda model: [make.article(slug, title=title) for slug, title in SAME_TITLE].pop().key,
    "look-alike": look_alike,
    "slug-taken": slug_taken,
    "no-public-source": no_public_source,
    "hidden": hidden,
    "hidden-part": hidden,
    "hidden-link": hidden_link,
    "party-elsewhere": party_elsewhere,
    "relations.circle": circle_of_relations,
    "partners.circle": circle_of_units,
    "successions.circle": circle_of_successions,
    "circle-of-parts": circle_of_areas,
    "area-successions.circle": circle_of_area_successions,
    "not-ended": not_ended,
    "area-shown-otherwise": shown_otherwise,
    "part-of-smaller": part_of_smaller,
    "two-principals": two_principals,
    "legal-basis": legal_basis,
}


def some(model):
    if model is AgreementLegalBasis:  # nor that one rests on a law
        law = make.article("luat", kind="official_document", number="1/2020", issuer="Quốc hội")
        return make.saved(model(agreement=Agreement.objects.first(), document=law))
    if model is Succession:  # the articles tell of none
        one, other = Partner.objects.all()[:2]
        return make.succession(one, other, passages=[Passage.objects.first()])
    return model.objects.order_by("pk").first()


def name_of(model: type[TrackedModel], check):
    return f"{model.collection or model._meta.model_name}.{check.name}"


CHECKS = {name_of(model, check): (model, check) for model, check in all_checks()}


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_names_what_breaks_it(seeded, name):
    model, check = CHECKS[name]
    before = {row.key for row in broken_rows(model, check)}
    key = (SABOTAGE.get(name) or SABOTAGE[check.name])(model)
    assert key not in before
    assert key in {row.key for row in broken_rows(model, check)}


def test_a_name_is_used_once_in_a_table_and_no_sabotage_is_left_over():
    assert len(CHECKS) == len([*all_checks()])
    assert {name for name in SABOTAGE if name not in CHECKS} <= {check.name for _model, check in CHECKS.values()}


def test_of_publication_only_published_rows_are_asked_and_of_warnings_no_withdrawn_ones(seeded):
    model, check = CHECKS["agreements.no-public-source"]
    agreement = Agreement.objects.first()
    agreement.set_links("passages", [])
    for status in Status:
        Agreement.objects.filter(pk=agreement.pk).update(status=status)
        assert broken_rows(model, check).count() == (status == Status.PUBLISHED)


def test_a_source_is_public_with_its_article_and_outlet_only(seeded):
    """To any depth: the passage, its article, the outlet."""
    outlet = Outlet.objects.exclude(articles=None).first()
    articles = list(outlet.articles.values_list("pk", flat=True))
    type(outlet).objects.filter(pk=outlet.pk).update(status=Status.WITHDRAWN)
    model, check = CHECKS["parties.no-public-source"]
    left = {row.pk for row in Party.objects.all() if {*row.passages.values_list("article", flat=True)} <= {*articles}}
    assert left
    assert {row.pk for row in broken_rows(model, check)} == left


# Of what a check looks at in other tables it says so (`reads`), or is asked when those go out of sight, but for these:
# a look at most of the register.
ONLY_IN_THE_LIST = {"observations.claim-differs"}


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_says_which_other_tables_it_looks_at(db, name):
    """Else whoever changes those is not asked. Of publication, and of what is hidden, the dependents are asked."""
    model, check = CHECKS[name]
    tables = {each._meta.db_table: each for each in apps.get_models() if issubclass(each, TrackedModel)}
    with CaptureQueriesContext(connection) as asked:
        [*check.broken(model.objects.all())]
    touched = {tables[word] for each in asked for word in re.findall(r"\w+", each["sql"]) if word in tables}
    said = {model.governing()[0]}
    for path in check.reads:
        *steps, _name = path.split("__")
        target = model
        for step in steps:
            target = target._meta.get_field(step).related_model
            said.add(target.governing()[0])
    silent = {each._meta.label for each in touched if each.governing()[0] not in said}
    if check.severity == Severity.PUBLICATION or check.name.startswith("hidden") or name in ONLY_IN_THE_LIST:
        return
    assert silent == set()


def test_whoever_changes_what_a_check_looks_at_is_told_of_the_other_record(db):
    """A warning about another record is said when the form is saved, with what is to be looked at there."""
    body = make.partner("hoi", name="Hội A", kind="department")
    agreement = make.signed_agreement()
    make.party(agreement, body, "public_body")
    client, address = signed_in("publisher"), office.page(Partner, "change", body.pk, language="en")
    response = client.post(address, office.shown(client, address) | {"kind": "association"}, follow=True)
    said = "Parties (Hội A): An association is no public body: choose the side of organisations."
    assert f"{agreement}: {said}" in [str(message) for message in response.context["messages"]]
    body.refresh_from_db()
    assert body.kind == "association"


def test_figures_that_differ_are_said(seeded):
    Agreement.objects.filter(slug="nghe-an-2020").update(stated_points=99)
    with translation.override("en"):
        told = [
            str(each) for each in office.complaints_about(Agreement.objects.get(slug="nghe-an-2020"), Severity.WARNING)
        ]
        claim = Observation.objects.get(indicator__counts="districts")
        told += [str(each) for each in office.complaints_about(claim, Severity.WARNING)]
    counted = Agreement.objects.get(slug="nghe-an-2020").clauses.filter(kind="area").count()
    assert [each[each.rindex("(") :] for each in told] == [
        f"(said: 99; recorded: {counted})",
        "(said: almost 20; recorded: 4)",
    ]


# What they propose


def proposed(model, name, row):
    (check,) = [check for _model, check in all_checks([model]) if check.name == name]
    assert row in check.broken(model.objects.all())
    return [record.slug if hasattr(record, "slug") else record.title for record in check.named([row])[row.pk]]


def test_the_partner_of_the_day_is_proposed(db):
    today = make.area("hung-yen", name="Hưng Yên", founded="2025-07-01")
    gone = {"ended": "2025-06-30", "succeeded_by": today}
    before, other = make.area("hung-yen-cu", name="Hưng Yên", **gone), make.area("thai-binh", name="Thái Bình", **gone)
    body = make.partner("ubnd-hung-yen", kind="peoples_committee", area=today)
    for slug, kind, area in (
        ("ubnd-hung-yen-cu", "peoples_committee", before),
        ("so-hung-yen-cu", "department", before),
        ("ubnd-thai-binh", "peoples_committee", other),
    ):
        make.partner(slug, kind=kind, area=area)
    party = make.party(make.agreement("a", signed="2016-08-03"), body, "public_body")
    assert proposed(Party, "area-of-another-time", party) == ["ubnd-hung-yen-cu"]
    # Who only handed a part over, and is there to this day, is neither before nor after.
    make.area_succession(make.area("hung-yen-ben", name="Hưng Yên"), today, kind="boundary")
    Partner.objects.filter(slug="ubnd-hung-yen-cu").delete()
    assert proposed(Party, "area-of-another-time", party) == ["hung-yen-cu"]
    assert make.party(make.agreement("b", signed="2025-07-01"), body) not in broken_rows(
        *CHECKS["parties.area-of-another-time"]
    )


def test_the_partner_it_came_from_and_the_office_of_the_day_are_proposed(db):
    old, new = make.partner("so-tttt"), make.partner("so-khcn")
    make.succession(old, new, kind="rename", date="2021")
    party = make.party(make.agreement("a", signed="2016-08-03"), new)
    assert proposed(Party, "partner-of-another-time", party) == ["so-tttt"]
    head = make.person("a")
    make.position(head, new, "Giám đốc", started="2021")
    make.position(head, old, "Phó Giám đốc", ended="2020")
    row = make.signatory(party.agreement, head, party=party)
    assert proposed(Signatory, "office-of-another-time", row) == ["Phó Giám đốc"]


def test_what_may_have_been_is_no_contradiction(db):
    body = make.partner("ubnd", area=make.area(founded="2016"))
    agreement = make.agreement("a", signed="2016", period="2012/2016", terminated="2016")
    row = make.signatory(agreement, make.person("a"), party=make.party(agreement, body))
    make.position(row.person, body, started="2016-12")
    earlier = make.agreement("b", period="2010/2012")
    make.party(earlier, body)
    make.relation(agreement, earlier, kind="renews")
    unknown = make.agreement("c")
    signed_when = make.signatory(unknown, make.person("c"), party=make.party(unknown, body))
    make.position(signed_when.person, body, started="2030")
    names = ("of-another-time", "signed", "periods", "other-sides")
    found = [
        (name, row.key)
        for name, (model, check) in CHECKS.items()
        if any(part in name for part in names)
        for row in broken_rows(model, check)
    ]
    assert found == []


@pytest.mark.parametrize("twins", [make.person, make.partner, make.article, make.agreement])
def test_many_that_are_told_from_others_cost_as_much_as_two(db, twins):
    """All of a preview are asked at once: 1,200 look-alikes once took as many passes over all names."""
    body, provider = make.partner("ubnd"), make.partner("vnpt-tap-doan", kind="group")
    for number in range(20):
        row = twins(f"giong-{number:02}")
        if twins is make.agreement:
            changed(row, signed="2015-05-05")
            make.party(row, body, "public_body")
            make.party(row, provider, "provider")
        else:
            changed(row, **({"url": "https://example.vn/"} if twins is make.article else {"name": "Trần Văn Thuyên"}))
    model, costs, told = type(row), [], {}
    for some in (model.objects.filter(slug__startswith="giong")[:2], model.objects.filter(slug__startswith="giong")):
        keys = [each.pk for each in some]
        with CaptureQueriesContext(connection) as asked:
            told = complaints_of(findings(model, keys, Severity.WARNING))
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert {len(complaint.records) for each in told.values() for complaint in each} == {19}


# The command


def checked(*arguments):
    out, code = StringIO(), 0
    with translation.override("en"):
        try:
            call_command("check_register", *arguments, stdout=out)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.getvalue()


def test_the_seed_records_hold_and_of_each_warning_it_is_said_why_it_stays(seeded):
    code, told = checked("--json")
    broken = json.loads(told)["broken"]
    assert (code, [each for each in broken if each["severity"] != Severity.WARNING]) == (0, [])
    said = (settings.BASE_DIR / "docs" / "seeds.md").read_text(encoding="utf-8").split("## What is still warned of")[1]
    explained = re.findall(r"^\| `([\w-]+)` +\| `([\w-]+)` +\| `([^`]+)` +\| \w", said, re.MULTILINE)
    assert explained == [(each["table"], each["check"], key) for each in broken for key in each["keys"]]


@pytest.mark.parametrize(
    ("bound", "value", "differs"),
    [
        ("exact", 4, False),
        ("exact", 3, True),
        ("exact", 5, True),
        ("at_least", 4, False),
        ("at_least", 5, True),
        ("more_than", 3, False),
        ("more_than", 4, True),
        ("at_most", 4, False),
        ("at_most", 3, True),
        ("about", 5, False),
        ("about", 6, True),
        ("about", 3, True),
        ("almost", 5, False),
        ("almost", 4, True),
    ],
)
def test_four_bodies_are_held_against_the_number_that_is_claimed(bound, value, differs):
    assert Held([Party()] * 4, more=False).differs_from(Observation(bound=bound, value=value)) is differs
    # Where nobody has looked at all of them there may be more.
    assert not Held([Party()] * 4, more=True).differs_from(Observation(bound=bound, value=max(value, 5)))


def test_the_command_names_the_rows_and_fails_on_a_contradiction_only(seeded):
    agreement = Agreement.objects.order_by("pk").first()
    agreement.set_links("passages", [])
    code, told = checked()
    assert code == 0
    lines = told.splitlines()
    at = lines.index("not fit for publication: agreements")
    assert lines[at + 2].strip() == agreement.key
    key = party_elsewhere(Signatory)
    code, told = checked("--json")
    assert code == 1
    (error,) = [each for each in json.loads(told)["broken"] if each["severity"] == "error"]
    assert error == {
        "check": "party-elsewhere",
        "severity": "error",
        "table": "signatories",
        "sentence": "The party belongs to another agreement: choose one of this agreement.",
        "keys": [key],
    }


def test_of_hundreds_of_almost_the_same_name_the_first_are_linked_to(db):
    people = [make.person(f"a-{number}", name="Nguyễn Văn An") for number in range(23)]
    (found,) = office.complaints_about(people[0], Severity.WARNING)
    assert (found.records, found.more) == (people[1:21], True)
    assert str(found).endswith("Nguyễn Văn An; …)")
    assert linked(found).endswith("]; …)")


# The list


def listed(client, **query):
    with translation.override("en"):
        return client.get(reverse("admin:checks"), query)


def test_the_list_counts_and_leads_to_the_rows(seeded):
    client = signed_in("viewer")
    empty = listed(client).content.decode()
    assert "Nothing: every row that you may see holds." in empty
    agreement = Agreement.objects.order_by("pk").first()
    agreement.set_links("passages", [])
    shown = listed(client)
    publication = shown.context["groups"][1]
    (entry,) = publication["broken"]
    assert (entry["count"], entry["check"].name) == (1, "no-public-source")
    page = listed(client, check=entry["name"])
    (row,) = page.context["rows"]
    assert row["key"] == agreement.key
    assert client.get(row["address"]).status_code == 200


def test_a_part_leads_to_the_form_of_its_record(seeded):
    obligor = ClauseObligor.objects.first()
    party_elsewhere(ClauseObligor)
    (row,) = listed(signed_in("viewer"), check="partnerships.clauseobligor.party-elsewhere").context["rows"]
    with translation.override("en"):
        assert row["address"] == reverse("admin:partnerships_agreement_change", args=[obligor.clause.agreement_id])


def test_nobody_is_shown_tables_that_are_not_theirs(seeded):
    client = signed_in("")
    assert listed(client).context["asked"] == 0
    assert listed(client, check="partnerships.agreement.no-public-source").status_code == 404
    assert listed(signed_in("viewer"), check="sai").status_code == 404


def test_the_list_asks_as_much_for_many_rows_as_for_two(seeded):
    client = signed_in("viewer")
    rows = [*Party.objects.order_by("pk")]
    with translation.override("en"):
        addresses = (reverse("admin:checks"), f"{reverse('admin:checks')}?check=partnerships.party.no-public-source")
    queries(client, addresses[0])  # the tree of areas is kept from here on
    costs = []
    for broken in (rows[:2], rows[2:]):
        for row in broken:
            row.set_links("passages", [])
        costs.append([queries(client, address) for address in addresses])
    assert costs[0] == costs[1]

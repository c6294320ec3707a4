"""Every check names what breaks it, finds nothing in the seed records, and is asked by the list and the command."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from articles.models import Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Area,
    ClauseObligor,
    Partner,
    Party,
    Signatory,
    Succession,
)
from records.checks import Severity
from records.checks.asking import all_checks, broken_rows
from records.models import Status, TrackedModel
from tests import factories as make
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


def circle_of_units(model):
    unit = model.objects.exclude(parent=None).first()
    model.objects.filter(pk=unit.parent_id).update(parent=unit)
    return unit.key


def circle_of_areas(model):
    part = model.objects.filter(level=Area.Level.DISTRICT).first()
    model.objects.filter(pk=part.parent_id).update(parent=part)
    return part.key


def circle_of_successors(model):
    former = model.objects.exclude(succeeded_by=None).first()
    today = former.succeeded_by
    today.succeeded_by, today.ended = former, "2025"
    today.save()
    return former.key


def part_of_smaller(model):
    province = model.objects.filter(level=Area.Level.PROVINCE).first()
    model.objects.filter(pk=province.pk).update(parent=model.objects.filter(level=Area.Level.DISTRICT).first())
    return province.key


def two_sides(model):
    agreement = model.objects.first()
    agreement.parties.update(side=Party.Side.PROVIDER)
    return agreement.key


SABOTAGE = {
    "slug-taken": slug_taken,
    "no-public-source": no_public_source,
    "hidden": hidden,
    "hidden-part": hidden,
    "party-elsewhere": party_elsewhere,
    "relations.circle": circle_of_relations,
    "partners.circle": circle_of_units,
    "successions.circle": circle_of_successions,
    "circle-of-parts": circle_of_areas,
    "circle-of-successors": circle_of_successors,
    "part-of-smaller": part_of_smaller,
    "two-sides": two_sides,
}


def some(model):
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


# The command


def checked(*arguments):
    out, code = StringIO(), 0
    with translation.override("en"):
        try:
            call_command("check_register", *arguments, stdout=out)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.getvalue()


def test_the_seed_records_hold(seeded):
    code, told = checked("--json")
    broken = json.loads(told)["broken"]
    assert (code, [each for each in broken if each["severity"] != Severity.WARNING]) == (0, [])


def test_the_command_names_the_rows_and_fails_on_a_contradiction_only(seeded):
    agreement = Agreement.objects.order_by("pk").first()
    agreement.set_links("passages", [])
    code, told = checked()
    assert code == 0
    lines = told.splitlines()
    at = lines.index("not fit for publication: agreements, no-public-source")
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
    costs = []
    for broken in (rows[:2], rows[2:]):
        for row in broken:
            row.set_links("passages", [])
        costs.append([queries(client, address) for address in addresses])
    assert costs[0] == costs[1]

"""Records that look like one: named while they are typed, and told apart for good."""

import pytest
from django.urls import reverse

from partnerships.models import Partner
from people.models import Person
from records.checks import Severity
from records.checks.asking import findings
from records.checks.same import candidates
from tests import factories as make
from tests.changesets.uploading import shown, signed_in, upload

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def editor():
    return signed_in("editor")


def typed(client, collection, **given):
    """The names of what may be the same as what is typed, with the field below which they stand."""
    found = client.get(reverse("desk:typed", args=[collection]), given).json()["same"]
    return [(each["name"], each["field"]) for each in found]


def test_what_is_there_already_is_named_below_the_field_that_tells_so(editor):
    long = make.person("long", name="Phạm Đức Long")
    make.person_name(long, "Long Phạm")
    outlet = make.outlet()
    make.article("bai", title="Ký kết", url="https://example.vn/a", outlet=outlet)
    agreement = make.signed_agreement(signed="2020-05-06")
    chosen = [str(party.partner_id) for party in agreement.parties.all()]
    assert typed(editor, "people", name="Pham Duc  Lonh") == [("Phạm Đức Long", "name")]
    assert typed(editor, "people", name="Long Pham") == [("Phạm Đức Long", "name")]
    assert typed(editor, "people", name="Pham Duc Long", record=long.pk) == []
    assert typed(editor, "partners", name="VNPTT") == [("VNPT", "name")]
    assert typed(editor, "articles", url="https://example.vn/a") == [("Ký kết", "url")]
    assert typed(editor, "articles", title="KÝ KẾT") == [("Ký kết", "title")]
    assert typed(editor, "agreements", signed="6/5/2020", partner=chosen) == [(str(agreement), "signed")]
    for other in ({"signed": "6/5/2020", "partner": chosen[:1]}, {"signed": "7/5/2020", "partner": chosen}, {}):
        assert typed(editor, "agreements", **other) == []
    assert typed(editor, "agreements", signed="hôm qua", partner=["x", *chosen]) == []


def test_the_form_says_where_to_ask_and_only_to_who_may_add(editor):
    person = make.person(status="draft")
    address = f"/en/admin/people/person/{person.pk}/change/"
    place = f'data-alike="/en/admin/typed/people/" data-fields="name" data-record="{person.pk}"'
    assert place in editor.get(address).content.decode()
    assert "data-alike" not in signed_in("viewer").get(address).content.decode()


@pytest.mark.parametrize("maker", [make.person, make.partner, make.article, make.agreement])
def test_what_was_told_apart_is_not_named_again_at_any_door(maker):
    publisher = signed_in("publisher")
    one, other = maker("mot"), maker("hai")
    same = {"url": "https://example.vn/"} if maker is make.article else {"name": "Trần Văn Thuyên"}
    for row in (one, other):
        if maker is make.agreement:
            row.signed = "2015-05-05"
            for slug in ("ubnd", "vnpt"):
                make.party(row, Partner.objects.filter(slug=slug).first() or make.partner(slug))
        else:
            vars(row).update(same)
        row.save()
    model = type(one)
    (check,) = {each.check.name for each in findings(model, [one.pk], Severity.WARNING)[one.pk]} & {
        *(each.name for each in model.checks() if each.same)
    }
    merge = reverse("desk:merge", args=[model.collection, one.pk])
    apart = reverse("desk:apart", args=[model.collection, one.pk, other.pk])
    listed = f"{reverse('admin:checks')}?check={model._meta.label_lower}.{check}"

    def named():
        return [
            [row.pk for row, _why, _alike in publisher.get(merge).context["candidates"]],
            [row["same"][0][0].pk for row in publisher.get(listed).context["rows"]],
            check in {each.check.name for each in findings(model, [one.pk], Severity.WARNING).get(one.pk, ())},
        ]

    assert named() == [[other.pk], sorted([one.pk, other.pk], reverse=True), True]
    for _twice in range(2):
        assert publisher.post(apart).status_code == 302
    assert named() == [[], [], False]
    assert [*publisher.get(merge).context["apart"]] == [other]
    publisher.post(apart, {"forget": "1"})
    assert named()[0] == [other.pk]


def test_what_continues_another_under_the_same_name_is_another(editor):
    """After 1 July 2025 many a new province has the name of one that went into it."""
    old, new = (make.partner(slug, name="UBND tỉnh Hưng Yên") for slug in ("cu", "moi"))

    def named():
        found = findings(Partner, [old.pk, new.pk], Severity.WARNING)
        return {
            *(pk for pk in found if "look-alike" in {each.check.name for each in found[pk]}),
            *(record.pk for each in (old, new) for record, _why, _alike in candidates(each)),
            *(each.pk for each in (old, new) if typed(editor, "partners", name=each.name, record=each.pk)),
        }

    assert named() == {old.pk, new.pk}
    tie = make.succession(old, new, status="draft")
    assert named() == set()
    tie.status = "withdrawn"
    tie.save()
    assert named() == {old.pk, new.pk}
    assert typed(editor, "partners", name=new.name) == [(new.name, "name")] * 2, "of a third"


def test_an_agreement_that_follows_another_of_the_same_day_is_another(editor):
    rows = [make.agreement(slug, signed="2015-05-05") for slug in ("mot", "hai")]
    partners = [make.partner("ubnd"), make.partner("vnpt", kind="group")]
    for row in rows:
        for partner in partners:
            make.party(row, partner)
    assert [record for record, _why, _alike in candidates(rows[0])] == [rows[1]]
    make.relation(*rows)
    assert [candidates(row) for row in rows] == [[], []]


def test_a_file_and_a_form_do_not_name_it_again_either(editor):
    one, other = (make.person(slug, name="Trần Văn Thuyên", status="draft") for slug in ("mot", "hai"))
    apart = reverse("desk:apart", args=["people", one.pk, other.pk])

    def warned(text):
        found = upload(editor, "people.csv", f"slug,description\nmot,{text}\n")
        return found.warned

    assert editor.post(apart).status_code == 302
    assert typed(editor, "people", name="Trần Văn Thuyên", record=one.pk) == [], "of the form of one of the two"
    assert typed(editor, "people", name="Trần Văn Thuyên") != [], "of a third"
    assert warned("một") == 0
    assert shown(editor, upload(editor, "people.csv", "slug,name\nba,Trần Văn Thuyên\n"))["upload"].warned == 1
    assert Person.objects.count() == 2

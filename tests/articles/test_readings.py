"""Passages that read a value of a fact otherwise: one meaning at every door."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from articles.models.readings import read, written
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from changesets.plan.undo import undo
from partnerships.models import Agreement, AgreementReading, Clause, DeploymentReading
from records.columns import importable
from tests import factories as make
from tests import office
from tests.pages import texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def disputed() -> Agreement:
    """Bắc Kạn as its article has it: one passage carries the period, one gives another, one gives none."""
    paper = make.article("bai")
    passages = [make.passage(paper, number) for number in (3, 4, 9)]
    agreement = make.signed_agreement(
        "bac-kan-2015", period="2015/2019", certainty="disputed", reason="sources_disagree", passages=passages
    )
    make.reads(agreement, passages[0], period="")
    make.reads(agreement, passages[2], period="2016/2019")
    return agreement


def said() -> list[tuple[int, str, str]]:
    rows = AgreementReading.objects.order_by("citation__passage__number", "field")
    return list(rows.values_list("citation__passage__number", "field", "value"))


def cell(slug: str) -> str:
    columns = [column for column in importable(Agreement.columns()) if column.name == "passages"]
    return Agreement.objects.filter(slug=slug).rows(columns).get()[0]


def planned(content: str, table: str = "agreements") -> Import:
    upload = receive(BytesIO(content.encode()), "table.csv", owner=None, table=table)
    jobs.plan_now(upload)
    return upload


def applied(upload: Import) -> Import:
    assert [str(fault) for _table, fault in faults_of(upload)] == []
    assert confirm(upload, upload.owner)
    jobs.apply_now(upload)
    assert (upload.state, upload.faults) == (Import.State.APPLIED, [])
    return upload


# What a reading is


def test_the_value_is_what_the_field_takes_in_its_own_spelling() -> None:
    place = make.passage()
    agreement = make.agreement(passages=[place], period="2015/2019")
    make.reads(agreement, place, period="2016-2019", kind="minutes", signed="")
    assert said() == [(1, "kind", "minutes"), (1, "period", "2016/2019"), (1, "signed", "")]
    reading = AgreementReading.objects.get(field="period")
    assert (f"{reading.earliest}", f"{reading.latest}") == ("2016-01-01", "2019-12-31")
    citation = reading.citation
    for field, value, message in (
        ("period", "2016", "“2016” is a single date; a period is wanted, such as 2020-2025."),
        ("kind", "treaty", "Value 'treaty' is not a valid choice."),
        ("title", "x", "“title” is none of the values that may be read: signed, period, kind, strategic."),
    ):
        with pytest.raises(ValidationError) as refused:
            AgreementReading(citation=citation, field=field, value=value).clean()
        assert refused.value.messages == [message]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementReading(citation=citation, field="period").save()


def test_a_record_is_read_by_its_slug() -> None:
    place = make.passage()
    used = make.deployment(make.solution(), area=make.area(), provider=make.partner("vnpt"), passages=[place])
    with pytest.raises(ValidationError, match="There is no partner “fpt”"):
        make.reads(used, place, provider="fpt")
    make.partner("fpt")
    make.reads(used, place, provider="fpt")
    assert DeploymentReading.objects.get().value == "fpt"


@pytest.mark.parametrize("value", ["", "2016/2019", "2016%", "a;b@c=d%3B", "nghe-an"])
def test_what_is_written_is_read_again(value: str) -> None:
    text = written("period", value)
    assert not {";", "@"} & set(text)
    assert read(text) == ("period", value)


# Tables


def test_a_table_says_what_passages_read(disputed: Agreement) -> None:
    text = "bai#paragraph-3@period;bai#paragraph-4;bai#paragraph-9@period=2016/2019"
    assert cell("bac-kan-2015") == text
    upload = planned(f"slug,passages\nbac-kan-2015,bai#paragraph-9@period=2016-2019;{text.rpartition(';')[0]}\n")
    assert (upload.unchanged, upload.updated) == (1, 0)
    changed = "bai#paragraph-3@signed=2015%7E@period;bai#paragraph-9"
    upload = applied(planned(f"slug,passages\nbac-kan-2015,{changed}\n"))
    assert said() == [(3, "period", ""), (3, "signed", "2015~")]
    assert cell("bac-kan-2015") == "bai#paragraph-3@period@signed=2015~;bai#paragraph-9"
    applied(undo(upload, None))
    assert cell("bac-kan-2015") == text
    types = AgreementReading.history.order_by("history_id").values_list("history_type", "field", "value")
    assert list(types)[2:4] == [("-", "period", "2016/2019"), ("+", "signed", "2015~")]


def test_a_passage_and_what_it_reads_come_in_one_row() -> None:
    make.passage(make.article("bai"))
    upload = applied(planned("slug,title,kind,passages\nmoi,Mới,plan,bai#paragraph-1@period=2016-2019@kind=minutes\n"))
    assert said() == [(1, "kind", "minutes"), (1, "period", "2016/2019")]
    applied(undo(upload, None))
    assert said() == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("bai#paragraph-3@title=x", "“title” is none of the values that may be read: signed, period, kind, strategic."),
        ("bai#paragraph-3@kind=treaty", "“treaty” is none of these: "),
        ("bai#paragraph-3@period=2016", "“2016” is a single date; a period is wanted, such as 2020-2025."),
        ("bai#paragraph-3@kind@kind=plan", "“bai#paragraph-3@kind@kind=plan”: it reads one value twice."),
        ("bai#paragraph-3;bai#paragraph-3@kind", "Name each passage once, with all that it reads behind it."),
        ("bai#paragraph-8@kind", "There is no passage “bai#paragraph-8”."),
    ],
)
@pytest.mark.one_database
def test_what_a_table_may_not_say(disputed: Agreement, text: str, message: str) -> None:
    upload = planned(f"slug,passages\nbac-kan-2015,{text}\n")
    (fault,) = [str(fault) for _table, fault in faults_of(upload)]
    assert message in fault


def test_facts_of_which_nothing_is_read_take_no_reading() -> None:
    place = make.passage(make.article("bai"))
    make.event("le-ky", passages=[place])
    upload = planned("slug,passages\nle-ky,bai#paragraph-1@date=2019\n", "events")
    assert "There is no passage “bai#paragraph-1@date=2019”." in str(next(iter(faults_of(upload)))[1])


# API and pages


def test_the_api_lists_readings_apart(client: Client, disputed: Agreement) -> None:
    readings = [
        {"passage": "bai#paragraph-3", "field": "period", "value": "", "earliest": None, "latest": None},
        {
            "passage": "bai#paragraph-9",
            "field": "period",
            "value": "2016/2019",
            "earliest": "2016-01-01",
            "latest": "2019-12-31",
        },
    ]
    (row,) = client.get("/api/v1/agreements/").json()["results"]
    assert row["passages"] == ["bai#paragraph-3", "bai#paragraph-4", "bai#paragraph-9"]
    assert row["readings"] == readings
    detail = client.get("/api/v1/agreements/bac-kan-2015/").json()
    assert detail["readings"] == readings
    assert [passage["place"] for passage in detail["nested"]["passages"]] == row["passages"]
    csv = b"".join(client.get("/en/agreements/?format=csv")).decode()
    assert "bai#paragraph-3@period;bai#paragraph-9@period=2016/2019" in csv
    disputed.passages.filter(number=9).update(status="draft")
    (row,) = client.get("/api/v1/agreements/").json()["results"]
    assert row["readings"] == readings[:1]


def test_a_page_shows_every_reading_with_its_source(client: Client, disputed: Agreement) -> None:
    response = client.get("/en/agreements/bac-kan-2015/")
    assert texts(response, "p", "readings") == ["Period: 2015–2019 (paragraph 3); 2016–2019 (paragraph 9)"]
    disputed.passages.filter(number=9).update(status="draft")
    assert texts(client.get("/en/agreements/bac-kan-2015/"), "p", "readings") == []


def test_a_record_that_is_not_public_is_read_by_nobody(client: Client) -> None:
    place = make.passage(make.article("bai"))
    product = make.solution("vnpt-his")
    used = make.deployment(product, area=make.area(), provider=make.partner("vnpt", name="VNPT"), passages=[place])
    other = make.partner("fpt", name="FPT")
    make.reads(used, place, provider="fpt")
    assert texts(client.get("/en/solutions/vnpt-his/"), "p", "readings") == ["Provider: VNPT; FPT (paragraph 1)"]
    other.status = "draft"
    other.save()
    assert "FPT" not in client.get("/en/solutions/vnpt-his/").content.decode()
    (row,) = client.get("/api/v1/deployments/").json()["results"]
    assert row["readings"] == []


# The office


def test_the_form_of_a_fact_takes_readings_in_words_and_as_tables_write_them(disputed: Agreement) -> None:
    page = office.page(Agreement, "change", disputed.pk, language="en")
    client = Client()
    client.force_login(make.staff("admin"))
    Agreement.objects.update(status="draft")  # its parties cite nothing yet
    data = office.shown(client, page)
    assert data["readings"].splitlines() == ["paragraph 3: period", "paragraph 9: period: 2016–2019"]
    data["readings"] = "bai, paragraph 3@period=2014-2019\nbai#paragraph-4@kind@signed=9/2015"
    assert client.post(page, data).status_code == 302
    assert said() == [(3, "period", "2014/2019"), (4, "kind", ""), (4, "signed", "2015-09")]
    assert AgreementReading.history.filter(history_type="~").get().value == "2014/2019"
    data = office.shown(client, page) | {"readings": "Paragraph 3: kind: kế hoạch\nbai, paragraph 4: date of signing"}
    assert client.post(page, data).status_code == 302
    assert said() == [(3, "kind", "plan"), (4, "signed", "")]
    data = office.shown(client, page)
    assert data["readings"].splitlines() == ["paragraph 3: kind: plan", "paragraph 4: date of signing"]
    can_be_read = "date of signing, period, kind, strategic or not"
    for text, message in (
        ("bai#paragraph-8@kind", "“bai#paragraph-8” is none of the passages that carry it."),
        ("paragraph 8: kind", "“paragraph 8” is none of the passages that carry it."),
        ("paragraph 3: title: x", f"“title” is none of the values that may be read: {can_be_read}."),
        ("paragraph 3: kind: treaty", "“treaty” is none of these: "),
    ):
        response = client.post(page, data | {"readings": text})
        assert response.status_code == 200
        assert message in response.content.decode()


def test_a_part_has_readings_in_the_form_of_its_record(disputed: Agreement) -> None:
    place = disputed.passages.get(number=9)
    clause = make.clause(disputed, outcome="met", passages=[place])
    make.reads(clause, place, outcome="")
    client = Client()
    client.force_login(make.staff("admin"))
    Agreement.objects.update(status="draft")  # its parties cite nothing yet
    page = office.page(Agreement, "change", disputed.pk, language="en")
    data = office.shown(client, page)
    assert data["clauses-0-readings"] == "paragraph 9: outcome"
    data["clauses-0-readings"] = "bai#paragraph-9@outcome=not_met"
    assert client.post(page, data).status_code == 302
    reading = Clause.objects.get().citations.get().readings.get()
    assert (reading.field, reading.value) == ("outcome", "not_met")


def test_a_passage_that_carries_no_longer_takes_its_readings_along(disputed: Agreement) -> None:
    disputed.set_links("passages", disputed.passages.exclude(number=9))
    assert said() == [(3, "period", "")]
    assert AgreementReading.history.filter(history_type="-").get().value == "2016/2019"

"""Files and fixtures of before: what their columns and values mean today, and what is said of it."""

import json

import pytest
from django.core.management import call_command
from django.utils import translation

from articles.models import Outlet
from partnerships.models import Partner, PartnerName, Succession
from records.upgrades import columns, lacks, value
from tests import factories as make
from tests.changesets.files import zipped
from tests.changesets.test_imports import applied, counts, imported, planned, told

pytestmark = pytest.mark.one_database

FORMER = (
    value("kind", "company", kind="group", description="Doanh nghiệp"),
    columns(
        ("abbreviation",), ("names",), lambda row: {"names": row["abbreviation"] and f"short={row['abbreviation']}"}
    ),
    columns(
        ("merged_into", "merged_on"),
        ("predecessor", "successor", "kind", "date"),
        lambda row: (
            row["merged_into"]
            and {"predecessor": row["slug"], "successor": row["merged_into"], "kind": "merge", "date": row["merged_on"]}
        ),
        table="successions",
    ),
)
BEFORE = (
    "slug,name,kind,abbreviation,merged_into,merged_on\n"
    "cu,Công ty Cũ,company,CTC,moi,2025-07-01\n"
    "moi,Tập đoàn Mới,group,,,\n"
)


@pytest.fixture(autouse=True)
def _partners_were_written_otherwise(db, monkeypatch):
    monkeypatch.setattr(Partner, "former", FORMER)
    with translation.override("en"):
        yield


def partners():
    return list(Partner.objects.order_by("slug").values_list("slug", "kind", "description"))


def names():
    return list(PartnerName.objects.values_list("partner__slug", "kind", "name"))


def successions():
    return list(Succession.objects.values_list("predecessor__slug", "successor__slug", "kind", "date"))


def test_a_file_of_before_is_read_as_it_would_be_written_today():
    result = imported("partners", BEFORE)
    assert (told(result), result.counts()) == ([], counts(created=3))
    assert partners() == [("cu", "group", "Doanh nghiệp"), ("moi", "group", "")]
    assert names() == [("cu", "short", "CTC")]
    assert successions() == [("cu", "moi", "merge", "2025-07-01")]
    assert imported("partners", BEFORE).counts() == counts(unchanged=3)


def test_the_preview_says_what_was_read_otherwise_and_what_the_file_leaves_alone():
    partners, successions = planned("partners", BEFORE).summary
    assert partners["note"] == (
        "“kind=company” is of before and read as “kind=group, description=Doanh nghiệp” (1 row). "
        "“abbreviation” is of before and read as “names” (2 rows). "
        "“merged_into, merged_on” is of before and read as “successions: predecessor, successor, kind, date” (1 row)."
    )
    assert partners["absent"] == ["status", "parent", "area", "website"]
    assert successions["note"] == ""
    assert planned("partners", "slug,kind\ncu,group\n").summary[0]["absent"][:3] == ["status", "name", "names"]


def test_what_the_row_itself_says_of_today_stands():
    imported("partners", "slug,name,kind,description\ncu,Cũ,company,Viễn thông\nmoi,Mới,company,\n")
    assert partners() == [("cu", "group", "Viễn thông"), ("moi", "group", "Doanh nghiệp")]


def test_a_column_of_before_is_known_only_whole_and_rows_elsewhere_come_once():
    found = planned("partners", "slug,name,kind,merged_into\ncu,Cũ,group,moi\n")
    assert [(column, value) for _line, column, value, _message in told(found)] == [("merged_into", "merged_into")]
    both = {"partners": BEFORE, "successions": "predecessor,successor,kind\ncu,moi,merge\n"}
    content = zipped({f"{name}.csv": text for name, text in both.items()})
    found = planned("", content, "zip", name="all.zip")
    assert [message for *_where, message in told(found)] == ["The table “successions” is in the file twice."]


def test_a_file_without_a_column_that_came_later_says_what_its_new_rows_are(monkeypatch):
    monkeypatch.setattr(Partner, "former", (lacks("description", "Không rõ"),))
    found = planned("partners", "slug,name,kind\ncu,Cũ,group\n")
    assert found.summary[0]["note"] == "New rows are read as “description=Không rõ”: the file does not say it."
    assert planned("partners", "slug,name,kind,description\ncu,Cũ,group,x\n").summary[0]["note"] == ""
    make.partner("da-co")
    assert planned("partners", "slug,name\nda-co,Khác\n").summary[0]["note"] == ""  # none of them is new


def test_what_is_worked_out_otherwise_today_is_left_aside():
    clause = make.clause(make.agreement())
    row = f"{clause.agreement.slug},{clause.number},true\n"
    result = imported("clauses", f"agreement,number,overdue\n{row}")
    assert (told(result), result.counts()) == ([], counts(unchanged=1))


def test_fixtures_of_before_are_loaded_as_they_would_be_written_today(tmp_path):
    first = {"slug": "cu", "name": "Cũ", "kind": "company", "abbreviation": "CTC"}
    entries = [
        {"model": "partnerships.partner", "fields": {**first, "merged_into": ["moi"], "merged_on": "2025-07-01"}},
        {"model": "partnerships.partner", "fields": {"slug": "moi", "name": "Mới", "kind": "group"}},
        {"model": "articles.outlet", "fields": {"slug": "bao", "name": "Báo"}},
    ]
    file = tmp_path / "before.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    call_command("loaddata", file, verbosity=0)
    assert partners() == [("cu", "group", "Doanh nghiệp"), ("moi", "group", "")]
    assert (names(), successions()) == ([("cu", "short", "CTC")], [("cu", "moi", "merge", "2025-07-01")])
    assert Outlet.objects.get().slug == "bao"


def test_a_dump_with_numbers_and_history_is_loaded_too(tmp_path):
    make.partner("moi").history.all().delete()
    number = make.partner("khac").pk + 100
    row = {"slug": "cu", "name": "Cũ", "kind": "company", "abbreviation": "", "merged_into": None, "merged_on": ""}
    entries = [
        {"model": "partnerships.partner", "pk": number, "fields": row},
        {
            "model": "partnerships.historicalpartner",
            "pk": 1_000,
            "fields": {**row, "id": number, "history_date": "2026-01-01T00:00:00Z", "history_type": "+"},
        },
    ]
    file = tmp_path / "before.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    call_command("loaddata", file, verbosity=0)
    made = Partner.objects.get(pk=number)
    assert (made.kind, made.description) == ("group", "Doanh nghiệp")
    assert list(made.history.values_list("kind", "description")) == [("group", "Doanh nghiệp")]
    assert applied(imported("partners", "slug,name\ncu,Cũ hơn\n"))

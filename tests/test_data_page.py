"""The register as data: the page, the data package, the workbook, each table and its template."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, time
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from articles.models import Outlet, Reason
from partnerships.models import Agreement, Clause
from partnerships.website.record_pages import RECORD_PAGES
from records import dates
from records.columns import public
from records.export.data_dictionary import Meaning, dictionary, table_title
from records.export.tables import tables, tables_in_order
from records.models import Status

from . import factories as make
from .pages import attributes, queries, texts
from .statistics import count_rows
from .test_site import HIDDEN, MARK, hide, public_world, work_unseen

pytestmark = pytest.mark.django_db


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue() if response.streaming else response.content


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def files() -> list[str]:
    """Every file of the data page, by its address."""
    whole = ["/data/register.zip", "/data/register.xlsx", "/data/register.sqlite"]
    each = [f"/data/{name}.{ending}" for name in tables() for ending in ("csv", "xlsx", "json", "jsonl")]
    whole.append("/data/templates/register.xlsx")
    return [*whole, *each, *(f"/data/templates/{name}.{ending}" for name in tables() for ending in ("csv", "xlsx"))]


# The page


def test_page_counts_tables_and_leads_to_every_file(client: Client):
    make.whole_register()
    make.outlet("nhap", status="draft")
    response = client.get("/en/data/")
    with translation.override("en"):
        counts = {table_title(model): model.objects.public().count() for model in tables_in_order()}
    assert texts(response, "p", "lead") == [
        f"All that is published here, free to take, use and pass on: {sum(counts.values())} rows "
        f"in {len(tables())} tables."
    ]
    assert counts["Outlets"] == 1  # the draft is not counted
    headings = [f"{title} {count} row{'' if count == 1 else 's'}" for title, count in counts.items()]
    assert texts(response, "h3") == headings
    links = [href.removeprefix("/en") for href in attributes(response, "a", "href") if "/data/" in href]
    assert sorted(links) == sorted([*files(), "/data/", "/data/"])  # itself in the footer, and in the other language
    assert attributes(response, "a", "rel") == ["license", *["nofollow"] * len(files())]
    assert texts(response, "time") == [dates.today().strftime("%-d %B %Y")]


def test_every_table_has_a_place_of_its_own():
    places = [model.table_order for model in tables_in_order()]
    assert places == sorted(set(places) - {0})


def test_page_says_what_columns_mean(client: Client):
    response = client.get("/en/data/")
    (outlets,) = texts(response, "dl", "dictionary")[-1:]
    assert outlets == (
        "slug Slug plain text · never empty The word in its address, e.g. nghe-an-2020. "
        "name Name plain text · never empty url Address plain text"
    )
    (relations,) = texts(response, "dl", "dictionary")[4:5]
    assert relations.startswith(
        "agreement Agreement slug → agreements · never empty kind Kind one of the terms · never empty renews renews "
        "supersedes supersedes amends amends part_of is part of follows follows extends was also signed beside "
        "other Other agreement slug → agreements"
    )


def meaning(table: str, column: str) -> Meaning:
    with translation.override("en"):
        return next(each for each in dictionary(tables()[table]) if each.name == column)


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("agreements", "signed_latest", ("Date of signing, latest day", "date", "calendar day", False, False, "")),
        ("agreements", "period", ("Period", "string", "uncertain date (EDTF)", False, False, "")),
        ("agreements", "stated_points", ("Stated points", "integer", "whole number", False, False, "")),
        ("agreements", "lifecycle_certain", ("Lifecycle certain", "boolean", "true or false", False, False, "")),
        ("agreements", "provinces_now", ("Provinces now", "string", "several, separated by “;”", False, True, "areas")),
        ("agreements", "clause_count", ("Clauses", "integer", "whole number", False, False, "")),
        ("articles", "published_time", ("Clock time", "time", "time of day", False, False, "")),
        ("articles", "title_is_ours", ("Title is ours", "boolean", "true or false", True, False, "")),
        ("clauses", "obligors", ("Obligors", "string", "several, separated by “;”", False, True, "partners")),
        ("clauses", "strength", ("Strength", "string", "one of the terms", False, False, "")),
        ("observations", "value", ("Value", "number", "decimal number", True, False, "")),
        ("observations", "area", ("Area", "string", "slug", False, False, "areas")),
        ("partners", "names", ("Other names", "string", "several, separated by “;”", False, True, "")),
        ("signatories", "party", ("For the party", "string", "slug", False, False, "partners")),
    ],
)
def test_a_column_is_described_from_its_model(table: str, column: str, said: tuple[Any, ...]):
    found = meaning(table, column)
    assert (found.title, found.type, found.kind, found.required, found.many, found.refers) == said


def test_terms_have_labels_and_texts_come_from_the_models():
    assert meaning("agreements", "lifecycle").terms[2:4] == (("in_force", "in force"), ("expired", "expired"))
    assert meaning("agreements", "terminated").text == "Only if it was ended before its time."
    assert meaning("agreements", "signed").text.startswith("EDTF (ISO 8601-2), such as 2018-06")
    assert meaning("passages", "place").text == "How facts cite it: article#place."


def test_the_dictionary_has_the_public_columns_and_no_other():
    for model in tables().values():
        assert [each.name for each in dictionary(model)] == [column.name for column in public(model.columns())]


# The data package


def package(
    client: Client, address: str = "/en/data/register.zip"
) -> tuple[dict[str, Any], dict[str, list[list[str]]]]:
    """The descriptor, and the rows of each table with their headings first."""
    found = members(body(client, address))
    descriptor = json.loads(found.pop("datapackage.json"))
    assert list(found) == [resource["path"] for resource in descriptor["resources"]]
    return descriptor, {name.removesuffix(".csv"): rows_of(content) for name, content in found.items()}


def test_the_package_says_what_it_is(client: Client):
    make.outlet("ictpress", name="ICTPress", url="https://ictpress.vn/")
    make.outlet("xa-hoi", name="Xã hội thông tin")
    make.outlet("nhap", name="Nháp", status="draft")
    descriptor, _tables = package(client)
    resources = descriptor.pop("resources")
    assert descriptor.pop("description").startswith("One row a record; what is known only in part is written as EDTF")
    assert descriptor == {
        "profile": "tabular-data-package",
        "name": "cooperation-agreements",
        "title": "Register of cooperation agreements",
        "created": f"{dates.today()}T00:00:00+07:00",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0 International",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "sources": [{"title": "ICTPress", "path": "https://ictpress.vn/"}, {"title": "Xã hội thông tin"}],
    }
    assert [resource["name"] for resource in resources] == [model.collection for model in tables_in_order()]
    assert resources[4] == {
        "profile": "tabular-data-resource",
        "name": "relations",
        "title": "Relations of agreements",
        "path": "relations.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": "agreement", "type": "string", "title": "Agreement", "constraints": {"required": True}},
                {
                    "name": "kind",
                    "type": "string",
                    "title": "Kind",
                    "constraints": {
                        "required": True,
                        "enum": ["renews", "supersedes", "amends", "part_of", "follows", "extends"],
                    },
                },
                {"name": "other", "type": "string", "title": "Other agreement", "constraints": {"required": True}},
                {
                    "name": "passages",
                    "type": "string",
                    "title": "Passages",
                    "description": "article#place of each passage that carries it. Several, separated by “;”.",
                },
                {
                    "name": "certainty",
                    "type": "string",
                    "title": "Certainty",
                    "constraints": {"required": True, "enum": ["stated", "inferred", "disputed"]},
                },
                {
                    "name": "reason",
                    "type": "string",
                    "title": "Reason",
                    "description": "Why it is not stated; the note says more.",
                    "constraints": {"enum": Reason.values},
                },
                {
                    "name": "note",
                    "type": "string",
                    "title": "Note",
                    "description": "Why it is inferred, or which passages contradict.",
                },
            ],
            "primaryKey": ["agreement", "kind", "other"],
            "foreignKeys": [
                {"fields": "agreement", "reference": {"resource": "agreements", "fields": "slug"}},
                {"fields": "other", "reference": {"resource": "agreements", "fields": "slug"}},
            ],
            "missingValues": [""],
        },
    }


def boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


PARSED: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": boolean,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def faults(descriptor: dict[str, Any], found: dict[str, list[list[str]]]) -> list[tuple[str, ...]]:
    """What the tables hold against their schemas, as a program that reads the package would find it."""
    wrong = []
    for resource in descriptor["resources"]:
        name, schema = resource["name"], resource["schema"]
        headings, *rows = found[name]
        if headings != [field["name"] for field in schema["fields"]]:
            wrong.append((name, "headings"))
        for field, values in zip_longest(schema["fields"], zip(*rows, strict=True), fillvalue=()):
            limits = field.get("constraints", {})
            wrong += [(name, field["name"], "required") for value in values if limits.get("required") and not value]
            wrong += [
                (name, field["name"], "enum") for value in values if value and value not in limits.get("enum", [value])
            ]
            for value in filter(None, values):
                PARSED[field["type"]](value)
        key = schema.get("primaryKey") or schema["uniqueKeys"][0]
        keys = [tuple(row[headings.index(part)] for part in key) for row in rows]
        wrong += [(name, "key")] if len(keys) != len(set(keys)) else []
        for link in schema["foreignKeys"]:
            other, *there = found[link["reference"]["resource"] or name]
            slugs = {row[other.index("slug")] for row in there}
            here = {row[headings.index(link["fields"])] for row in rows} - {""}
            wrong += [(name, link["fields"], missing) for missing in here - slugs]
    return wrong


def test_the_package_keeps_what_its_schemas_promise(client: Client):
    make.whole_register()
    world = public_world_beside()
    for status in HIDDEN:
        hide(world, status)
    descriptor, found = package(client)
    assert all(len(rows) > 1 for rows in found.values())
    assert faults(descriptor, found) == []
    linked = {
        (resource["name"], link["fields"])
        for resource in descriptor["resources"]
        for link in resource["schema"]["foreignKeys"]
    }
    assert {
        ("areas", "parent"),
        ("partners", "province_then"),
        ("signatories", "party"),
        ("solutions", "provider"),
    } <= linked
    # A break of each kind is found.
    found["parties"][1][1] = "nobody"
    found["parties"][2][0] = ""
    found["outlets"].append(found["outlets"][1])
    assert set(faults(descriptor, found)) == {
        ("parties", "partner", "nobody"),
        ("parties", "agreement", "required"),
        ("outlets", "key"),
    }


def public_world_beside() -> dict[str, Any]:
    """The nouns that `hide` ties to, out of `whole_register`."""
    clause = Clause.objects.get()
    agreed = clause.agreement
    party = agreed.parties.first()
    return {
        "agreed": agreed,
        "clause": clause,
        "vnpt": party.partner,
        "province": tables()["areas"].objects.get(slug="hung-yen"),
        "person": tables()["people"].objects.get(),
        "solution": tables()["solutions"].objects.get(),
        "event": tables()["events"].objects.get(),
        "cited": tables()["passages"].objects.get(),
    }


def test_keys_with_an_empty_part_are_unique_keys(client: Client):
    descriptor, _tables = package(client)
    keys = {each["name"]: each["schema"].get("uniqueKeys") for each in descriptor["resources"]}
    assert {name: found for name, found in keys.items() if found} == {
        "area-names": [["area", "designation", "name"]],
        "deployments": [["solution", "partner", "area", "provider"]],
        "observations": [["indicator", "partner", "area", "as_of"]],
    }


def test_tables_of_the_package_are_those_of_the_lists(client: Client):
    make.whole_register()
    found = members(body(client, "/data/register.zip"))
    for name in tables():
        assert body(client, f"/data/{name}.csv") == found[f"{name}.csv"], name
    for model in RECORD_PAGES:
        name = model.collection
        for ending in ("csv", "json", "xlsx"):
            assert body(client, f"{reverse(name)}?format={ending}") == body(client, f"/data/{name}.{ending}"), name


def test_the_package_speaks_the_language_of_its_address(client: Client):
    titles = {
        address: json.loads(members(body(client, address))["datapackage.json"])["resources"][0]["title"]
        for address in ("/data/register.zip", "/en/data/register.zip")
    }
    assert titles == {"/data/register.zip": "Thỏa thuận", "/en/data/register.zip": "Agreements"}


# The workbook


def test_the_workbook_holds_the_same_and_says_what_it_means(client: Client):
    make.whole_register()
    book = openpyxl.load_workbook(io.BytesIO(body(client, "/en/data/register.xlsx")))
    assert book.sheetnames == ["about", *(model.collection for model in tables_in_order())]
    about = [[cell.value for cell in row] for row in book["about"]]
    assert about[:2] == [
        ["Table", "Column", "Name", "Type", "Meaning", "Terms"],
        [
            None,
            None,
            "Register of cooperation agreements",
            None,
            f"{dates.today()}, Creative Commons Attribution 4.0 International, "
            "https://creativecommons.org/licenses/by/4.0/",
            None,
        ],
    ]
    assert about[-3:] == [
        ["outlets", "slug", "Slug", "plain text", "The word in its address, e.g. nghe-an-2020.", None],
        ["outlets", "name", "Name", "plain text", None, None],
        ["outlets", "url", "Address", "plain text", None, None],
    ]
    terms = next(row[5] for row in about if row[:2] == ["signatories", "part"])
    assert terms == (
        "signed = signed; exchanged = exchanged the documents; attended = attended; spoke = spoke; "
        "not_said = part not said"
    )
    _descriptor, found = package(client)
    for name in tables():
        values = [[cell.value for cell in row] for row in book[name]]
        assert [row[0] for row in values] == [row[0] for row in found[name]], name
        assert [[value is not None for value in row] for row in values] == [
            [bool(text) for text in row] for row in found[name]
        ]


def test_what_a_workbook_cannot_hold_is_said_on_a_page(client: Client, monkeypatch: pytest.MonkeyPatch):
    make.whole_register()
    monkeypatch.setattr("records.export.xlsx_writer.MOST_ROWS", 2)
    for address, table in (("/en/data/register.xlsx", "about"), ("/en/data/areas.xlsx", "areas")):
        response = client.get(address)
        assert response.status_code == 400
        assert texts(response, "div", "problems") == [
            f"This cannot be shown as asked. format=xlsx: “{table}” has more than the 2 rows that a workbook "
            "holds: take CSV or JSON."
        ]
    assert client.get("/en/data/topics.xlsx").status_code == 200


# Every file


def test_files_are_named_and_typed(client: Client):
    told = {
        address: (response["Content-Disposition"], response["Content-Type"])
        for address in ("/data/register.zip", "/en/data/register.xlsx", "/data/areas.json", "/data/templates/areas.csv")
        for response in [client.get(address)]
    }
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert told == {
        "/data/register.zip": (f'attachment; filename="register_{dates.today()}.zip"', "application/zip"),
        "/en/data/register.xlsx": (f'attachment; filename="register_{dates.today()}.xlsx"', xlsx),
        "/data/areas.json": (f'attachment; filename="areas_{dates.today()}.json"', "application/json"),
        "/data/templates/areas.csv": ('attachment; filename="areas_template.csv"', "text/csv; charset=utf-8"),
    }


@pytest.mark.parametrize(
    "path", ["register.pdf", "register.csv", "nothing.csv", "areas.zip", "areas.xls", "templates/areas.json", "areas"]
)
def test_what_is_no_file_is_not_found(client: Client, path: str):
    assert client.get(f"/data/{path}").status_code == 404


def test_an_empty_register_has_every_file(client: Client):
    assert texts(client.get("/en/data/"), "p", "lead")[0].endswith(f"0 rows in {len(tables())} tables.")
    descriptor, found = package(client)
    assert "sources" not in descriptor
    assert faults(descriptor, found) == []
    assert {len(rows) for rows in found.values()} == {1}
    assert len(openpyxl.load_workbook(io.BytesIO(body(client, "/data/register.xlsx"))).sheetnames) == len(tables()) + 1
    assert json.loads(body(client, "/data/areas.json")) == []
    assert rows_of(body(client, "/data/templates/outlets.csv")) == [["slug", "name", "url"]]


def test_files_tell_nothing_hidden(client: Client):
    """The same bytes again, whatever is hidden, and no mark of it, packed or unpacked."""
    world = public_world()
    asked = ["/data/", "/en/data/", "/en/data/register.zip", "/en/data/register.xlsx", *files()]
    before = {address: body(client, address) for address in asked}
    for status in HIDDEN:
        hide(world, status)
    work_unseen(world)
    assert Agreement.objects.filter(title__contains=MARK).count() == 3
    for address in asked:
        now = body(client, address)
        assert now == before[address], address
        parts = members(now).values() if address.endswith(("zip", "xlsx")) else [now]
        assert not any(MARK.encode() in part for part in parts), address


def test_a_database_that_is_away_is_an_error_and_no_broken_file():
    def away(*args: Any) -> Any:
        raise OperationalError("secret of the database")

    client = Client(raise_request_exception=False)
    for address in ("/data/register.zip", "/data/register.xlsx", "/data/areas.csv", "/data/templates/areas.csv"):
        with connection.execute_wrapper(away):
            response = client.get(address)
        assert response.status_code == 503
        assert "secret" not in response.content.decode()


# Templates


def test_a_template_has_the_headings_to_import_over_two_public_rows(client: Client):
    make.whole_register()
    make.area("an-giang", name="An Giang", status=Status.DRAFT)
    assert rows_of(body(client, "/data/templates/areas.csv")) == [
        [
            "slug",
            "name",
            "level",
            "designation",
            "codes",
            "parent",
            "founded",
            "ended",
            "note",
        ],
        ["hung-yen", "Hung Yen", "province", "", "", "viet-nam", "", "", ""],
        ["thai-binh", "Thai Binh", "province", "", "", "viet-nam", "", "2025-07-01", ""],
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(body(client, "/data/templates/parties.xlsx"))).active
    assert sheet.title == "parties"
    assert [[cell.value for cell in row] for row in sheet] == [
        ["agreement", "partner", "side", "role", "name_as_printed", "passages", "certainty", "reason", "note"],
        ["thai-binh-2020", "vnpt", "provider", "principal", None, "bai-bao#paragraph-1", "stated", None, None],
        [
            "thai-binh-2020",
            "ubnd-tinh-thai-binh",
            "public_body",
            "principal",
            None,
            "bai-bao#paragraph-1",
            "stated",
            None,
            None,
        ],
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_imported_as_it_is_changes_nothing(client: Client, tmp_path: Any, ending: str):
    make.whole_register()
    for name in tables():
        path = tmp_path / f"{name}.{ending}"
        path.write_bytes(body(client, f"/data/templates/{name}.{ending}"))
        out = io.StringIO()
        call_command("import_records", name, path, "--json", stdout=out)
        told = json.loads(out.getvalue())
        assert (told["created"], told["updated"], told["refused"], told["errors"]) == (0, 0, 0, []), name
        assert told["unchanged"] in (1, 2), name


def test_all_tables_in_one_empty_workbook_are_read_as_they_are(client: Client, tmp_path: Any):
    make.whole_register()
    path = tmp_path / "mau.xlsx"
    path.write_bytes(body(client, "/data/templates/register.xlsx"))
    sheets = openpyxl.load_workbook(path)
    names = [model.collection for model in tables_in_order()]
    assert sheets.sheetnames == ["about", *names]
    assert [sheets[name].max_row for name in names] == [1] * len(names)
    assert [cell.value for cell in sheets["outlets"][1]] == ["slug", "name", "url"]
    out = io.StringIO()
    call_command("import_records", "all", path, "--json", "--dry-run", stdout=out)
    assert json.loads(out.getvalue())["errors"] == []
    call_command("export_records", "all", tmp_path / "again.xlsx", "--empty", stdout=out)
    assert openpyxl.load_workbook(tmp_path / "again.xlsx").sheetnames == sheets.sheetnames


# Queries


def test_queries_do_not_grow_with_the_register(client: Client):
    client.get("/data/")  # whatever was asked before: its counts are known from here on, and out of date each time
    make.whole_register()
    addresses = ["/data/", "/data/register.zip", "/data/register.xlsx", "/data/areas.csv", "/data/templates/areas.csv"]
    few = {address: queries(client, address) for address in addresses}
    Outlet.objects.bulk_create(
        [Outlet(slug=f"bao-{number}", name=f"Báo {number}", status=Status.PUBLISHED) for number in range(200)]
    )
    count_rows()
    assert {address: queries(client, address) for address in addresses} == few
    assert few == {
        "/data/": len(tables()) + 1,
        # The keys of each table, and then a thousand rows at a time.
        "/data/register.zip": 2 * len(tables()) + 1,
        "/data/register.xlsx": 2 * len(tables()),
        "/data/areas.csv": 2,
        "/data/templates/areas.csv": 3,
    }


def test_the_page_counts_again_only_when_something_has_changed(client):
    make.outlet()

    def asked():
        with CaptureQueriesContext(connection) as found:
            content = client.get("/en/data/").content.decode()
        return sum("COUNT(*)" in query["sql"] for query in found.captured_queries), content

    asked()
    before, _content = asked()
    make.outlet("moi")
    again, content = asked()
    assert (before, again >= len(tables())) == (0, True)
    assert "2 rows" in " ".join(content.split())
    assert asked()[0] == 0


def test_the_register_as_a_database_holds_what_the_api_shows(seeded: None, client: Client, tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    answer = client.get("/data/register.sqlite")
    assert answer["Content-Type"] == "application/vnd.sqlite3"
    path.write_bytes(b"".join(answer))
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        for name, model in tables().items():
            rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]
            shown = json.loads(b"".join(client.get(f"/data/{name}.json")))
            many = {column.name for column in model.columns() if column.many}
            assert [{k: json.loads(v) if k in many else v for k, v in row.items()} for row in rows] == shown, name
        joined = "SELECT count(*) FROM clauses JOIN agreements ON agreements.slug = clauses.agreement"
        assert database.execute(joined).fetchone()[0] == database.execute("SELECT count(*) FROM clauses").fetchone()[0]
        assert dict(database.execute("SELECT * FROM about"))["licence"] == "CC-BY-4.0"

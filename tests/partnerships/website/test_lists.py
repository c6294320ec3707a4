"""Rows of lists: said in Python as the database and the templates of single records say it."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import translation

from articles.models import Certainty
from partnerships.area_tree import places
from partnerships.models import Agreement, Area, Partner, Party
from partnerships.models.lifecycle import lifecycle, lifecycle_certain, state_of
from partnerships.website.pages.list_rows import AGREEMENT, rows_of
from records import dates
from tests import factories as make
from tests.pages import attributes, queries, slugs, texts

pytestmark = pytest.mark.django_db

TODAY = date(2020, 6, 15)
PERIODS = [
    "",
    "2014/2020",
    "2020-06-15/2020-06-15",
    "2021/2025",
    "2010/2019",
    "2019?/2021",
    "2015/..",
    "../2022",
    "/2010",
]
ENDED = ["", "2020", "2019-01-01", "2019?", "2021", "[..2020-06-15]", "[2020-06-16..]"]


def test_a_row_stands_where_the_database_says_it_does() -> None:
    cases = [
        case
        for case in product(PERIODS, ENDED, (Certainty.STATED, Certainty.DISPUTED))
        if not (case[0] == "/2010" and case[1])
    ]
    for number, (period, terminated, certainty) in enumerate(cases):
        make.agreement(f"so-{number}", period=period, terminated=terminated, certainty=certainty, note="Vì sao.")
    rows = Agreement.objects.values_list(
        lifecycle(TODAY), lifecycle_certain(TODAY), "period", "terminated", "certainty"
    )
    assert len(rows) == len(cases)
    for state, certain, *columns in rows:
        known, doubt = state_of(*columns, TODAY)
        assert (known, doubt is None) == (state, certain), columns


def test_a_row_says_what_it_shows_once_and_draws_its_period(client: Client) -> None:
    today = make.area("hung-yen", name="Hưng Yên", designation="Tỉnh")
    gone = make.area("thai-binh", name="Thái Bình", designation="Tỉnh", ended="2025-07-01", succeeded_by=today)
    ended = make.area(
        "thieu-hoa",
        name="Thiệu Hóa",
        designation="Huyện",
        level=Area.Level.DISTRICT,
        ended="2025-07-01",
        parent=make.area("thanh-hoa", name="Thanh Hóa", designation="Tỉnh"),
    )
    agreed = make.agreement("thai-binh-2014", title="Thỏa thuận", signed="2014-10-15", period="2014/2999")
    make.party(agreed, make.partner("vnpt", name="VNPT", area=today))
    make.party(agreed, make.partner("ubnd", name="UBND tỉnh", area=gone), Party.Side.PUBLIC_BODY)
    make.party(agreed, make.partner("huyen", name="UBND huyện", area=ended), Party.Side.PUBLIC_BODY)
    make.party(agreed, make.partner("kin", name="Kín", area=gone, status="draft"), Party.Side.PUBLIC_BODY)
    make.agreement("khong-ngay", title="Không ngày")
    response = client.get("/en/agreements/")
    assert texts(response, "li", "row") == [
        "Thỏa thuận VNPT · UBND tỉnh · UBND huyện Tỉnh Thái Bình, now part of Tỉnh Hưng Yên"
        "Huyện Thiệu Hóa, Tỉnh Thanh Hóa, ended on 1 July 2025 Signed 15 October 2014 Period 2014–2999 in force",
        "Không ngày Day of signing not known period not known",
    ]
    assert attributes(response, "time", "datetime") == ["2025-07-01", "2014-10-15"]
    assert attributes(response, "svg", "class", "bar") == ["bar bar-in_force", "bar bar-unknown"]
    assert "/en/agreements/thai-binh-2014/" in attributes(response, "a", "href")
    assert "/agreements/thai-binh-2014/" in attributes(client.get("/agreements/"), "a", "href")


def test_an_area_inside_a_hidden_one_is_told_without_it() -> None:
    hidden = make.area("an", status="draft")
    inside = make.area("xa", name="Xã", level=Area.Level.DISTRICT, parent=hidden)
    told = places().then_and_now(inside.pk)
    assert told
    assert (told.area, told.around, told.today) == (inside, None, None)
    assert places().then_and_now(hidden.pk) is None
    assert places().then_and_now(None) is None
    assert places().slugs_around(inside.pk) == {"xa"}
    Area.objects.filter(pk=hidden.pk).update(status="published")
    assert places().slugs_around(inside.pk) == {"xa", "an"}


def test_dates_are_cached_in_the_language_they_were_formatted_in() -> None:
    for language, said in (("vi", "tháng 6/2018"), ("en", "June 2018"), ("vi", "tháng 6/2018")):
        with translation.override(language):
            assert dates.format_date("2018-06") == said


def test_rows_come_in_the_order_of_the_list(client: Client) -> None:
    for number in (2, 1, 3):
        make.agreement(f"so-{number}", title=f"Số {number}", signed=f"201{number}")
    assert slugs(client.get("/en/agreements/?ordering=title")) == ["so-1", "so-2", "so-3"]
    assert slugs(client.get("/en/agreements/")) == ["so-3", "so-2", "so-1"]
    found = Agreement.objects.public().order_by("sort_key").values_list(*AGREEMENT)
    assert [row.name for row in rows_of(found)] == ["Số 1", "Số 2", "Số 3"]


def test_a_list_page_of_101_rows_takes_the_queries_of_one(client: Client) -> None:
    address = "/en/agreements/?page_size=200"
    make.signed_agreement("mau", signed="2014", period="2014/2020")
    places()  # known until an area changes
    one = queries(client, address)
    group = Partner.objects.get(slug="vnpt")
    for number in range(100):
        make.party(make.agreement(f"so-{number}", signed="2014", period="2014/2020"), group)
    caches["pages"].clear()
    assert queries(client, address) == one
    # In another order nothing is counted again.
    assert queries(client, f"{address}&ordering=title") <= one - 10
    assert len(texts(client.get(address), "li", "row")) == 101


@pytest.mark.parametrize("command", ["seed", "migrate"])
def test_the_database_knows_its_tables_from_the_start(seeded: None, command: str) -> None:
    """Else SQLite sorts the whole list each time, for a new index looks better than the one that holds it in order."""
    make.agreement("them")
    call_command(command, verbosity=0)
    known = {
        "sqlite": "SELECT idx, CAST(stat AS integer) FROM sqlite_stat1 WHERE tbl = 'partnerships_agreement'",
        "postgresql": "SELECT relname, reltuples::int FROM pg_class WHERE relname = 'partnerships_agreement'",
    }
    with connection.cursor() as cursor:
        cursor.execute(known[connection.vendor])
        found = dict(cursor.fetchall())
    assert set(found.values()) == {Agreement.objects.count()}
    if connection.vendor == "sqlite":
        assert {"partnerships_agreement_list", "partnerships_agreement_facets"} <= set(found)
        assert "TEMP B-TREE" not in Agreement.objects.public().values_list("pk")[:50].explain()


def test_topics_and_solutions_say_how_much_there_is_behind_them(client: Client) -> None:
    topic = make.topic("ha-tang", label_en="Infrastructure")
    make.topic("y-te", label_en="Health")
    for slug, status in (("mot", "published"), ("hai", "published"), ("ba", "draft")):
        make.clause(make.agreement(slug, status=status), topics=[topic])
    assert texts(client.get("/en/topics/"), "p", "when") == ["2 agreements", "0 agreements"]
    solution = make.solution("ioffice", provider=make.partner("vnpt", name="VNPT"))
    make.solution("mang", name="Mạng", provider=make.partner("an", status="draft"))
    make.deployment(solution, area=make.area())
    make.deployment(solution, partner=make.partner("ubnd"), status="draft")
    assert texts(client.get("/en/solutions/"), "div", "when") == ["In use in 1 place (as of 2020) VNPT", ""]

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
from partnerships.models import Agreement, AgreementCitation, AgreementReading, Area, Lifecycle, Partner, Party
from partnerships.models.area_tree import places
from partnerships.models.lifecycle import Doubt, Known, lifecycle, lifecycle_certain, other_readings, state_of
from partnerships.website.pages.list_rows import with_parties
from records import dates, pagination
from records.dates import UncertainDate
from tests import factories as make
from tests.pages import attributes, queries, slugs, texts
from tests.statistics import count_rows

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


SIGNED = ["", "2014-09-13", "2020", "2020?-06-16", "[..2020-06-15]", "[2020-06-16..]"]
READ: list[dict[str, str]] = [
    {},
    {"period": "2016/2019"},
    {"period": "2021/2022"},
    {"period": "2018/.."},
    {"period": "2019?/2030"},
    {"signed": "2020-06-14"},
    {"signed": "[2020-06-16..]", "period": "2010-06/2020-06-15"},
    {"kind": "minutes"},
]
DATED = ("signed", "period", "terminated", "certainty", other_readings())


def test_a_row_stands_where_the_database_says_it_does() -> None:
    cases = [
        *((*case, "", {}) for case in product(PERIODS, ENDED, Certainty)),
        *(
            (period, "", *case)
            for period, *case in product(PERIODS, (Certainty.STATED, Certainty.DISPUTED), SIGNED, READ)
        ),
    ]
    place = make.passage()
    terms = {"title": "Số", "kind": "plan", "note": "Vì sao.", "status": "published"}
    made = [
        Agreement(slug=f"so-{number}", signed=signed, period=period, terminated=ended, certainty=certainty, **terms)
        for number, (period, ended, certainty, signed, _read) in enumerate(cases)
    ]
    read = dict(zip(Agreement.objects.bulk_create(made), (case[-1] for case in cases), strict=True))
    cited = AgreementCitation.objects.bulk_create(
        AgreementCitation(fact=fact, passage=place) for fact, said in read.items() if said
    )
    AgreementReading.objects.bulk_create(
        AgreementReading(citation=each, field=field, value=value)
        for each in cited
        for field, value in read[each.fact].items()
    )
    count_rows()  # else PostgreSQL plans for a table without rows
    for day in (TODAY, date(2014, 9, 12), date(2016, 7, 1), date(2020, 12, 31), date(2022, 1, 1), date(2031, 1, 1)):
        rows = Agreement.objects.values_list(lifecycle(day), lifecycle_certain(day), *DATED)
        assert len(rows) == len(cases)
        for state, certain, *columns in rows:
            known, doubt = state_of(Known.of(*columns), day)
            assert (known, doubt is None) == (state, certain), (columns, day)


def test_possibly_means_any_reading_and_certainly_all_of_them() -> None:
    ended = UncertainDate()

    def alone(signed: str, period: str, day: date) -> tuple[Lifecycle, bool]:
        state, doubt = state_of(Known.of(signed, period, ended, Certainty.STATED, ""), day)
        return state, doubt is None

    others = [read for read in READ if read and "kind" not in read]
    for signed, period, read, day in product(SIGNED, filter(None, PERIODS), others, (TODAY, date(2019, 6, 1))):
        said = ";".join(f"{name}={value}" for name, value in read.items())
        state, doubt = state_of(Known.of(signed, period, ended, Certainty.DISPUTED, said), day)
        signings = [signed, read["signed"]] if signed and "signed" in read else [signed]
        each = [alone(one, other, day) for one in signings for other in (period, read.get("period", period))]
        states = {found for found, _certain in each}
        if state is Lifecycle.UNSIGNED:
            assert states == {state}
        assert (Lifecycle.IN_FORCE in states) is (state is Lifecycle.IN_FORCE), (signed, period, read, day)
        assert (doubt is None) is (len(states) == 1 and all(certain for _found, certain in each))


def test_what_differs_without_touching_the_question_leaves_no_doubt() -> None:
    known = Known.of("", "2015/2019", UncertainDate(), Certainty.DISPUTED, "period=2016/2019")
    assert state_of(known, date(2026, 11, 28)) == (Lifecycle.EXPIRED, None)
    assert state_of(known, date(2015, 7, 1)) == (Lifecycle.IN_FORCE, Doubt.DISPUTED)
    without = Known.of("", "2015/2019", UncertainDate(), Certainty.DISPUTED, "")
    assert state_of(without, date(2026, 11, 28)) == (Lifecycle.EXPIRED, Doubt.DISPUTED)


def test_an_agreement_is_none_before_the_day_it_was_signed(client: Client) -> None:
    make.agreement("nghe-an-2014", signed="2014-09-13", period="2014/2020")
    make.agreement("ca-nam", signed="2014", period="2014-01-01/2020")
    for day, found in (("2014-03-01", ["ca-nam"]), ("2014-09-13", ["ca-nam", "nghe-an-2014"])):
        assert sorted(slugs(client.get(f"/agreements/?in_force_on={day}"))) == found
    assert slugs(client.get("/agreements/?in_force_on=2014-03-01&certainly=true")) == []
    assert slugs(client.get("/agreements/?in_force_on=2015-01-01&certainly=true&ordering=title")) == [
        "ca-nam",
        "nghe-an-2014",
    ]


def test_ranges_and_years_of_a_date_that_is_read_in_two_ways(client: Client) -> None:
    place = make.passage()
    agreement = make.agreement("hai-nam", signed="2015-05-01", passages=[place])
    make.reads(agreement, place, signed="2016-05-01")
    one = make.agreement("mot-nam", signed="2015-03-01", passages=[place])
    make.reads(one, place, signed="2015-04-01")

    def found(query: str) -> list[str]:
        return sorted(slugs(client.get(f"/agreements/?{query}")))

    assert found("signed_from=2016") == ["hai-nam"]
    assert found("signed_to=2015") == ["hai-nam", "mot-nam"]
    assert found("signed_certainly_from=2015") == ["hai-nam", "mot-nam"]
    assert found("signed_certainly_to=2015") == ["mot-nam"]
    assert found("signed_certainly_from=2015-04-01") == ["hai-nam"]
    assert found("year=2015") == ["mot-nam"]
    assert found("year=2016") == []
    assert found("year=unknown") == ["hai-nam"]
    (years,) = [facet for facet in client.get("/agreements/").context["form"].facets if facet.name == "year"]
    assert [(choice.value, choice.count) for choice in years.groups[0].first] == [("2015", 1), ("unknown", 1)]
    place.status = "draft"
    place.save()
    assert found("year=2015") == ["hai-nam", "mot-nam"]


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
    assert texts(response, "tr", "agreement") == [
        "Thỏa thuận VNPT · UBND tỉnh · UBND huyện Thái Bình province, now part of Hưng Yên province "
        "Thiệu Hóa district, Thanh Hóa province, until 30 June 2025 15 October 2014 2014–2999 in force",
        "Không ngày Day of signing not known period not known",
    ]
    assert attributes(response, "time", "datetime") == ["2025-06-30", "2014-10-15"]
    assert attributes(response, "svg", "class", "bar") == ["bar bar-in_force", "bar bar-unknown"]
    assert "/en/agreements/thai-binh-2014/" in attributes(response, "a", "href")
    assert "/agreements/thai-binh-2014/" in attributes(client.get("/agreements/"), "a", "href")


def test_an_area_inside_a_hidden_one_is_told_without_it() -> None:
    hidden = make.area("an", status="draft")
    inside = make.area("xa", name="Xã", level=Area.Level.DISTRICT, parent=hidden)
    told = places().then_and_now(inside.pk)
    assert told
    assert (told.area, told.around, told.today) == (inside, None, ())
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
    found = Agreement.objects.public().order_by("sort_key").with_readings()
    assert [row.title for row in with_parties(found)] == ["Số 1", "Số 2", "Số 3"]


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
    response = client.get(address)
    assert len(texts(response, "tr", "agreement")) == 101
    assert len(response.templates) < 20  # none for a row


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


def test_topics_stand_by_the_names_that_the_reader_sees(client: Client) -> None:
    for slug, *labels in (
        ("y-te", "Y tế", "Health"),
        ("cntt", "Công nghệ", "IT"),
        ("ha-tang", "Hạ tầng", "infrastructure"),
    ):
        make.topic(slug, **dict(zip(("label_vi", "label_en"), labels, strict=True)))
    vietnamese, english = ["cntt", "ha-tang", "y-te"], ["y-te", "ha-tang", "cntt"]
    assert slugs(client.get("/topics/")) == slugs(client.get("/topics/?ordering=label")) == vietnamese
    assert slugs(client.get("/en/topics/")) == slugs(client.get("/en/topics/?ordering=label")) == english
    assert slugs(client.get("/en/topics/?ordering=-label")) == english[::-1]
    for language, expected in (("vi", vietnamese), ("en", english)):
        found = client.get("/api/v1/topics/?ordering=label", headers={"accept-language": language}).json()["results"]
        assert [row["slug"] for row in found] == expected


def test_topics_and_solutions_say_how_much_there_is_behind_them(client: Client) -> None:
    topic = make.topic("ha-tang", label_en="Infrastructure")
    hoped = make.topic("y-te", label_en="Health")
    for slug, status in (("mot", "published"), ("hai", "published"), ("ba", "draft")):
        make.clause(make.agreement(slug, status=status), topics=[topic])
    assert texts(client.get("/en/topics/"), "td", "num") == ["0", "2"]
    for number, kind in ((2, "wish"), (3, "reported_deed")):
        for slug in ("mot", "ba"):
            make.clause(Agreement.objects.get(slug=slug), number, kind=kind, topics=[hoped])
    apart = "2 clauses, hoped for or told of as done, not promised"
    found = client.get("/en/topics/")
    assert texts(found, "td", "num") == ["0", "2"]
    assert f"Health {apart}" in texts(found, "th")
    solution = make.solution("ioffice", provider=make.partner("vnpt", name="VNPT"))
    make.solution("mang", name="Mạng", provider=make.partner("an", status="draft"))
    make.deployment(solution, area=make.area())
    make.deployment(solution, partner=make.partner("ubnd"), status="draft")
    assert texts(client.get("/en/solutions/"), "div", "when") == ["In use in 1 place (as of 2020) VNPT", ""]


def test_a_year_that_is_asked_for_counts_beside_what_may_have_been_signed_then(client: Client):
    make.agreement("nghe-an-2014", signed="2014-09-13")
    make.agreement("thai-binh-2014", signed="[..2014-10-15]")
    make.agreement("khong-ro")
    response = client.get("/en/agreements/?year=2014&kind=agreement")
    assert slugs(response) == ["nghe-an-2014"]
    assert "and 1 of no certain year, which may have been signed in 2014" in texts(response, "p")
    way = "?kind=agreement&signed_from=2014&signed_to=2014"
    assert way in attributes(response, "a", "href")
    within = client.get(f"/en/agreements/{way}")
    assert sorted(slugs(within)) == ["nghe-an-2014", "thai-binh-2014"]
    assert texts(within, "h1") == ["Agreements signed from 2014 to 2014: cooperation agreement"]
    assert "no certain year" not in client.get("/en/agreements/?year=2015").content.decode()


def test_agreements_are_narrowed_by_the_end_of_their_periods(client: Client):
    make.signed_agreement("mot", signed="2014", period="2014/2020")
    make.signed_agreement("hai", signed="2020", period="2020/2025")
    response = client.get("/en/agreements/?period_end_from=2025")
    assert slugs(response) == ["hai"]
    assert {"period_end_from", "period_end_to"} <= set(attributes(response, "input", "name"))
    assert "End of the period, from" in texts(response, "label")


def test_a_page_of_a_list_is_jumped_to_with_what_narrows_it(client: Client):
    for number in range(3):
        make.agreement(f"so-{number}", signed="2014")
    response = client.get("/en/agreements/?year=2014&page_size=1&page=2")
    jump = client.get("/en/agreements/", {**dict(response.context["kept"]), "page": "3"})
    assert jump.context["page"].number == 3
    assert texts(response, "label")[-1] == "Go to page"


def test_each_page_of_a_list_has_an_address_of_its_own(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pagination, "PER_PAGE", 2)
    for slug in ("y-te", "cntt", "ha-tang"):
        make.topic(slug)
    for asked, own in (("", ""), ("?page=1", ""), ("?page=2", "?page=2"), ("?page=2&ordering=-label", "?page=2")):
        page = client.get(f"/en/topics/{asked}").content.decode()
        assert f'rel="canonical" href="http://testserver/en/topics/{own}"' in page

"""The register over the years, by topic, and its figures over time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from partnerships.models import Agreement, Indicator, Observation, Partner
from partnerships.website.charts import year_columns
from partnerships.website.charts.series import in_series
from partnerships.website.counts import periods
from records.models import Status
from tests import factories as make
from tests.pages import attributes, queries, slugs, texts
from tests.statistics import count_rows

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HIDDEN = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)
DOUBT = {"certainty": "disputed", "note": "Bài viết hai giai đoạn."}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.dates.today", lambda: date(2020, 11, 22))


# Columns


def row(name: int, **counts: int) -> year_columns.Row:
    return year_columns.Row(name, str(name), counts, f"year={name}")


TERMS = [year_columns.Term("a", "A", 4), year_columns.Term("b", "B", 1), year_columns.Term("never", "N", 2)]


def test_columns_stack_in_the_order_of_the_terms_on_one_scale():
    drawn = year_columns.columns([row(2019, b=1, a=3), row(2020, a=1)], TERMS)
    assert [term.term for term in drawn.terms] == ["a", "b"]
    assert [(level.value, level.y) for level in drawn.levels] == [(0, "204.0"), (2, "114.0"), (4, "24.0")]
    stacks = [[(part.term, part.count, part.y, part.height) for part in column.parts] for column in drawn.columns]
    assert stacks == [[("a", 3, "69.0", "135.0"), ("b", 1, "24.0", "45.0")], [("a", 1, "159.0", "45.0")]]
    assert [(column.row.name, column.top, column.counts) for column in drawn.columns] == [
        (2019, "24.0", [3, 1]),
        (2020, "159.0", [1, 0]),
    ]
    assert drawn.highest.row.name == 2019


def test_only_as_many_columns_are_named_as_a_phone_has_room_for():
    drawn = year_columns.columns([row(year, a=1) for year in range(1991, 2021)], TERMS)
    assert [column.row.name for column in drawn.columns if column.named] == [1995, 2000, 2005, 2010, 2015, 2020]


@pytest.mark.parametrize(("value", "top"), [(0, 2), (1, 2), (2, 2), (3, 4), (9, 10), (41, 60), (6582, 8000)])
def test_a_scale_ends_at_a_round_number_that_has_a_half(value: int, top: int):
    assert year_columns.ceiling(value) == top


# By year of signing


def signings() -> None:
    make.agreement("het-han-2018", signed="2018-06", period="2018/2019")
    make.agreement("dang-2018", signed="2018-01-05", period="2018/2025")
    make.agreement("dang-2020", signed="2020?-11", period="2020/2025", **{**DOUBT, "certainty": "inferred"})
    make.agreement("truoc-2019", signed="[..2019-10-15]", period="2019/2025")
    make.agreement("hai-nam", signed="[2018-12-01..2019-01-31]", kind=Agreement.Kind.PLAN)
    make.agreement("khong-ro")


def drawn_counts(response: Any, name: str) -> dict[int, dict[str, int]]:
    chart = getattr(response.context[name], "chart", response.context[name])
    return {column.row.name: {part.term: part.count for part in column.parts} for column in chart.columns}


def test_years_count_what_was_signed_then_for_certain_and_possibly(client: Client):
    signings()
    response = client.get("/en/trends/")
    assert drawn_counts(response, "signed") == {
        2018: {"in_force": 1, "expired": 1, "possibly": 2},
        2019: {"possibly": 2},
        2020: {"in_force": 1},
    }
    assert texts(response, "ul", "remark") == [
        "The date of 1 agreement is inferred; its page says from what. "
        "The year of 2 agreements is not known; they stand in each year of the chart in which they may have been "
        "signed. "
        "1 agreement has no known date of signing."
    ]
    by_kind = client.get("/en/trends/?by=kind")
    assert drawn_counts(by_kind, "signed")[2018] == {"agreement": 2, "possibly": 2}


def test_the_table_has_the_numbers_of_the_drawing(client: Client):
    signings()
    response = client.get("/en/trends/")
    assert texts(response, "tr")[:4] == [
        "Year In force Expired Possibly that year Together",
        "2018 1 1 2 4",
        "2019 0 0 2 2",
        "2020 1 0 0 1",
    ]
    assert texts(response, "desc")[0] == "Most in 2018: 4."


def test_each_column_is_as_high_as_the_list_it_leads_to(client: Client):
    signings()
    response = client.get("/en/trends/")
    found = [*response.context["signed"].chart.columns, *response.context["in_force"].columns]
    lists = [client.get(f"/agreements/?{column.row.query}").context["page"].count for column in found]
    assert [column.row.total for column in found] == lists
    links = attributes(response, "a", "href")
    assert {f"/en/agreements/?{column.row.query}" for column in found if column.row.total} <= set(links)


def test_years_that_find_no_room_are_said_to_be_missing(client: Client):
    for slug, signed in (("xua", "1975"), ("cu", "1991"), ("sau", "2031")):
        make.agreement(slug, signed=signed)
    response = client.get("/en/trends/")
    assert list(drawn_counts(response, "signed"))[::29] == [1991, 2020]
    assert texts(response, "ul", "remark") == ["2 agreements of other years are not drawn."]


def test_a_register_without_dates_draws_no_years(client: Client):
    empty = client.get("/en/trends/")
    assert texts(empty, "main")[0].endswith("Nothing has been published here yet.")
    make.agreement("khong-ro")
    response = client.get("/en/trends/")
    assert (response.context["signed"], response.context["in_force"], response.context["topics"]) == (None, None, [])


# In force by year


def many_periods() -> None:
    kinds = ["2014/2016", "2014-05-01/2016-12-31", "2014?/2018", "2015/..", "../2015", "2016-07/2017-06", "2019/2021"]
    for place, period in enumerate(kinds):
        make.agreement(f"so-{place}", period=period)
        make.agreement(f"dung-{place}", period=period, terminated="2016")
        make.agreement(f"ngung-{place}", period=period, terminated="[..2016-03-01]")
        make.agreement(f"co-le-{place}", period=period, terminated="2016-12-31?")
        make.agreement(f"hai-{place}", period=period, **DOUBT)


def test_what_is_drawn_as_in_force_is_what_the_lifecycle_says():
    many_periods()
    make.agreement("nhap", period="2014/2020", status=Status.DRAFT)
    days = [date(year, month, day) for year in range(2013, 2023) for month, day in ((1, 1), (5, 1), (12, 31))]
    public = Agreement.objects.public()
    expected = [(public.in_force(day).count(), public.in_force(day, certainly=True).count()) for day in days]
    counted = [periods().in_force(day) for day in days]
    found = [(certain + possible, certain) for certain, possible in counted]
    assert found == expected
    assert len(set(found)) > 8


def test_in_force_is_counted_at_the_end_of_each_year_and_today(client: Client):
    make.agreement("chac", period="2017-01-01/2020-12-31")
    make.agreement("co-the", period="2018/2020")
    response = client.get("/en/trends/")
    assert drawn_counts(response, "in_force") == {
        2017: {"certain": 1},
        2018: {"certain": 2},
        2019: {"certain": 2},
        2020: {"certain": 1, "possibly": 1},
    }
    assert texts(response, "tr")[-1] == "22 November 2020 1 1 2"


# By topic


def test_topics_count_agreements_once_and_most_first(client: Client):
    web, road = make.topic("ha-tang"), make.topic("giao-thong")
    make.topic("y-te")
    one, other = make.agreement("mot"), make.agreement("hai")
    for number, agreed, topics in ((1, one, [web, road]), (2, one, [web]), (1, other, [web])):
        make.clause(agreed, number, topics=topics)
    response = client.get("/en/trends/")
    assert [(each.topic.slug, each.count, each.width) for each in response.context["topics"]] == [
        ("ha-tang", 2, "100.00%"),
        ("giao-thong", 1, "50.00%"),
    ]
    assert [topic.slug for topic in response.context["unused_topics"]] == ["y-te"]
    for each in response.context["topics"]:
        assert len(slugs(client.get(f"/agreements/?topic={each.topic.slug}"))) == each.count


# Nothing hidden, bounded


@pytest.mark.parametrize("status", HIDDEN)
def test_hidden_agreements_and_topics_are_in_no_chart(client: Client, status: str):
    signings()
    field = make.topic()
    make.clause(Agreement.objects.get(slug="dang-2018"), topics=[field])
    pages = ["/trends/", "/trends/?by=kind"]
    before = {page: client.get(page).content for page in pages}
    hidden = make.agreement("an", signed="2016", period="2016/2025", status=status)
    make.clause(hidden, topics=[field, make.topic("an", status=status)])
    make.clause(Agreement.objects.get(slug="dang-2018"), 2, topics=[make.topic("kin", status=status)])
    assert {page: client.get(page).content for page in pages} == before


def test_trends_refuse_what_they_do_not_know(client: Client):
    response = client.get("/en/trends/?by=colour")
    assert response.status_code == 400
    assert texts(response, "code") == ["by=colour"]


def test_trends_ask_as_much_for_200_agreements_as_for_2(client: Client):
    signings()

    def asked(start: int, stop: int) -> int:
        terms = {"title": "Cũ", "kind": "plan", "signed": "2019", "period": "2019/2021", "status": Status.PUBLISHED}
        Agreement.objects.bulk_create([Agreement(slug=f"so-{n}", **terms) for n in range(start, stop)])
        count_rows()
        return queries(client, "/trends/")

    client.get("/trends/")  # what is known of before is asked whether it still holds
    few = asked(0, 2)
    assert asked(2, 200) == few <= 16


# Figures over time


@pytest.fixture
def figures() -> Indicator:
    """One province over six years, as exactly as the articles say it; another one once."""
    of = make.indicator("phu-song", name="Xã phủ sóng")
    doubt = {"certainty": "inferred", "note": "Năm suy ra."}
    place = make.area("nghe-an", name="Nghệ An", designation="Tỉnh")
    for as_of, value, more in (
        ("2014-03", 100, {"bound": "at_least"}),
        ("2016", 200, {"bound": "about"}),
        ("2017-06-05", 240, {"denominator": 460}),
        ("2018?-01-01", 300, {"bound": "almost", **doubt}),
        ("[..2019-05-01]", 350, {"bound": "at_most"}),
    ):
        make.observation(of, area=place, as_of=as_of, value=value, passages=[make.passage(number=value)], **more)
    make.observation(of, area=make.area("hue"), as_of="2014", value=9)
    return of


def test_values_stand_where_they_are_known_to_and_no_more_exactly(figures: Indicator):
    (series,) = in_series(figures.observations.public().with_subject())
    assert (series.first, series.last, str(series.subject)) == (2014, 2019, "Tỉnh Nghệ An")
    marks = {str(mark.observation.as_of): mark for mark in series.marks}
    assert list(marks) == ["2014-03", "2016", "2017-06-05", "2018?-01-01", "[..2019-05-01]"]
    spans = {day: mark.span and (mark.span.x, mark.span.width, len(mark.ends)) for day, mark in marks.items()}
    assert spans == {
        "2014-03": ("2.69%", "1.37%", 2),
        "2016": ("33.32%", "16.66%", 2),
        "2017-06-05": None,
        "2018?-01-01": None,
        "[..2019-05-01]": ("0.00%", "88.82%", 1),
    }
    assert marks["[..2019-05-01]"].x == "88.82%"
    assert [day for day, mark in marks.items() if mark.doubtful] == ["2018?-01-01"]
    assert [float(mark.y) for mark in series.marks] == sorted((float(mark.y) for mark in series.marks), reverse=True)
    assert series.has_spans and series.has_doubts


def test_an_indicator_shows_its_values_over_time_and_each_with_its_source(client: Client, figures: Indicator):
    response = client.get("/en/indicators/phu-song/")
    assert texts(response, "h1") == ["Xã phủ sóng"]
    assert texts(response, "title")[1:] == ["Xã phủ sóng: Nghệ An province"]
    assert texts(response, "desc") == ["5 values from 2014 to 2019; the table has each with its day."]
    assert texts(response, "tr")[1:6] == [
        "March 2014 at least 100",
        "2016 about 200",
        "5 June 2017 240/460",
        "1 January 2018 (year inferred) (inferred) almost 300",
        "no later than 1 May 2019 at most 350",
    ]
    assert texts(response, "ul", "marks-key") == [
        "exactly about at least at most almost some day along the line inferred or disputed"
    ]
    assert len(texts(response, "td", "figure")) == 6


def test_one_value_is_no_series(client: Client):
    of = make.indicator()
    make.observation(of, partner=make.partner(), as_of="2014", value=9)
    make.observation(of, area=make.area(), as_of="2014", value=9)
    make.observation(of, partner=make.partner("fpt"), value=9)
    response = client.get(f"/en/indicators/{of.slug}/")
    assert texts(response, "figure") == []
    assert len(texts(response, "td", "figure")) == 3


def test_a_partner_shows_its_figures_over_time(client: Client):
    of = make.indicator()
    for year in ("2014", "2016"):
        make.observation(of, partner=make.partner() if year == "2014" else Partner.objects.get(), as_of=year)
    response = client.get("/en/partners/vnpt/")
    assert len(texts(response, "figure", "series")) == 1
    assert "/en/indicators/phu-song-4g/" in attributes(response, "a", "href")


@pytest.mark.parametrize("status", HIDDEN)
def test_hidden_values_are_not_drawn(client: Client, figures: Indicator, status: str):
    before = client.get("/indicators/phu-song/").content
    place = figures.observations.public().first().area
    make.observation(figures, area=place, as_of="2013", value=999, status=status)
    make.observation(figures, area=make.area("an", status=status), as_of="2013", value=999)
    assert client.get("/indicators/phu-song/").content == before
    Indicator.objects.filter(pk=figures.pk).update(status=status)
    assert client.get("/indicators/phu-song/").status_code == 404
    assert "phu-song" not in client.get("/indicators/").content.decode()


def test_indicators_are_listed_and_downloaded(client: Client, figures: Indicator):
    response = client.get("/en/indicators/")
    assert slugs(response) == ["phu-song"]
    assert texts(response, "h2")[0] == "1 indicator"
    assert client.get("/indicators/?format=json").status_code == 200


def test_an_indicator_asks_as_much_for_50_values_as_for_2(client: Client):
    of, place = make.indicator(), make.area()

    def asked(years: range) -> int:
        rows = [{"indicator": of, "area": place, "value": 1, "as_of": str(year)} for year in years]
        Observation.objects.bulk_create([Observation(status=Status.PUBLISHED, **each) for each in rows])
        count_rows()
        return queries(client, "/indicators/phu-song-4g/")

    few = asked(range(1990, 1992))
    assert asked(range(1992, 2040)) == few <= 5


def test_a_rank_grows_upwards():
    of, place = make.indicator(unit="hạng"), make.area()
    for as_of, value in (("2011", 56), ("2013", 21)):
        make.observation(of, area=place, as_of=as_of, value=value, passages=[make.passage(number=value)])
    (series,) = in_series(Observation.objects.public().with_subject())
    worse, better = (float(mark.y) for mark in series.marks)
    assert better < worse  # from the top

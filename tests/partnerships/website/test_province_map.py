"""The map of provinces: its outlines, its numbers, and that nothing hidden is in them."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import Agreement, Area, Partner, Party
from partnerships.models.area_tree import places
from partnerships.website.charts import outlines, province_map
from partnerships.website.counts import Division, Standing, by_province
from records.models import Status
from tests import factories as make
from tests.pages import attributes, queries, texts
from tests.statistics import count_rows

pytestmark = pytest.mark.one_database

HIDDEN = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.dates.today", lambda: date(2026, 11, 22))


# Outlines


def provinces_of_the_fixtures() -> dict[str, str]:
    """The 63 provinces of before July 2025, and today's of each."""
    areas, successions = fixture("areas"), fixture("area_successions")
    then = [area["slug"] for area in areas if area["level"] == "province" and area.get("founded") != "2025-07-01"]
    then = [slug for slug in then if "truoc" not in slug and slug != "ha-tay"]
    merged = {each["predecessor"][0]: each["successor"][0] for each in successions if each["date"] == "2025-07-01"}
    return {slug: merged.get(slug, slug) for slug in then}


def fixture(name: str) -> list[dict[str, Any]]:
    rows = json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))
    return [row["fields"] for row in rows]


def test_every_shape_is_a_province_of_the_fixtures_and_the_reverse():
    drawn = outlines.borders().provinces
    assert drawn == provinces_of_the_fixtures().keys()
    assert len(drawn) == 63


def test_todays_34_are_drawn_out_of_the_63():
    groups: dict[str, set[str]] = {}
    for before, now in provinces_of_the_fixtures().items():
        groups.setdefault(now, set()).add(before)
    assert len(groups) == 34
    drawn = {slug: outlines.outline(frozenset(members)) for slug, members in groups.items()}
    assert [slug for slug, outline in drawn.items() if outline.path.count("M") != outline.path.count("z")] == []
    assert all(outline.path.startswith("M") for outline in drawn.values())
    assert [slug for slug, outline in drawn.items() if outline.islets] == ["da-nang", "khanh-hoa"]
    # Merged, a province has no border inside: the whole country is its coast, its land border and its islands.
    country = outlines.outline(outlines.borders().provinces)
    assert len(country.path) < sum(len(outline.path) for outline in drawn.values()) * 0.6


def test_both_archipelagos_stand_in_a_frame_of_their_province():
    frames = outlines.borders().frames
    assert {slug: frame.name for slug, frame in frames.items()} == {
        "da-nang-cu": "Hoàng Sa",
        "khanh-hoa-cu": "Trường Sa",
    }
    islets = {slug: outlines.outline(frozenset({slug})).islets.count("M") for slug in frames}
    assert islets == {"da-nang-cu": 19, "khanh-hoa-cu": 54}


def square(name: str, left: float, *more: float) -> str:
    """A province ten wide and ten high as the package draws it, and corners on its right side."""
    corners = "".join(f" L {left + 10},{y}" for y in more)
    return f'<path id="{name}" aria-label="x" d="M {left},0 L {left + 10},0{corners} L {left + 10},10 L {left},10 z"/>'


@pytest.fixture
def shapes() -> Any:
    """The script that makes the outlines."""
    spec = importlib.util.spec_from_file_location("map_shapes", settings.BASE_DIR / "bin" / "map_shapes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_neighbours_drawn_a_little_apart_share_one_border(shapes):
    # The second begins 0.3 to the right, and has no corner where the first has one.
    drawn = shapes.read(square("west", 0, 4) + square("east", 10.3))
    lines = {tuple(sorted(owners)): line for owners, line in shapes.lines(shapes.mended(shapes.edges(drawn)))}
    assert sorted(lines) == [("east",), ("east", "west"), ("west",)]
    assert sorted(lines["east", "west"]) == [(10, 0), (10, 4), (10, 10)]
    assert shapes.thinned([(10, 0), (10, 4), (10, 10)], shapes.DETAIL) == [(10, 0), (10, 10)]


def test_islands_too_small_to_see_are_left_out(shapes):
    drawn = shapes.read(square("west", 0) + '<path id="speck" d="m 50,50 l 1,0 0,1 -1,0 z"/>')
    assert {name for owners in shapes.mended(shapes.edges(drawn)).values() for name in owners} == {"west"}


def test_provinces_drawn_together_have_no_border_between_them(monkeypatch):
    line, west, east = ([(10, 0), (10, 10)], [(10, 0), (0, 0), (0, 10), (10, 10)], [(10, 10), (20, 10), (10, 0)])
    lines = [
        outlines.Line(frozenset({"test-west", "test-east"}), line),
        outlines.Line(frozenset({"test-west"}), west),
        outlines.Line(frozenset({"test-east"}), east),
    ]
    monkeypatch.setattr(outlines, "borders", lambda: outlines.Borders(20, 10, 1, {}, lines))
    both = outlines.outline(frozenset({"test-west", "test-east"}))
    assert both.path == "M10 0l10 10-10 0-10 0 0-10z"
    assert outlines.outline(frozenset({"test-west"})).path.count("l") == 1
    assert outlines.outline(frozenset({"test-nowhere"})).path == ""


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], []),
        ([0, 0], []),
        ([1, 0], [(4, 1, 1)]),
        ([2, 9, 2], [(2, 2, 4), (4, 5, 9)]),
        ([1, 2, 12], [(1, 1, 1), (2, 2, 4), (3, 5, 9), (4, 10, 12)]),
        ([318, 1451], [(1, 318, 499), (2, 500, 999), (4, 1000, 1451)]),
    ],
)
def test_steps_begin_at_round_numbers_and_hold_every_count(counts, expected):
    assert [(step.shade, step.least, step.most) for step in province_map.shade_steps(counts)] == expected


# Numbers


def register() -> dict[str, Area]:
    """Hưng Yên took in Thái Bình; each has agreements, and a district of Thái Bình has."""
    today = make.area("hung-yen", name="Hưng Yên", code=("gso-2025", "33"))
    merged = {"ended": "2025-07-01", "succeeded_by": today}
    old = make.area("hung-yen-cu", name="Hưng Yên", code=("gso-2004", "33"), **merged)
    former = make.area("thai-binh", name="Thái Bình", code=("gso-2004", "34"), **merged)
    district = make.area("tien-hai", name="Tiền Hải", level=Area.Level.DISTRICT, parent=former, ended="2025-07-01")
    hue = make.area("hue", name="Huế", code=("gso-2004", "46"))
    places = {"hung-yen": today, "hung-yen-cu": old, "thai-binh": former, "tien-hai": district, "hue": hue}
    for slug, place in places.items():
        make.partner(f"ubnd-{slug}", kind=Partner.Kind.PEOPLES_COMMITTEE, area=place)
    signed("cu-2012", "2012/2016", "hung-yen-cu")
    signed("thai-binh-2024", "2024/2030", "thai-binh")
    signed("tien-hai-2024", "2024/2030", "tien-hai", "thai-binh")
    signed("ca-hai-2014", "2014/2018", "hung-yen-cu", "thai-binh")
    signed("moi-2026", "2026/2030", "hung-yen")
    return places


def signed(slug: str, period: str, *places: str, **fields: Any) -> Agreement:
    agreed = make.agreement(slug, period=period, **fields)
    for place in places:
        make.party(agreed, Partner.objects.get(slug=f"ubnd-{place}"), Party.Side.PUBLIC_BODY)
    return agreed


def numbers(of: Any) -> dict[str, tuple[int, int]]:
    return {each.area.slug: (each.counts.in_force, each.counts.recorded) for each in of}


def test_todays_province_counts_what_its_predecessors_signed_once(client: Client, db: None):
    register()
    drawn = client.get("/en/map/").context["map"]
    assert numbers(drawn.ranked) == {"hung-yen": (3, 5)}
    assert [each.area.slug for each in drawn.without] == ["hue"]
    assert list(drawn.elsewhere) == []


def test_before_the_mergers_each_province_has_its_own(client: Client, db: None):
    register()
    response = client.get("/en/map/?division=before")
    drawn = response.context["map"]
    assert numbers(drawn.ranked) == {"thai-binh": (2, 3), "hung-yen-cu": (0, 2)}
    assert numbers(drawn.elsewhere) == {"hung-yen": (1, 1)}
    assert texts(response, "tr")[1:] == [
        "Thái Bình now part of Hưng Yên 2 3",
        "Hưng Yên now part of the enlarged Hưng Yên 0 2",
        "Recorded under the other set of provinces, not on this map",
        "Hưng Yên 1 (1 not certain) 1",
    ]


def test_the_map_says_how_many_and_leads_to_the_list(client: Client, db: None):
    register()
    response = client.get("/en/map/")
    assert texts(response, "p", "lead")[0].startswith("1 of 2 provinces has an agreement in force today.")
    assert texts(response, "title")[1:] == [
        "Provinces by agreements in force today",
        "Hưng Yên: 3 agreements",
        "Huế: 0 agreements",
    ]
    links = [f"/en/places/{slug}/" for slug in ("hung-yen", "hue")]
    assert attributes(response, "a", "href", "province") == links
    response = client.get("/en/map/?measure=recorded")
    assert texts(response, "title")[2] == "Hưng Yên: 5 agreements"
    assert attributes(response, "a", "href", "province") == links
    assert [(step.least, step.most) for step in response.context["map"].steps] == [(5, 5)]


def test_where_nothing_is_in_force_the_map_shows_all_and_says_so(client: Client, db: None):
    make.signed_agreement("nghe-an-2014", period="2014/2020")
    response = client.get("/en/map/")
    assert texts(response, "p", "lead")[0].startswith(
        "No recorded agreement with a province is in force today; the map shows all that are recorded. "
        "1 of 1 provinces has a recorded agreement."
    )
    asked = client.get("/en/map/?measure=in_force")
    assert texts(asked, "p", "lead")[0].startswith("0 of 1 provinces have an agreement in force today.")


def test_every_number_is_that_of_the_list_it_leads_to(seeded: None, client: Client):
    for division in Division:
        drawn = client.get("/map/", {"division": division}).context["map"]
        assert len(drawn.provinces) == {Division.TODAY: 34, Division.BEFORE: 63}[division]
        assert drawn.unknown.path == ""
        for each in drawn.ranked:
            caches["pages"].clear()  # a kept page tells no context; Hưng Yên is in both divisions
            lists = [{"province": each.area.slug}, {"province": each.area.slug, "lifecycle": "in_force"}]
            found = [client.get("/agreements/", query).context["page"].count for query in lists]
            assert found == [each.counts.recorded, each.counts.in_force], (division, each.area.slug)


def test_a_register_without_provinces_draws_them_all_without_a_link(client: Client, db: None):
    response = client.get("/en/map/")
    assert response.status_code == 200
    assert len(attributes(response, "path", "d", "unknown")) == 1
    assert attributes(response, "a", "href", "province") == []
    assert list(response.context["map"].provinces) == []


# Nothing hidden


@pytest.mark.parametrize("status", HIDDEN)
def test_what_is_hidden_counts_nowhere(client: Client, db: None, status: str):
    register()
    pages = [
        f"/map/?division={division}&measure={measure}" for division in Division for measure in province_map.Measure
    ]
    before = {page: client.get(page).content for page in pages}
    signed("an-2026", "2026/2030", "thai-binh", "hue", status=status)
    hidden = make.partner("ubnd-an", kind=Partner.Kind.OTHER, area=Area.objects.get(slug="hue"), status=status)
    make.party(Agreement.objects.get(slug="moi-2026"), hidden, Party.Side.PUBLIC_BODY)
    quarter = make.area("an", level=Area.Level.DISTRICT, parent=Area.objects.get(slug="hue"), status=status)
    make.partner("ubnd-an-2", kind=Partner.Kind.OTHER, area=quarter)
    make.party(Agreement.objects.get(slug="moi-2026"), Partner.objects.get(slug="ubnd-an-2"), Party.Side.PUBLIC_BODY)
    make.area("quang-ninh", status=status)
    assert {page: client.get(page).content for page in pages} == before


def test_a_hidden_province_is_drawn_but_not_named(client: Client, db: None):
    places = register()
    Area.objects.filter(pk=places["hue"].pk).update(status=Status.DRAFT)
    make.area("ha-tinh", name="Hà Tĩnh")  # so that the register has changed
    response = client.get("/map/?division=before")
    assert "Huế" not in response.content.decode()
    assert [href for href in attributes(response, "a", "href") if "/hue/" in href] == []
    whole = {"hung-yen-cu", "thai-binh", "ha-tinh"}
    assert response.context["map"].unknown == outlines.outline(outlines.borders().provinces - whole)


# Addresses, queries, what is remembered


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("divison=today", "divison=today"),
        ("division=1954", "division=1954"),
        ("measure=in_force&measure=recorded", "measure"),
        ("division=%00", "division"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(client: Client, db: None, query: str, named: str):
    response = client.get(f"/en/map/?{query}")
    assert response.status_code == 400
    assert [text for text in texts(response, "code") if text.startswith(named)]
    assert texts(response, "svg") == []


def many_agreements(start: int, stop: int) -> None:
    """Without a history, as a benchmark writes them."""
    committee = Partner.objects.get(slug="ubnd-thai-binh")
    terms = {"title": "Thỏa thuận", "kind": Agreement.Kind.PLAN, "period": "2024/2030", "status": Status.PUBLISHED}
    agreed = Agreement.objects.bulk_create([Agreement(slug=f"so-{n}", **terms) for n in range(start, stop)])
    Party.objects.bulk_create([Party(agreement=each, partner=committee, side="public_body") for each in agreed])
    count_rows()


def test_the_map_asks_as_much_for_200_agreements_as_for_2(client: Client, db: None):
    register()
    many_agreements(0, 2)
    places()  # areas are read once while none of them changes
    few = queries(client, "/map/")
    many_agreements(2, 200)
    assert few <= 10
    assert queries(client, "/map/") <= 10
    assert by_province(Division.TODAY) == {"hung-yen": Standing(203, 205, possibly=1, over=2)}


def test_counts_are_remembered_until_something_changes(db: None):
    register()
    counted = by_province(Division.TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert by_province(Division.TODAY) is counted
    assert len(asked) == 1
    agreed = Agreement.objects.get(slug="moi-2026")
    agreed.status = Status.WITHDRAWN
    agreed.save()
    assert by_province(Division.TODAY) == {"hung-yen": Standing(2, 4, over=2)}
    Party.objects.get(agreement__slug="thai-binh-2024").delete()
    assert by_province(Division.TODAY) == {"hung-yen": Standing(1, 3, over=2)}


def test_counts_are_not_remembered_overnight(db: None, monkeypatch: pytest.MonkeyPatch):
    register()
    assert by_province(Division.TODAY) == {"hung-yen": Standing(3, 5, possibly=1, over=2)}
    monkeypatch.setattr("records.dates.today", lambda: date(2031, 1, 1))
    assert by_province(Division.TODAY) == {"hung-yen": Standing(0, 5, over=5)}

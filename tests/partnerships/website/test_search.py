"""The search page and its suggestions: what comes first, what is said where nothing is found, and nothing hidden."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from partnerships.models import Agreement, Area, Event, Indicator, Partner, Solution, Topic
from partnerships.models.area_tree import places
from partnerships.models.lifecycle import Lifecycle
from partnerships.website.record_pages import RECORD_PAGES
from partnerships.website.search import results as search_found
from partnerships.website.search.record_types import KINDS, Kind
from people.models import Person
from records.models import Status
from records.search.terms import read
from tests import factories as make
from tests.pages import attributes, queries, texts

pytestmark = pytest.mark.django_db
HIDDEN = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)


def groups(client: Client, query: str) -> dict[str, list[str]]:
    """The hits of each kind, in their order; what is called so first."""
    answer = client.get("/en/search/", {"q": query}).context["answer"]
    called = {"Called so": [hit.name for card in answer.cards for hit in (card.hit, *card.same)]}
    return {
        **(called if answer.cards else {}),
        **{group.label: [hit.name for hit in group.hits] for group in answer.groups},
    }


def suggested(client: Client, query: str) -> list[str]:
    return [hit.name for hit in client.get("/en/search/suggest/", {"q": query}).context["found"]]


def test_titles_come_before_texts_and_exact_marks_before_folded_ones(client: Client):
    named = {
        "a": ("Ký kết", "với Hoa Binh"),
        "b": ("Ký kết nữa", "với Hòa Bình"),
        "c": ("Ký với Bình và Hòa", ""),
        "d": ("Ký với Hoá Bình", ""),
        "e": ("Ký với Hoà Bình", ""),
        "f": ("Hòa Bình ký", ""),
        "g": ("Hòa Bình", ""),
    }
    for number, (slug, (title, summary)) in enumerate(named.items()):
        # The later ones are older, and come first all the same.
        make.agreement(slug, title=title, summary=summary, signed=f"{2020 - number}")
    expected = ["Hòa Bình ký", "Ký với Hoà Bình", "Ký với Bình và Hòa", "Ký với Hoá Bình"]
    assert groups(client, "Hòa Bình") == {"Called so": ["Hòa Bình"], "Agreements": expected}
    expected = ["Ký với Hoà Bình", "Ký với Hoá Bình", "Ký kết nữa", "Ký kết"]
    assert groups(client, '"Hòa Bình" ký') == {"Called so": ["Hòa Bình ký"], "Agreements": expected}
    # The same agreements are in the list of all that match.
    assert len(client.get("/en/agreements/?search=Hòa+Bình").context["rows"]) == 7


def test_equals_come_in_the_order_of_the_list(client: Client):
    for year in (2015, 2020, 2018):
        make.agreement(f"y-{year}", title=f"Ký kết {year}", signed=str(year))
    assert groups(client, "ký") == {"Agreements": ["Ký kết 2020", "Ký kết 2018", "Ký kết 2015"]}


def test_the_shorter_name_comes_first_and_another_name_counts_as_one(client: Client):
    make.partner("vnpt-thai-binh", name="VNPT Thái Bình")
    make.partner("tap-doan", name="Tập đoàn Bưu chính Viễn thông")
    make.partner_name(Partner.objects.get(slug="tap-doan"), "VNPT")
    make.partner("so", name="Sở Y tế", description="làm việc với VNPT")
    called = ["Tập đoàn Bưu chính Viễn thông"]
    assert groups(client, "vnpt") == {"Called so": called, "Partners": ["VNPT Thái Bình", "Department of Health"]}
    response = client.get("/en/search/?q=vnpt")
    assert texts(response, "mark") == ["VNPT"] * 3
    assert texts(response, "section", "called") == ["Partner Tập đoàn Bưu chính Viễn thông corporate group VNPT"]


def test_english_names_of_bodies_offices_and_groups_are_understood(seeded: None, client: Client):
    for query, found in (
        ("Hung Yen Provincial People's Committee", "/partners/ubnd-tinh-hung-yen/"),
        ("Thái Bình Department of Information and Communications", "/partners/so-tttt-thai-binh/"),
        ("VNPT Group", "/agreements/nghe-an-2020/"),
        ("to chuc bac kan", "/partners/tinh-uy-bac-kan/"),
        ("organisations in Bac Kan", "/partners/tinh-uy-bac-kan/"),
        ("Thanh Hoa Youth Union", "/partners/tinh-doan-thanh-hoa/"),
        ("Nga Son district", "/agreements/nga-son-2018/"),
        ("Vice Chairman of the Provincial People's Committee", "/people/nguyen-duy-hung/"),
    ):
        hits = client.get("/en/search/", {"q": query}).context["answer"].hits
        assert found in [hit.address.removeprefix("/en") for hit in hits], query


def test_whole_words_are_marked_as_printed_and_nothing_else_is_markup(client: Client):
    make.agreement("a", title="<b>Sở TT&TT</b> Thái  Bình", summary="<i>ở</i> Thái Thụy, thairoid")
    response = client.get("/en/search/", {"q": '"so thong tin va truyen thong" thai'})
    assert texts(response, "mark") == ["Sở TT&TT", "Thái", "Thái"]
    assert "<b>" not in response.content.decode()
    assert "<i>" not in response.content.decode()
    expected = ["Also searched for: TT&TT, TTTT (for “so thong tin va truyen thong”)"]
    assert texts(response, "p", "understood") == expected


def test_every_kind_is_told_with_its_address(client: Client):
    rows = make.whole_register()
    Area.objects.filter(slug="hung-yen").update(folded=" chung ")
    for name in (
        "partners",
        "people",
        "topics",
        "solutions",
        "agreements",
        "clauses",
        "events",
        "articles",
        "passages",
    ):
        type(rows[name]).objects.filter(pk=rows[name].pk).update(folded=" chung ")
    response = client.get("/en/search/?q=chung")
    assert {group.label: [hit.address for hit in group.hits] for group in response.context["answer"].groups} == {
        "Agreements": ["/en/agreements/thai-binh-2020/"],
        "Partners": ["/en/partners/vnpt/"],
        "People": ["/en/people/pham-duc-long/"],
        "Areas": ["/en/places/hung-yen/"],
        "Topics": ["/en/topics/ha-tang/"],
        "Solutions": ["/en/solutions/vnpt-ioffice/"],
        "Clauses": ["/en/agreements/thai-binh-2020/#clause-1"],
        "Events": ["/en/agreements/thai-binh-2020/#events"],
        "Articles": ["/en/articles/bai-bao/"],
        "Passages": ["/en/articles/bai-bao/#paragraph-1"],
    }


def test_counts_are_bounded(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search_found, "COMPARED", 6)
    for number in range(8):
        make.person(f"long-{number}", name=f"Long {number}")
    (people,) = client.get("/en/search/?q=long").context["answer"].groups
    assert (people.count, people.beyond, people.more) == (6, True, "/en/people/?search=long")
    assert texts(client.get("/en/search/?q=long"), "h2") == ["People more than 6"]
    assert texts(client.get("/en/search/?q=long+3"), "h2") == ["Long 3"]


def test_what_says_it_in_its_title_is_compared_however_many_are_found(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(search_found, "COMPARED", 3)
    make.agreement("cu", title="Chuyển đổi số", signed="2001")
    for number in range(6):
        agreed = make.agreement(f"a-{number}", title=f"Ký {number}", signed="2020")
        make.clause(agreed, heading="chuyển đổi số")
    assert groups(client, "chuyen doi so")["Called so"] == ["Chuyển đổi số"]


def test_short_forms_say_what_was_understood(client: Client):
    make.agreement("a", title="UBND tỉnh ký")
    response = client.get("/en/search/", {"q": "ủy ban nhân dân tỉnh"})
    assert [hit.name for hit in response.context["answer"].groups[0].hits] == ["UBND tỉnh ký"]
    assert texts(response, "p", "understood") == ["Also searched for: UBND (for “ủy ban nhân dân”)"]
    assert texts(client.get("/en/search/?q=tinh"), "p", "understood") == []


# Nothing found


def empty(client: Client, query: str) -> str:
    response = client.get("/en/search/", {"q": query})
    assert list(response.context["answer"].groups) == []
    (said,) = texts(response, "div", "empty")
    return said


def test_words_that_are_nowhere_are_named_and_left_out(client: Client):
    make.agreement("a", title="Thái Bình ký")
    said = empty(client, "Thái Bình zzz")
    assert "Found nowhere: “zzz” Try: Thái Bình Use fewer words" in said
    response = client.get("/en/search/?q=Thái+Bình+zzz")
    assert "/en/search/?q=Th%C3%A1i%20B%C3%ACnh" in attributes(response, "a", "href")


def test_quotes_are_taken_off_where_that_helps(client: Client):
    make.agreement("a", title="Bình ký với Thái")
    assert "Try: thai binh Use fewer" in empty(client, '"thai binh"')
    assert "Try:" not in empty(client, '"zzz yyy"')


def test_the_nearest_name_is_offered(client: Client):
    make.area("thai-binh", name="Thái Bình")
    make.partner("vnpt", name="Tập đoàn VNPT")
    assert "Did you mean: Thái Bình" in empty(client, "thai bihn")
    assert "Did you mean: vnpt VNPT Group" in empty(client, "vnptt")
    assert "Did you mean" not in empty(client, "qqq")


@pytest.mark.parametrize("status", HIDDEN)
def test_hidden_records_are_neither_found_nor_counted_nor_hinted_at(client: Client, status: str):
    asked = [f"/en/search/?q={query}" for query in ("mat", "bi+mat", "bi", "%22bi+mat%22", "bimat", "bi+mac", "zz+mat")]
    asked += [f"/en/search/suggest/?q={query}" for query in ("ma", "bi+ma", "bim")]
    before = {address: client.get(address).content for address in asked}
    hidden: dict[str, Any] = {"status": status}
    make.area("r", name="Bí mật", **hidden)
    make.topic("t", label_vi="Bí mật", label_en="Bí mật", **hidden)
    group = make.partner("p", name="Bí mật Bimat", **hidden)
    make.partner_name(group, "Bí mật")
    head = make.person("h", name="Bí mật", **hidden)
    make.person_name(head, "Bí mật")
    make.solution("s", name="Bí mật", **hidden)
    agreed = make.agreement("a", title="Bí mật", **hidden)
    make.clause(agreed, heading="Bí mật")
    make.event("e", title="Bí mật", **hidden)
    make.article("bai", title="Bí mật", **hidden)
    make.passage(make.article("khac", title="Khác"), gist="Bí mật", **hidden)
    make.indicator("i", name="Bí mật", **hidden)
    # A public agreement between hidden partners, signed by hidden people.
    public = make.agreement("b", title="Ký")
    make.party(public, group)
    make.signatory(public, head)
    assert {address: client.get(address).content for address in asked} == before


# Suggestions


def test_names_are_suggested_by_the_beginning_of_the_last_word(client: Client):
    make.area("nghe-an", name="Nghệ An")
    make.partner("ubnd", name="UBND tỉnh Nghệ An")
    committee = "Nghệ An Provincial People's Committee"
    make.person("nghia", name="Lê Nghĩa")
    make.topic("t", label_vi="Giáo dục", label_en="Education")
    make.solution("s", name="Nghe nhìn")
    make.solution("t", name="Thứ khác", description="công nghệ")
    make.agreement("a", title="Thỏa thuận Nghệ An")
    assert suggested(client, "ngh") == ["Nghệ An", committee, "Lê Nghĩa", "Nghe nhìn", "Thỏa thuận Nghệ An"]
    assert suggested(client, "nghe x") == suggested(client, "A") == []
    # Too many words of titles begin with two letters; once the word is done, it is sought as a whole.
    assert suggested(client, "ngh an") == []
    assert suggested(client, "nghe an") == ["Nghệ An", committee, "Thỏa thuận Nghệ An"]
    assert suggested(client, "nghe an ") == ["Nghệ An", committee, "Thỏa thuận Nghệ An"]
    assert suggested(client, "an ngh") == ["Nghệ An", committee, "Thỏa thuận Nghệ An"]
    assert suggested(client, "ngh ") == suggested(client, "") == suggested(client, '"') == []
    response = client.get("/en/search/suggest/?q=ngh")
    assert texts(response, "mark") == ["Nghệ", "Nghệ", "Nghĩa", "Nghe", "Nghệ"]
    assert "no-cache" in response["Cache-Control"]
    assert b"<html" not in response.content


def test_an_area_of_before_is_not_suggested_beside_that_of_today(client: Client):
    today = make.area("ho-chi-minh", name="Hồ Chí Minh")
    before = make.area("ho-chi-minh-cu", name="Hồ Chí Minh", ended="2025-06-30", succeeded_by=today)
    for area in (before, today):
        make.area_name(area, "Sài Gòn", kind="variant")
    found = client.get("/en/search/suggest/", {"q": "sai gon"}).context["found"]
    assert [hit.address for hit in found] == ["/en/places/ho-chi-minh/"]


def test_two_places_of_one_name_are_both_suggested_and_the_better_hit_first(client: Client):
    for slug, province in (("lang-son", "Lạng Sơn"), ("dong-nai", "Đồng Nai")):
        within = make.area(slug, name=province)
        make.area(f"tan-lap-{slug}", name="Tân Lập", designation="Xã", level="commune", parent=within)
    make.area("tan-lap-moi", name="Tân Lập Mới", designation="Xã", level="commune")
    assert suggested(client, "tan lap") == ["Tân Lập commune", "Tân Lập commune", "Tân Lập Mới commune"]


def test_suggestions_are_few(client: Client):
    for number in range(9):
        make.person(f"p-{number}", name=f"Long {number}")
        make.partner(f"q-{number}", name=f"Long {number}")
        make.area(f"r-{number}", name=f"Long {number}")
    assert len(suggested(client, "lon")) == 8


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", f"q={'x' * 201}", "query=x"])
def test_suggestions_refuse_what_the_search_refuses(client: Client, query: str):
    response = client.get(f"/en/search/suggest/?{query}")
    assert response.status_code == 400
    assert response.content.decode().strip() == ""


def test_the_box_suggests_and_works_without_script(client: Client):
    for address in ("/en/", "/en/search/", "/en/about/", "/en/nothing/"):
        response = client.get(address)
        assert attributes(response, "input", "data-suggestions") == ["/en/search/suggest/"]
        assert attributes(response, "form", "action", "search") == ["/en/search/"]
        assert attributes(response, "script", "src") == ["/static/site.js"]
        assert attributes(response, "p", "role", "unseen") == ["status"]


def test_a_search_asks_as_much_whatever_the_register_holds(client: Client):
    make.whole_register()
    for row in (Partner, Event, Area):
        row.objects.update(folded=" chung ")
    client.get("/en/search/?q=chung")  # what records are called is read once
    few = queries(client, "/en/search/?q=chung")
    for number in range(50):
        make.partner(f"p-{number}", name="Chung")
        make.area(f"r-{number}", name="Chung")
    client.get("/en/search/?q=zzz")
    assert queries(client, "/en/search/?q=chung") <= few
    assert few <= 26
    assert queries(client, "/en/search/suggest/?q=chu") <= 16
    # A word that is nowhere is asked of all tables at once, and of none on its own.
    assert queries(client, "/en/search/?q=zzzz") <= 10
    assert queries(client, "/en/search/?q=chung+zzzz") <= 14


def test_a_row_that_goes_while_it_is_told_is_left_out(client: Client, monkeypatch: pytest.MonkeyPatch):
    make.agreement("di", title="Thỏa thuận đi")
    make.agreement("con", title="Thỏa thuận còn")
    candidates = Kind.candidates

    def and_gone(kind: Kind, rows: Any) -> Any:
        known = candidates(kind, rows)
        Agreement.objects.filter(slug="di").update(status="withdrawn")
        return known

    monkeypatch.setattr(Kind, "candidates", and_gone)
    response = client.get("/en/search/?q=thoa+thuan")
    assert response.status_code == 200
    assert [hit.address for group in response.context["answer"].groups for hit in group.hits] == ["/en/agreements/con/"]


# A hundred searches, written by somebody who did not write the search: one of what is expected is among the first
# three, all of it where `all` says so, or the list of `expect_page`.

SEARCHES = json.loads(Path(__file__).with_name("searches.json").read_text())
RIGHT = 95


def first(response: Any) -> list[str]:
    """What a reader meets first, without the language and the place on its page."""
    found = (address.removeprefix("/en").partition("#")[0] for address in attributes(response, "a", "href", "hit"))
    return list(dict.fromkeys(found))[:3]


def is_right(search: dict[str, Any], found: list[str]) -> bool:
    asked = urlsplit(search.get("expect_page", "#"))
    lists = [urlsplit(each) for each in found]
    if any(each.path == asked.path and set(parse_qsl(asked.query)) <= set(parse_qsl(each.query)) for each in lists):
        return True
    expected = [each in found for each in search["expect"]]
    return all(expected) and bool(expected) if search.get("all") else any(expected)


def test_a_hundred_searches_find_what_was_sought(seeded: None, client: Client):
    wrong = []
    for search in SEARCHES:
        address = "/en/search/" if search["lang"] == "en" else "/search/"
        found = first(client.get(address, {"q": search["query"]}))
        if not is_right(search, found):
            wrong.append((search["query"], search["expect"], found))
    assert len(SEARCHES) - len(wrong) >= RIGHT, wrong


NAMES = {
    Area: (str, lambda row: row.name, lambda row: [str(name) for name in row.area_names.all()]),
    Partner: (str, lambda row: [each.name for each in row.names.all()]),
    Person: (str, lambda row: [each.name for each in row.names.all()]),
    Topic: (lambda row: [row.label_vi, row.label_en, *row.synonym_list],),
    Solution: (str, lambda row: row.synonym_list),
    Indicator: (str,),
    Agreement: (str,),
    Article: (str, lambda row: row.number),
}


@pytest.mark.parametrize("model", RECORD_PAGES, ids=lambda model: model.collection)
def test_every_record_is_found_under_every_name_it_is_shown_by(
    seeded: None, monkeypatch: pytest.MonkeyPatch, model: Any
):
    """By the search page, the lists and the API, which ask `search`, and while it is typed."""
    for kinds in ("KINDS", "NAMED"):
        monkeypatch.setattr(search_found, kinds, [kind for kind in KINDS if kind.model is model])
    for row in model.objects.public():
        said = [name for of in NAMES[model] for name in ([of(row)] if isinstance(of(row), str) else of(row)) if name]
        page = reverse(model._meta.model_name, args=[row.slug])
        for name in dict.fromkeys(said):
            assert page in [hit.address for hit in search_found.find(name).hits], (name, page)
            assert model.objects.public().search(name).filter(pk=row.pk).exists(), (name, page)
            if model is not Article:  # suggested are names, and of two areas that are one today the later
                suggestions = {hit.address for hit in search_found.suggest(name)}
                assert {page, *_became(row)} & suggestions, (name, page)


def _became(row: Any) -> list[str]:
    later = places().successors(row) if isinstance(row, Area) else ()
    return [reverse("area", args=[area.slug]) for area in later if area.name == row.name]


def test_a_place_finds_what_it_took_the_place_of_and_says_why(seeded: None, client: Client):
    response = client.get("/en/search/", {"q": "Thái Nguyên"})
    assert first(response) == ["/places/thai-nguyen/", "/places/thai-nguyen-cu/", "/agreements/bac-kan-2020/"]
    (called,) = texts(response, "section", "called")
    assert called == (
        "Area Thái Nguyên province province, since 1 July 2025 "
        "The same name at other times Thái Nguyên province province, until 30 June 2025"
    )
    hits = response.context["answer"].groups[0].hits
    assert [(hit.address[15:], str(hit.place.then), [str(area) for area in hit.place.now]) for hit in hits] == [
        ("bac-kan-2020/", "Tỉnh Bắc Kạn", ["Tỉnh Thái Nguyên"]),
        ("bac-kan-2015/", "Tỉnh Bắc Kạn", ["Tỉnh Thái Nguyên"]),
    ]
    answer = client.get("/api/v1/agreements/", {"search": "Thái Nguyên"}).json()
    assert [each["slug"] for each in answer["results"]] == ["bac-kan-2020", "bac-kan-2015"]
    assert client.get("/agreements/", {"search": "thai nguyen"}).context["rows"][0].slug == "bac-kan-2020"


def test_whoever_asks_for_organisations_is_led_to_their_list(seeded: None, client: Client):
    response = client.get("/en/search/", {"q": "tổ chức Bắc Kạn"})
    assert texts(response, "p", "asked") == ["Partners: place: Bắc Kạn →"]
    assert response.context["answer"].listing.address == "/en/partners/?province=bac-kan"
    assert {row.slug for row in client.get("/partners/?province=bac-kan").context["rows"]} >= {"ubnd-tinh-bac-kan"}


@pytest.mark.parametrize("beside", ["thỏa thuận", "hết hạn"])
def test_what_asks_for_agreements_beside_organisations_leads_to_agreements(seeded: None, client: Client, beside: str):
    listing = client.get("/search/", {"q": f"{beside} tổ chức Bắc Kạn"}).context["answer"].listing
    assert listing.address.startswith("/agreements/?")


def test_what_was_understood_is_said_and_may_be_taken_back(seeded: None, client: Client):
    response = client.get("/en/search/", {"q": "thỏa thuận hết hạn 2025"})
    assert texts(response, "p", "understood") == [
        "Understood as: agreements, end of the period: 2025. Search the words instead"
    ]
    literally = quote('"thỏa thuận" "hết hạn 2025"')
    assert f"/en/search/?q={literally}" in attributes(response, "a", "href")
    response = client.get("/en/search/", {"q": '"thỏa thuận" "hết hạn 2025"'})
    assert (texts(response, "p", "understood"), response.context["answer"].listing) == ([], None)
    assert texts(client.get("/en/search/?q=iOffice"), "p", "understood") == []


def test_a_slip_in_a_name_is_found_though_its_words_are_elsewhere(client: Client):
    make.person("ly-thai-hai", name="Lý Thái Hải")
    make.clause(make.agreement("a", title="Ký"), heading="Quản lí", text="thái hải")
    response = client.get("/en/search/", {"q": "Lí Thái Hải"})
    assert first(response)[0] == "/people/ly-thai-hai/"
    assert "Did you mean: Lý Thái Hải Lý Thái Hải" in texts(response, "div", "empty")[0]


@pytest.mark.parametrize("asked", ["chưa hết hạn", "không hết hạn", "khong het han", "not expired", "not yet expired"])
def test_what_is_denied_is_not_what_is_found(seeded: None, client: Client, asked: str):
    (understood,) = texts(client.get("/en/search/", {"q": asked}), "p", "understood")
    assert "any state but: expired" in understood
    found = read(asked)
    assert [term.meaning.filters for term in found if term.meaning] == [{}]
    (meaning,) = (term.meaning for term in found)
    rows = Agreement.objects.filter(meaning.rows[Agreement]())
    assert rows and not (set(rows) & set(Agreement.objects.in_states(Lifecycle.EXPIRED)))


def test_a_day_of_no_calendar_is_no_year(seeded: None, client: Client):
    (understood,) = texts(client.get("/en/search/?q=31/2/2020"), "p", "understood")
    assert "no day of the calendar" in understood
    assert "year" not in understood

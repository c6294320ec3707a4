"""What holds for every page: addresses, languages, nothing hidden, bounded queries, the probes."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.template.backends.django import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import translation

from articles.models import Article, Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Area,
    Clause,
    ClauseObligor,
    ClauseTopic,
    Deployment,
    Event,
    EventAgreement,
    Indicator,
    Observation,
    Partner,
    Party,
    Position,
    Signatory,
    Solution,
    Succession,
    Topic,
)
from partnerships.website.record_pages import RECORD_PAGES
from people.models import Person
from records.models import Status
from records.views import counts_cache

from . import factories as make
from . import office
from .changesets.uploading import signed_in
from .every_page import EXAMPLES, NO_PAGES, PAGES, names
from .pages import attributes, queries, slugs, texts
from .statistics import count_rows

NOUNS: tuple[Any, ...] = tuple(RECORD_PAGES)
LISTS = tuple(reverse(model.collection).strip("/") for model in NOUNS)
HIDDEN = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)
MARK = "Mậtthư"


def addresses(most: int = 1000) -> list[str]:
    """Every kind of page, and of each noun the pages of its first `most` public records."""
    found = [
        "/",
        "/search/",
        "/data/",
        "/map/",
        "/trends/",
        "/commitments/",
        "/about/",
        "/corrections/",
        *(f"/{name}/" for name in LISTS),
    ]
    for name, model in zip(LISTS, NOUNS, strict=True):
        slugs_of_each = model.objects.public().values_list("slug", flat=True)[:most]
        found += [f"/{name}/{slug}/" for slug in slugs_of_each]
        if model in (Area, Partner):
            found += [f"/{name}/{slug}/brief/" for slug in slugs_of_each]
    return found


def both(address: str) -> tuple[str, str]:
    return address, f"/en{address}"


# Every page


def test_every_address_has_an_example_that_is_looked_at_or_a_reason_for_none():
    assert sorted(names()) == sorted((*EXAMPLES, *NO_PAGES))
    for name, examples in EXAMPLES.items():
        with translation.override("vi"):  # whichever language the test before asked in
            found = {resolve(urlsplit(each).path).view_name for each in examples}
        assert found == {name}


def test_every_page_is_whole_in_both_languages(seeded: None, client: Client):
    for address in addresses(most=2):
        for language, local in zip(("vi", "en"), both(address), strict=True):
            response = client.get(local)
            page = response.content.decode()
            assert response.status_code == 200, local
            assert attributes(response, "html", "lang") == [language], local
            assert len(texts(response, "h1")) == 1, local
            assert len(texts(response, "title")[0]) > 10, local
            assert f'<link rel="canonical" href="http://testserver{local}">' in page, local
            assert f'hreflang="en" href="http://testserver/en{address}"' in page, local
            assert f'hreflang="vi" href="http://testserver{address}"' in page, local
            # The scripts of the site, and pages are whole without them.
            for ours in ("site.js", "copy.js"):
                page = page.replace(f'<script src="/static/{ours}" defer></script>', "")
            assert not re.search(r'<script(?! type="application/ld\+json">)|<style|\sstyle=|\son\w+=', page), local
            assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver)[^"]*\.(?:css|js|woff2?)', page), local
            levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
            steps = pairwise(levels)
            assert all(after - before <= 1 for before, after in steps), (local, levels)
            ids = attributes_of_ids(page)
            assert len(ids) == len(set(ids)), (local, ids)


def attributes_of_ids(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


def test_links_inside_the_site_lead_somewhere(seeded: None, client: Client):
    seen: dict[str, set[str]] = {}
    for address in addresses(most=2):
        for href in attributes(client.get(address), "a", "href"):
            path, _hash, anchor = href.partition("#")
            files = "format=" in path or re.search(r"^/data/.", path)  # asked for in test_data_page.py
            if path.startswith("/") and not files:
                seen.setdefault(path, set()).add(anchor)
    # Of the pages of one kind, and of addresses that differ in the values of their parameters alone, some are asked.
    pages = set(addresses())
    alike: dict[tuple[str, ...], list[str]] = {}
    for path in seen:
        base, _mark, query = path.partition("?")
        kind = base.rsplit("/", 2)[0] if base.removeprefix("/en") in pages else base
        alike.setdefault((kind, *dict(parse_qsl(query))), []).append(path)
    for path, anchors in [(path, seen[path]) for paths in alike.values() for path in paths[:3]]:
        response = client.get(path)
        assert response.status_code == 200, path
        ids = {"", *attributes_of_ids(response.content.decode())} if anchors != {""} else {""}
        assert anchors <= ids, (path, anchors - ids)


def test_every_sign_of_doubt_leads_to_what_it_means(seeded: None, client: Client):
    """That what it leads to is there is seen with all links."""
    led: set[str] = set()
    for address in PAGES:
        response = client.get(f"/en{address}")
        assert texts(response, "span", "maybe") == [], address
        led |= {href.partition("#")[2] for href in attributes(response, "a", "href", "maybe")}
    assert led >= {"certainty", "clause-6"}


def test_language_switch_keeps_page_and_query(client: Client, db: None):
    switch = attributes(client.get("/agreements/?kind=plan&search=a%26b"), "a", "href")
    assert "/en/agreements/?kind=plan&search=a%26b" in switch
    switch = attributes(client.get("/en/nothing/here/"), "a", "href")
    assert "/nothing/here/" in switch


@pytest.mark.parametrize(
    "path", ["/en//evil.com/", "/en/\\evil.com/", "/en/\t/evil.com/", "//evil.com/", "/\\evil.com/"]
)
def test_no_address_makes_a_page_lead_off_the_site(client: Client, db: None, path: str):
    response = client.get("/", PATH_INFO=path)
    assert response.status_code == 404
    local = attributes(response, "a", "href")
    assert [href for href in local if not re.match(r"(/[\w?%]|#|/$)", href)] == []
    other = [href for href in local if "evil.com" in href]
    assert other
    links = attributes(response, "link", "href")
    assert {urlsplit(href).netloc for href in links} <= {"", "testserver"}


# The seed records


@pytest.mark.parametrize("query", ["thai binh", "Thái Bình", "THÁI  BÌNH"])
def test_search_finds_with_and_without_marks(seeded: None, client: Client, query: str):
    found = {hit.address for hit in client.get("/en/search/", {"q": query}).context["answer"].hits}
    assert found >= {"/en/agreements/thai-binh-2014/", "/en/places/thai-binh/", "/en/partners/ubnd-tinh-thai-binh/"}


@pytest.mark.parametrize(
    ("query", "address"),
    [("pham duc long", "/en/people/pham-duc-long/"), ("iOffice", "/en/solutions/vnpt-ioffice/")],
)
def test_search_finds_people_and_products(seeded: None, client: Client, query: str, address: str):
    assert client.get("/en/search/", {"q": query}).context["answer"].hits[0].address == address


def test_search_for_what_is_nowhere_says_so_kindly(seeded: None, client: Client):
    response = client.get("/en/search/?q=hang+khong+bac+kan")
    assert texts(response, "section", "found") == []
    assert texts(response, "div", "empty")[0].startswith("No record contains every word of “hang khong bac kan”.")


def test_search_is_bounded_and_leads_to_the_whole_list(client: Client, db: None):
    for number in range(7):
        make.person(f"long-{number}", name=f"Long {number}")
    response = client.get("/en/search/?q=long")
    (people,) = response.context["answer"].groups
    assert (len(people.hits), people.more) == (5, "/en/people/?search=long")
    assert len(slugs(client.get(people.more))) == 7


@pytest.mark.parametrize("query", ["%", '""', " ", "–", "_"])
def test_search_without_a_word_finds_nothing_and_says_so_kindly(seeded: None, client: Client, query: str):
    response = client.get("/en/search/", {"q": query})
    assert response.status_code == 200
    assert response.context["answer"].hits == []
    assert len(texts(response, "div", "empty")) == (1 if query.strip() else 0)


@pytest.mark.parametrize(
    ("query", "named"), [("q=%00", "q"), ("q=%ff", "q"), (f"q={'x' * 201}", "q"), ("query=x", "query")]
)
def test_search_refuses_what_it_cannot_read(client: Client, db: None, query: str, named: str):
    response = client.get(f"/en/search/?{query}")
    assert response.status_code == 400
    if named != "q":
        assert texts(response, "code") == ["query=x"]
    else:
        assert len(texts(response, "p", "wrong")) == 1


def test_todays_province_finds_what_its_predecessor_signed(seeded: None, client: Client):
    response = client.get("/en/agreements/?province=hung-yen")
    assert sorted(slugs(response)) == ["hung-yen-2016", "thai-binh-2014"]
    assert "Thái Bình province, now part of Hưng Yên province" in texts(response, "span", "place")


def test_home_tells_what_the_register_holds(seeded: None, client: Client):
    response = client.get("/en/")
    assert texts(response, "h1") == ["The register holds 15 agreements. None is known to be in force."]
    assert texts(response, "div", "tally")[0].startswith("9 over 6 of no known period 1 past due")
    told = texts(response, "p", "remark")
    assert any(f"5 articles, 9 official documents; it names {Person.objects.count()} people." in each for each in told)
    assert slugs_of(response, "latest")[0] in {"bac-kan-2020", "nghe-an-2020"}
    # Doubt and hope are told of what is past due, as its count tells them.
    late = texts(response, "p", "meta")
    assert any("goal (possibly)" in each for each in late)
    assert any("hoped for, not promised" in each for each in late)
    provinces = {each["slug"]: each["count"] for each in response.context["provinces"]}
    assert provinces == {"thanh-hoa": 9, "hung-yen": 2, "nghe-an": 2, "thai-nguyen": 2}
    # Lines lead from the map to their names and numbers.
    assert {"Thanh Hóa 9", "Hưng Yên 2", "Nghệ An 2", "Thái Nguyên 2"} <= set(texts(response, "text"))


def slugs_of(response: Any, name: str) -> list[str]:
    return [record.slug for record in response.context[name]]


# Nothing hidden


def public_world() -> dict[str, Any]:
    """One of everything, public, and tied together."""
    agreed = make.signed_agreement("nghe-an-2020", signed="2020", period="2020/2025")
    province, vnpt = Area.objects.get(slug="nghe-an"), Partner.objects.get(slug="vnpt")
    cited = make.passage()
    person = make.person()
    clause = make.clause(agreed, topics=[make.topic()], obligors=list(agreed.parties.all()), passages=[cited])
    make.signatory(agreed, person, passages=[cited], party=agreed.parties.get(partner=vnpt))
    make.position(person, vnpt, passages=[cited])
    solution = make.solution()
    make.deployment(solution, area=province, passages=[cited])
    make.observation(make.indicator(), area=province, passages=[cited])
    event = make.event(agreements=[agreed], passages=[cited])
    return {"agreed": agreed, "province": province, "vnpt": vnpt, "person": person, "clause": clause} | {
        "solution": solution,
        "event": event,
        "cited": cited,
    }


def hide(world: dict[str, Any], status: str) -> None:
    """Add every noun in a hidden state, each with the mark in its texts and tied to what is public."""
    named = {"status": status, "name": f"{MARK} {status}"}
    titled = {"status": status, "title": f"{MARK} {status}"}
    outlet = make.outlet(f"o-{status}", **named)
    article = make.article(f"a-{status}", outlet=Outlet.objects.exclude(pk=outlet.pk).first(), **titled)
    orphan = make.article(f"b-{status}", outlet=outlet, title=MARK)
    passages = [
        make.passage(article, 1, gist=MARK),
        make.passage(orphan, 1, gist=MARK),
        make.passage(world["cited"].article, 100 + HIDDEN.index(status), gist=MARK, status=status),
    ]
    person = make.person(f"p-{status}", **named)
    make.person_name(person, MARK)
    area = make.area(f"r-{status}", designation=MARK, **named)
    partner = make.partner(f"t-{status}", area=world["province"], parent=world["vnpt"], description=MARK, **named)
    make.partner_name(partner, MARK)
    topic = make.topic(f"k-{status}", status=status, label_vi=MARK, label_en=MARK)
    hidden = make.agreement(f"h-{status}", summary=MARK, passages=[world["cited"]], **titled)
    make.party(hidden, world["vnpt"], name_as_printed=MARK)
    make.party(world["agreed"], partner, Party.Side.PUBLIC_BODY, name_as_printed=MARK, passages=[world["cited"]])
    make.clause(hidden, heading=MARK, passages=[world["cited"]], topics=list(Topic.objects.public()))
    make.signatory(hidden, world["person"], capacity=MARK)
    make.signatory(world["agreed"], person, capacity=MARK, passages=[world["cited"]])
    make.relation(hidden, world["agreed"])
    make.position(world["person"], world["vnpt"], MARK + status, status=status, passages=[world["cited"]])
    make.position(world["person"], partner, MARK, passages=[world["cited"]])
    solution = make.solution(f"s-{status}", provider=world["vnpt"], **named)
    make.deployment(solution, area=world["province"], coverage=MARK)
    make.deployment(world["solution"], partner=partner, coverage=MARK)
    make.observation(make.indicator(f"i-{status}", **named), area=world["province"])
    year = f"201{HIDDEN.index(status)}"
    make.observation(Indicator.objects.public().first(), partner=world["vnpt"], as_of=year, status=status)
    make.event(f"e-{status}", agreements=[world["agreed"]], passages=[world["cited"]], **titled)
    make.succession(partner, world["vnpt"])
    world["clause"].set_links("topics", [*world["clause"].topics.all(), topic])
    world["clause"].set_links("passages", [*world["clause"].passages.all(), *passages])
    world["clause"].set_links("obligors", Party.objects.filter(agreement=world["agreed"]))
    world["event"].set_links("agreements", [world["agreed"], hidden])
    # Optional links of public rows that lead to hidden ones.
    Partner.objects.filter(pk=world["vnpt"].pk).update(parent=partner if partner.parent_id is None else None)
    Area.objects.filter(pk=world["province"].pk).update(parent=area)
    Solution.objects.filter(pk=world["solution"].pk).update(provider=partner)


def work_unseen(world: dict[str, Any]) -> None:
    """What waits or is over in the office: a correction proposed and looked at, one put back, two people merged."""
    editor, publisher = signed_in("editor"), signed_in("publisher")
    form = office.page(Agreement, "change", world["agreed"].pk)
    proposed = editor.post(form, office.shown(editor, form) | {"summary": MARK, "_save": "1"})
    preview = f"{proposed['Location']}preview/agreements/{world['agreed'].pk}/"
    for address in (proposed["Location"], preview):
        assert MARK in publisher.get(address).content.decode(), address
    for record in (world["agreed"], world["person"]):
        notes = reverse("desk:notes", args=[record.collection, record.pk])
        editor.post(notes, {"text": MARK})
        assert MARK in editor.get(notes).content.decode()
    # A draft is deleted, and what of it is told and put back.
    draft = Agreement.objects.get(slug="h-draft")
    assert editor.post(office.page(Agreement, "delete", draft.pk), {"post": "yes"}).status_code == 302
    assert MARK in editor.get(reverse("desk:deleted")).content.decode()
    again = reverse("desk:compare", args=["agreements", draft.pk])
    found = editor.get(again).context
    assert editor.post(again, {"seen": found["seen"], "chosen": found["chosen"], "reason": MARK}).status_code == 302
    assert MARK in editor.get(reverse("desk:timeline", args=["agreements", draft.pk])).content.decode()
    # An article is pasted and read, and a published one has its text.
    pasted = editor.post(reverse("desk:paste"), {"text": f"Tỉnh {MARK} ký với VNPT\nHai bên {MARK} ký."})
    assert MARK in editor.get(pasted["Location"]).content.decode()
    Article.objects.filter(pk=world["cited"].article_id).update(full_text=f"Toàn văn {MARK}")
    assert MARK in editor.get(reverse("desk:read", args=[world["cited"].article_id])).content.decode()
    keep = Person.objects.get(slug="p-draft")
    merge = reverse("desk:merge", args=["people", keep.pk]) + "?with=p-in_review"
    found = publisher.get(merge).context
    values = {f"value-{each['name']}": "lose" for each in found["fields"]}
    merged = publisher.post(merge, {"seen": found["seen"], "reason": MARK, **values})
    assert merged.status_code == 302, merged.context["reasons"]


def test_pages_are_the_same_bytes_whatever_is_hidden(client: Client, db: None):
    world = public_world()
    asked = [*addresses(), f"/search/?q={MARK}", f"/agreements/?search={MARK}", "/search/?q=vnpt", "/nothing/"]
    asked += [f"/{name}/?format={ending}" for name in LISTS for ending in ("csv", "json", "xlsx")]
    asked += ["/agreements.atom", "/agreements.ics", "/people/p-in_review/", "/agreements/h-draft/"]
    asked += ["/agreements/?province=nghe-an", "/agreements/?topic=ha-tang", "/agreements/?ordering=title"]
    # In one language or the other: what a page asks is the same in both.
    asked = [both(address)[at % 2] for at, address in enumerate(asked)]
    asked += ["/sitemap-pages.xml", *(f"/api/v1/{name}/" for name in (*LISTS, "parties", "signatories", "clauses"))]
    before = {address: body(client, address) for address in asked}
    for status in HIDDEN:
        hide(world, status)
    work_unseen(world)
    for address in asked:
        assert body(client, address) == before[address], address
        if "search" not in address:
            assert MARK not in before[address].decode(errors="ignore"), address


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    return response.getvalue() if response.streaming else response.content


@pytest.mark.parametrize("status", HIDDEN)
def test_hidden_records_have_no_page_and_are_no_choice(client: Client, db: None, status: str):
    hide(public_world(), status)
    letters = dict(zip(LISTS, "hrtpaksi", strict=True))
    for name, letter in letters.items():
        response = client.get(f"/en/{name}/{letter}-{status}/")
        assert response.status_code == 404
        assert MARK not in response.content.decode()
    # Asked for as a filter, a hidden record is answered like one that never was.
    hidden, never = (client.get(f"/en/agreements/?province={slug}") for slug in (f"r-{status}", "r-never"))
    assert hidden.status_code == never.status_code == 400
    assert hidden.content.decode().replace(f"r-{status}", "r-never") == never.content.decode()


# Queries


def many(model: Any, rows: list[dict[str, Any]], cited: list[Passage] | None = None) -> list[Any]:
    """Published rows in bulk, each carried by the passage at its place in `cited`."""
    state = {"status": Status.PUBLISHED} if hasattr(model, "status") else {}
    made = model.objects.bulk_create([model(**state, **row) for row in rows])
    if cited:
        citation = model._meta.get_field("passages").remote_field.through
        citation.objects.bulk_create(
            [citation(fact=row, passage=place) for row, place in zip(made, cited, strict=True)]
        )
    return made


def many_records(numbers: range) -> None:
    """One of every listed noun for each number, with what its row shows."""
    group, committee = Partner.objects.get(slug="vnpt"), Partner.objects.get(slug="ubnd-tinh-nghe-an")
    slug = [{"slug": f"so-{number}"} for number in numbers]
    named = [row | {"name": "Tên"} for row in slug]
    terms = {"title": "Thỏa thuận", "kind": Agreement.Kind.PLAN, "signed": "2020", "period": "2020/2025"}
    agreed = many(Agreement, [row | terms for row in slug])
    many(Party, [{"agreement": each, "partner": group, "side": Party.Side.PROVIDER} for each in agreed])
    many(Party, [{"agreement": each, "partner": committee, "side": Party.Side.PUBLIC_BODY} for each in agreed])
    of_group = {"kind": Partner.Kind.OTHER, "parent": group, "area": committee.area}
    partners = many(Partner, [row | of_group for row in named])
    people = many(Person, named)
    pairs = zip(people, partners, strict=True)
    many(Position, [{"person": person, "partner": partner, "title": "Giám đốc"} for person, partner in pairs])
    many(Article, [row | {"title": "Bài", "outlet": Outlet.objects.get()} for row in slug])
    many(Topic, [row | {"label_vi": "Chủ đề", "label_en": "Topic"} for row in slug])
    solutions = many(Solution, [row | {"provider": group} for row in named])
    many(Deployment, [{"solution": each, "area": committee.area, "as_of": "2020"} for each in solutions])


def queries_of_pages_made_anew(client: Client, addresses: list[str]) -> dict[str, int]:
    """How many queries each takes; the facets are counted anew, what several pages show is known."""
    for address in addresses:
        client.get(address)
    counts_cache.forget()
    return {address: queries(client, address) for address in addresses}


def test_lists_ask_as_much_for_60_rows_as_for_2(client: Client, db: None):
    public_world()
    Area.objects.filter(slug="nghe-an").update(parent=make.area("viet-nam", level="country"))
    many_records(range(2))
    asked = [
        "/",
        "/search/?q=vnpt",
        "/map/",
        "/trends/",
        "/commitments/?page_size=200",
        *(f"/{name}/?page_size=200" for name in LISTS),
        "/agreements/?province=nghe-an",
        "/agreements/?provider=vnpt&kind=plan&year=2020&topic=ha-tang&lifecycle=expired",
        "/partners/?province=nghe-an&kind=other",
        "/people/?partner=vnpt",
        "/articles/?outlet=ictpress&year=2020",
    ]
    few = queries_of_pages_made_anew(client, asked)
    many_records(range(2, 60))
    count_rows()
    assert queries_of_pages_made_anew(client, asked) == few
    # Seven facets, each counted beside the other filters; and how many more may be of the one year that is asked for.
    assert max(few.values()) <= 23, few


def many_facts(numbers: range) -> None:
    """Under one agreement, partner, person, article, topic and solution: one of every fact for each number."""
    agreed, person = Agreement.objects.get(slug="nghe-an-2020"), Person.objects.get(slug="pham-duc-long")
    group, province = Partner.objects.get(slug="vnpt"), Area.objects.get(slug="nghe-an")
    solution, indicator, topic = Solution.objects.get(slug="vnpt-ioffice"), Indicator.objects.get(), Topic.objects.get()
    slug = [{"slug": f"so-{number}"} for number in numbers]
    named = [row | {"name": "Tên"} for row in slug]
    cited = many(Passage, [{"article": Article.objects.get(), "number": number + 2, "gist": "Ý"} for number in numbers])
    units = many(Partner, [row | {"kind": "other", "parent": group, "area": province} for row in named])
    people, products = many(Person, named), many(Solution, [row | {"provider": group} for row in named])
    # Older than the one whose page is asked for, so that the page of the group shows that one too.
    others = many(Agreement, [row | {"title": "Cũ", "kind": "plan", "signed": "2019"} for row in slug], cited)
    parties = many(Party, [{"agreement": agreed, "partner": unit, "side": "public_body"} for unit in units], cited)
    many(Party, [{"agreement": other, "partner": group, "side": "provider"} for other in others], cited)
    clauses = [{"agreement": agreed, "number": number + 2, "heading": "Điều"} for number in numbers]
    clauses = many(Clause, clauses, cited)
    ClauseTopic.objects.bulk_create([ClauseTopic(clause=clause, topic=topic) for clause in clauses])
    owing = zip(clauses, parties, strict=True)
    ClauseObligor.objects.bulk_create([ClauseObligor(clause=clause, party=party) for clause, party in owing])
    there = zip(people, parties, strict=True)
    many(Signatory, [{"agreement": agreed, "person": who, "party": party} for who, party in there], cited)
    many(Signatory, [{"agreement": other, "person": person} for other in others], cited)
    many(AgreementRelation, [{"agreement": other, "other": agreed, "kind": "renews"} for other in others], cited)
    many(Position, [{"person": person, "partner": unit, "title": "Giám đốc"} for unit in units], cited)
    many(Position, [{"person": who, "partner": group, "title": "Giám đốc"} for who in people], cited)
    many(Deployment, [{"solution": solution, "partner": unit, "provider": group} for unit in units], cited)
    many(Deployment, [{"solution": one, "area": province, "provider": group} for one in products], cited)
    years = [{"indicator": indicator, "value": 1, "as_of": f"{1900 + number}"} for number in numbers]
    many(Observation, [row | {"partner": group} for row in years], cited)
    many(Observation, [row | {"area": province} for row in years], cited)
    events = many(Event, [row | {"title": "Lễ ký", "kind": Event.Kind.SIGNING} for row in slug], cited)
    EventAgreement.objects.bulk_create([EventAgreement(event=event, agreement=agreed) for event in events])
    many(Succession, [{"predecessor": unit, "successor": group, "kind": "merge"} for unit in units], cited)


def test_details_ask_as_much_for_50_children_as_for_2(client: Client, db: None):
    public_world()
    many_facts(range(2))
    asked = [
        "/agreements/nghe-an-2020/",
        "/partners/vnpt/",
        "/people/pham-duc-long/",
        "/articles/bai-bao/",
        "/topics/ha-tang/",
        "/solutions/vnpt-ioffice/",
    ]
    few = queries_of_pages_made_anew(client, asked)
    many_facts(range(2, 50))
    count_rows()
    many = queries_of_pages_made_anew(client, asked)
    # A list that is cut is counted, to say of how many it shows the first.
    cut = {address: len(texts(client.get(address), "p", "cut")) for address in asked}
    assert {address: n - cut[address] for address, n in many.items()} == few
    assert max(few.values()) <= 31, few


def test_no_template_asks_the_database(seeded: None, client: Client, monkeypatch: pytest.MonkeyPatch):
    rendered, asked = Template.render, []

    def watched(self: Template, *args: Any) -> Any:
        with CaptureQueriesContext(connection) as captured:
            content = rendered(self, *args)
        asked.extend(query["sql"] for query in captured.captured_queries)
        return content

    monkeypatch.setattr(Template, "render", watched)
    for address in ("/agreements/?province=hung-yen", *addresses(most=2)):
        assert client.get(address).status_code == 200
        assert asked == [], address


# Errors and probes


def test_a_server_error_says_so_in_both_languages_without_any_detail(db: None, monkeypatch: pytest.MonkeyPatch):
    def away(*args: Any) -> Any:
        raise ValueError("secret of the database")

    monkeypatch.setattr("partnerships.website.views.home.providers", away)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert texts(response, "h1") == ["Máy chủ gặp lỗi"]
    assert "secret" not in response.content.decode()


def test_a_request_that_is_none_gets_a_page_of_its_own(client: Client, db: None):
    response = client.get("/en/agreements/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert texts(response, "h1") == ["The request could not be understood"]


def test_probes_answer(client: Client, db: None):
    for address in ("/healthz", "/readyz"):
        response = client.get(address)
        assert (response.status_code, response.content) == (200, b"ok")


def test_not_ready_while_migrations_wait(client: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("records", "0002")])
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations not applied")
    assert client.get("/healthz").status_code == 200


def test_not_ready_while_the_database_is_away(client: Client, db: None, monkeypatch: pytest.MonkeyPatch):
    def away(*args: Any) -> Any:
        raise OperationalError("no")

    monkeypatch.setattr(MigrationExecutor, "migration_plan", away)
    assert client.get("/readyz").status_code == 503

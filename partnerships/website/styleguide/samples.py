"""Which parts there are, in the order of the page, and the values each is shown with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.text import capfirst

from partnerships.models import Lifecycle
from partnerships.website.charts.columns import Row, Term, columns
from partnerships.website.charts.province_map import province_map
from partnerships.website.charts.series import in_series
from partnerships.website.charts.timeline import timeline
from partnerships.website.counts import Division, ProvinceCounts
from partnerships.website.pages.agreement import Group
from partnerships.website.pages.claims import Claim, Points
from partnerships.website.pages.comparison import Cell, Change, Compared, OnTopic, Step
from partnerships.website.pages.partner import Entry, PartnerTimeline, Tie
from partnerships.website.pages.person import Met, Office, Signing
from partnerships.website.templatetags.sharing import Form
from records.filter_forms import Chip
from records.filters import Problem

from . import records as some

Sample = tuple[str, dict[str, Any]]
CHIPS = [Chip("province", "Tỉnh", "Hưng Yên", "x=1"), Chip("kind", "Loại", "Biên bản", "x=2")]
PIECES = [{"text": "Thỏa thuận ", "found": False}, {"text": "Thái Bình", "found": True}]
HIT = {"title": PIECES, "name": "Thái Bình", "address": "#", "language": "vi", "detail": "2014", "remark": PIECES}
CHOICES = [{"value": f"m{n}", "label": f"Tỉnh {n}", "chosen": n == 1, "count": 9 - n} for n in range(1, 4)]
FACET = {"name": "province", "label": "Tỉnh", "chosen": CHOICES[:1], "groups": [{"first": CHOICES, "rest": CHOICES}]}
TYPED = [
    {"name": "search", "label": "Tìm", "value": "thai binh", "message": ""},
    {"name": "signed_from", "label": "Ký từ", "value": "30/2/2018", "message": "Không phải ngày."},
]
FORMS = [Form("JSON", "application/json", "#", "Dữ liệu")]


def samples() -> Iterator[tuple[str, list[Sample]]]:
    yield "Dates and doubt", dates_and_doubt()
    yield "Agreements", agreements()
    yield "Comparing and claiming", comparing()
    yield "People, partners and places", people()
    yield "Finding", finding()
    yield "Charts and the map", charts()
    yield "For the head of a page, and for feeds", heads()


def dates_and_doubt() -> list[Sample]:
    clause = some.CLAUSES
    return [
        *(("records/_date.html", {"date": date}) for date in some.DATES),
        *(("partnerships/_lifecycle.html", {"agreement": _state(state, certain)}) for state, certain in _STATES),
        *(("articles/_doubt.html", {"fact": clause[at]}) for at in (1, 2)),
        ("articles/_evidence.html", {"fact": clause[0]}),
        ("articles/_sources.html", {"fact": clause[0]}),
    ]


_STATES = (
    ("in_force", True),
    ("in_force", False),
    ("upcoming", True),
    ("expired", True),
    ("terminated", True),
    ("unknown", True),
)


def _state(lifecycle: str, certain: bool) -> dict[str, Any]:
    return {"lifecycle": Lifecycle(lifecycle), "lifecycle_certain": certain}


def agreements() -> list[Sample]:
    drawn = timeline([some.EARLIER, some.LATER])
    bars = drawn.bars if drawn else []
    summary = {"first": "Tập đoàn VNPT", "second": "UBND tỉnh", "kind": "…", "when": "…", "status_reason": "…"}
    outcomes = [(term.outcome, term.get_outcome_display(), 1) for term in some.CLAUSES]
    event = {"kind": "signing", "agreement": some.LATER}
    plain = {
        "address": "#", "name": some.LATER.title, "parties": "VNPT · UBND", "signed": "2018", **_state("expired", True),
        "places": [{"then": "Tỉnh Thái Bình", "now": "Tỉnh Hưng Yên", "became": "…"}],
    }  # fmt: skip
    return [
        ("partnerships/_summary.html", {"summary": summary}),
        ("partnerships/_bar.html", {"bar": bars[0], "timeline": drawn}),
        ("partnerships/_axis.html", {"timeline": drawn}),
        ("partnerships/_key.html", {"timeline": drawn}),
        ("partnerships/_timeline.html", {"timeline": drawn, "record": some.LATER}),
        ("partnerships/_outcome.html", {"term": "met", "label": outcomes[0][1]}),
        ("partnerships/_outcomes.html", {"outcomes": outcomes}),
        ("partnerships/_clauses.html", {"group": Group("…", (some.PARTIES[0],), some.CLAUSES), "outcomes": outcomes}),
        ("partnerships/_parties.html", {"side": Group("…", (), some.PARTIES)}),
        ("partnerships/_signatories.html", {"group": Group("", (some.PARTIES[0],), [some.SIGNATORY])}),
        ("partnerships/_events.html", {"events": [some.EVENT], **event}),
        ("partnerships/_deployments.html", {"deployments": [some.DEPLOYMENT]}),
        ("partnerships/_observations.html", {"observations": some.OBSERVATIONS}),
        ("partnerships/_agreement_rows.html", {"agreements": [plain]}),
    ]


def comparing() -> list[Sample]:
    first = Compared(some.EARLIER, "Thái Bình 2014", "VNPT", "UBND tỉnh Thái Bình", ())
    second = Compared(some.LATER, "Thái Bình 2020", "VNPT", "UBND tỉnh Thái Bình", ())
    clause: Any = some.CLAUSES[0]
    changes = (Change.FIRST, Change.KEPT, Change.ADDED)
    cells = [*(Cell(second, [clause], change) for change in changes), Cell(second, [], Change.DROPPED)]
    step = Step(first, second, [some.TOPIC], [some.TOPIC], [some.TOPIC])
    claim = Claim(some.OBSERVATIONS[1], [some.PARTIES[1]], "…")
    points = Points(some.EARLIER, 4)
    return [
        ("partnerships/_step.html", {"step": step}),
        ("partnerships/_compared_facts.html", {"compared": [first, second]}),
        ("partnerships/_compared_topic.html", {"row": OnTopic(some.TOPIC, cells)}),
        ("partnerships/_pick.html", {"chosen": [some.EARLIER], "offered": [some.LATER], "query": "thai binh"}),
        ("partnerships/_claim.html", {"claim": claim}),
        ("partnerships/_claimed_points.html", {"points": points}),
        ("partnerships/_claims.html", {"claims": [claim], "points": [points]}),
    ]


def people() -> list[Sample]:
    signing = Signing(some.LATER, [some.SIGNATORY])
    entry = Entry(some.LATER, own=[(some.GROUP, Tie.UNIT)], others=[some.COMMITTEE], people=[some.SIGNATORY])
    drawn = timeline([some.LATER])
    entry.bar = drawn.bars[0] if drawn else None
    place = {"label": "Tỉnh Thái Bình", "ended": "2025-07-01"}
    return [
        ("partnerships/_cited.html", {"position": some.POSITION}),
        ("partnerships/_office.html", {"office": Office(some.POSITION, [signing])}),
        ("partnerships/_signing.html", {"signing": signing}),
        ("partnerships/_met.html", {"met": [Met(some.PERSON, {1: some.LATER})]}),
        ("partnerships/_partner_timeline.html", {"history": PartnerTimeline([entry], drawn, False)}),
        ("partnerships/_facts_of_passage.html", {"facts": some.FACTS}),
        *((f"partnerships/facts/_{fact.collection}.html", {"fact": fact}) for fact in some.FACTS),
        ("partnerships/_then_and_now.html", {"place": some.PLACE}),
        ("partnerships/_predecessors.html", {"merged": [(place, {"label": "Tỉnh Hưng Yên"})]}),
    ]


def finding() -> list[Sample]:
    form = {"typed": TYPED, "facets": [FACET], "folds": True, "chosen": 1, "kept": []}
    loosened = [{"label": "Loại", "value": "Biên bản", "without": "x=1", "count": 3}]
    wrong = Problem("provnce", "thai-binh", "…")
    table = {
        "name": "agreements", "title": "Thỏa thuận", "count": 15, "key": ["slug"],
        "columns": [{"name": "slug", "title": "…", "kind": "…", "required": True, "text": "…", "terms": []}],
    }  # fmt: skip
    found = {"label": "Thỏa thuận", "count": 2, "hits": [HIT], "more": "#"}
    loosening = {"meant": [{"hit": HIT}], "missing": ["xyz"], "without": "thai binh"}
    return [
        ("partnerships/_search.html", {"query": "thai binh", "messages": ["…"]}),
        ("partnerships/_suggestions.html", {"found": [{"hit": HIT, "label": "Thỏa thuận"}]}),
        ("partnerships/_marked.html", {"pieces": PIECES}),
        ("partnerships/_found.html", {"group": found, "number": 1}),
        ("partnerships/_loosening.html", {"query": "xyz", "loosening": loosening}),
        ("records/_filters.html", {"form": form, "orderings": [("title", "A–Z")], "ordering": "title"}),
        ("records/_chips.html", {"chips": CHIPS}),
        ("records/_nothing.html", {"chips": CHIPS, "loosened": loosened}),
        ("records/_problems.html", {"problems": [wrong]}),
        ("records/_pages.html", {"page": {"number": 2, "last": 3, "preceding": 1, "following": 3}}),
        ("records/_data_table.html", {"table": table, "endings": ["csv"], "template_endings": ["csv"]}),
    ]


def charts() -> list[Sample]:
    rows = [Row(year, str(year), {"a": year - 2015, "b": 2}, "") for year in range(2016, 2021)]
    chart = columns(rows, [Term("a", "…", 4), Term("b", "…", 1)])
    drawn = province_map(Division.TODAY)
    province = {"area": some.FORMER, "others": [some.TODAY], "counts": ProvinceCounts()}
    (series,) = in_series(some.OBSERVATIONS)
    topic = {"topic": some.TOPIC, "width": "60%", "count": 6}
    term = {"label": capfirst("loại")}
    return [
        ("partnerships/_shades.html", {"scale": 1}),
        *(("partnerships/_swatch.html", {"shade": shade}) for shade in range(7)),
        ("partnerships/_columns.html", {"chart": chart, "name": "sample", "title": "…", "description": "…"}),
        ("partnerships/_signed.html", {"signed": {"chart": chart, "inferred": 1, "unsure": 2}, "terms": [term]}),
        ("partnerships/_topic_bars.html", {"topics": [topic], "unused": [some.TOPIC]}),
        ("partnerships/_value.html", {"observation": some.OBSERVATIONS[1]}),
        *(("partnerships/_bound.html", {"bound": each.bound}) for each in some.OBSERVATIONS),
        ("partnerships/_series.html", {"series": series}),
        ("partnerships/_series_key.html", {"series": series}),
        ("partnerships/_map.svg.html", {"map": drawn}),
        ("partnerships/_map_answer.html", {"map": drawn}),
        ("partnerships/_map_key.html", {"map": drawn}),
        ("partnerships/_map_table.html", {"map": drawn}),
        ("partnerships/_province_row.html", {"province": province, "today": False}),
    ]


def heads() -> list[Sample]:
    cited = {"author": "Sổ", "when": "2026", "title": "Mẫu", "language": "vi", "address": "#", "bibtex": "@misc{}"}
    entry = {"get_kind_display": "biên bản", "signed": "2018", "parties": {"all": some.PARTIES}}
    return [
        ("partnerships/_citation.html", {"cited": cited, "forms": FORMS}),
        ("partnerships/_forms.html", {"forms": FORMS}),
        ("partnerships/_card.html", {"title": "…", "description": "…"}),
        ("partnerships/_suggesting.html", {}),
        ("partnerships/_entry.html", {"agreement": entry}),
        ("records/_addresses.html", {"languages": {"vi": "#"}, "own": "#", "default": "#"}),
    ]

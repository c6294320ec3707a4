"""Which parts there are, in the order of the page, shown with seed records as the public pages load them."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from articles.models import Article, Certainty, Passage, Reason, load_sources
from partnerships.filters import AgreementFilterSet
from partnerships.models import FACTS, Agreement, Area, Clause, Deployment, Lifecycle, Observation, Partner, Succession
from partnerships.models.lifecycle import Doubt
from partnerships.website.charts.leaders import leaders
from partnerships.website.charts.outlines import outline
from partnerships.website.charts.province_map import province_map
from partnerships.website.charts.series import in_series
from partnerships.website.counts import Division, InState, Terms
from partnerships.website.pages.brief import brief_of
from partnerships.website.pages.commitments import HowFar, grouped
from partnerships.website.pages.commitments import InState as ClausesInState
from partnerships.website.pages.comparison import compare
from partnerships.website.pages.first import First
from partnerships.website.pages.gaps import Signers
from partnerships.website.pages.place import of_place
from partnerships.website.pages.trends import signed_by_year, topics
from partnerships.website.search.did_you_mean import relax
from partnerships.website.search.results import find, suggest
from partnerships.website.sharing.bibliography import citation
from partnerships.website.templatetags.website import card, other_forms
from partnerships.website.views.agreement import AgreementDetail, AgreementList
from partnerships.website.views.data import described
from partnerships.website.views.home import with_bars
from partnerships.website.views.partner import PartnerDetail
from partnerships.website.views.person import PersonDetail
from people.models import Person
from records.changes import updated
from records.dates import UncertainDate
from records.facets import Choice, count
from records.filter_forms import FilterForm
from records.pagination import paginate

Sample = tuple[str, dict[str, Any]]
DATES = ("2020-12-18", "2018-06", "2016", "2016?-08-03", "[..2014-10-15]", "2014/2020", "2020/..")


def samples(request: HttpRequest) -> Iterator[tuple[str, list[Sample]]]:
    """The parts by heading, each a template, or a filter that writes one, with its values."""
    agreement = get_object_or_404(Agreement.objects.public().with_related(), slug="thai-binh-2014")
    earlier = get_object_or_404(Agreement.objects.public().with_related(), slug="nghe-an-2014")
    later = get_object_or_404(Agreement.objects.public().with_related(), slug="nghe-an-2020")
    shown = AgreementDetail().context(agreement)
    yield "Dates and doubt", dates_and_doubt(agreement)
    yield "Agreements", agreements(agreement, shown, AgreementDetail().context(earlier))
    yield "Comparing and claiming", comparing(earlier, later, shown)
    yield "People, partners and places", people()
    yield "Finding", finding()
    yield "Charts and the map", charts(shown["observations"])
    yield "For the head of a page, and for feeds", heads(request, agreement)


def dates_and_doubt(agreement: Agreement) -> list[Sample]:
    states = [Agreement(slug=agreement.slug) for _state in Lifecycle for _doubt in (None, Doubt.MARKED)]
    for each, (state, doubt) in zip(states, product(Lifecycle, (None, Doubt.MARKED)), strict=True):
        vars(each).update(lifecycle=state, lifecycle_doubt=doubt)
    doubts = [
        Clause(certainty=certainty, reason=Reason.FROM_PERIOD, note="…")
        for certainty in Certainty
        if certainty != Certainty.STATED
    ]
    passage: Any = Passage.objects.public().as_source().exclude(first_words="").first()
    return [
        *(("|dated", {"value": UncertainDate(date)}) for date in DATES),
        *(("|lifecycle", {"value": state}) for state in states),
        *(("articles/_doubt.html", {"fact": fact}) for fact in doubts),
        ("articles/_evidence.html", {"fact": agreement}),
        ("articles/_readings.html", {"fact": {"read_otherwise": [("period", {"2016–2019": [passage]})]}}),
        ("articles/_sources.html", {"fact": agreement}),
        *((f"articles/_{name}.html", {"passages": [passage], "several": True}) for name in ("refs", "gists")),
        ("articles/_where.html", {"article": passage.article}),
        ("articles/_source_name.html", {"article": Article(number="202/2025/QH15", issuer="Quốc hội")}),
        ("articles/_printed_at.html", {"passage": passage}),
    ]


def agreements(agreement: Agreement, shown: dict[str, Any], followed: dict[str, Any]) -> list[Sample]:
    timeline = shown["timeline"]
    rows = AgreementList().rows(paginate(Agreement.objects.public(), QueryDict("page_size=3")))
    return [
        ("partnerships/_summary.html", shown),
        ("partnerships/_vision.html", {"year": 2035}),
        *(("partnerships/_unsigned.html", {"told": told}) for told in (True, False)),
        ("partnerships/_unsure.html", {"n": 2}),
        ("partnerships/_possibly.html", {"n": 2}),
        ("|drawn", {"value": timeline.bars[0], "with": timeline}),
        ("partnerships/_axis.html", shown),
        ("partnerships/_key.html", shown),
        ("partnerships/_timeline.html", {"timeline": timeline, "record": agreement}),
        *(("partnerships/_clause_state.html", {"state": state}) for state in Clause.State),
        (
            "partnerships/_how_far.html",
            {"found": HowFar([ClausesInState(state, 2, 1) for state in Clause.State], 1, 1), "way": "kind=goal"},
        ),
        (
            "partnerships/_promised_by_nobody.html",
            {"found": HowFar([], 2, 1), "wishes": "kind=wish", "deeds": "kind=reported_deed"},
        ),
        ("partnerships/_not_drawn.html", {"signed": {"undated": 1, "outside": 2}}),
        ("partnerships/_clauses.html", {"group": followed["clause_groups"][0]}),
        ("partnerships/_clause_topics.html", followed),
        ("partnerships/_signing_event.html", {"event": shown["signings"][0], "agreement": agreement}),
        ("partnerships/_points.html", {"groups": grouped(Clause.objects.public().with_obligors()[:3])}),
        ("partnerships/_parties.html", {"side": shown["sides"][0]}),
        ("partnerships/_signatories.html", {"group": shown["people"][0]}),
        *(("partnerships/_signers.html", {"signers": Signers(*who)}) for who in (("A", ""), ("", "B"), ("", ""))),
        ("partnerships/_questions.html", shown),
        ("partnerships/_events.html", {"events": [*shown["signings"]]}),
        ("partnerships/_deployments.html", shown),
        *(("partnerships/_state.html", {"deployment": Deployment(state=state)}) for state in Deployment.State),
        ("partnerships/_states.html", {"states": [InState(state, 2, 0, 2014, 2020, 1) for state in Deployment.State]}),
        ("partnerships/_relations.html", followed),
        ("partnerships/_observations.html", shown),
        ("partnerships/_agreement_rows.html", {"agreements": rows}),
        ("partnerships/_agreement_line.html", {"agreement": rows[0]}),
    ]


def comparing(earlier: Agreement, later: Agreement, shown: dict[str, Any]) -> list[Sample]:
    comparison = compare([earlier, later])
    return [
        *(("partnerships/_step.html", {"step": step}) for step in comparison.steps),
        ("partnerships/_compared_facts.html", {"compared": comparison.agreements, "sides": comparison.sides}),
        *(("partnerships/_compared_topic.html", {"row": row}) for row in comparison.topics),
        ("partnerships/_pick.html", {"chosen": [earlier], "offered": [later], "query": "nghe an"}),
        ("partnerships/_claim.html", {"claim": shown["claims"][0]}),
        ("partnerships/_claimed_points.html", {"points": shown["points"][0]}),
        ("partnerships/_claims.html", shown),
    ]


def people() -> list[Sample]:
    person = PersonDetail().context(get_object_or_404(Person.objects.public(), slug="pham-duc-long"))
    body = get_object_or_404(Partner.objects.public().with_related(), slug="ubnd-tinh-thai-binh")
    partner, place = PartnerDetail().context(body), of_place(get_object_or_404(Area.objects.public(), slug="hung-yen"))
    # Of which kind of fact the seed records hold none.
    made_up: dict[Any, Any] = {Succession: Succession(predecessor=body, successor=body)}
    facts = [model.objects.public().first() or made_up[model] for model in FACTS]
    load_sources(facts)
    office = next(each for each in person["offices"] if each.signings)
    return [
        ("partnerships/_cited.html", {"position": office.position}),
        ("partnerships/_office.html", {"office": office}),
        ("partnerships/_career.html", person),
        ("partnerships/_signing.html", {"signing": office.signings[0]}),
        ("partnerships/_met.html", person),
        ("partnerships/_divided.html", {**partner, "all": 2, "slug": body.slug}),
        ("partnerships/_facet_bars.html", {"facet": partner["divided"]["year"], "slug": body.slug}),
        ("partnerships/_partner_timeline.html", partner),
        ("partnerships/_facts_of_passage.html", {"facts": facts}),
        *((f"partnerships/facts/_{fact.collection}.html", {"fact": fact}) for fact in facts),
        ("partnerships/_then_and_now.html", partner),
        ("|place_in_line", {"value": partner["place"]}),
        *(
            (
                f"partnerships/_{name}.html",
                {**place, **dict.fromkeys(("record", "name"), place["place"].area), "slug": "hung-yen"},
            )
            for name in ("standing", "running", "became", "shape")
        ),
        ("partnerships/_officials.html", {"positions": person["positions"]}),
        ("partnerships/_names.html", {"names": [fact for fact in facts if fact.collection == "area-names"]}),
        *((f"partnerships/_{name}.html", {"area": place["before"][0].predecessor}) for name in ("years", "former")),
        ("partnerships/_cut.html", {"first": First([1], 1_667, "#")}),
        *(("partnerships/_brief_table.html", {"table": table}) for table in brief_of(body).tables),
        ("partnerships/_brief_ways.html", {"record": body}),
    ]


def finding() -> list[Sample]:
    wrong = AgreementFilterSet(QueryDict("provnce=thai-binh&signed_from=30/2/2018"))
    filterset = AgreementFilterSet(QueryDict("province=hung-yen&signed_to=2014"))
    problems, counts = wrong.problems(), count(filterset, AgreementList.facets)
    form = AgreementList().form(filterset, counts)
    second = paginate(Agreement.objects.public(), QueryDict("page_size=5&page=2"))
    found, asked, slip = find("thai binh"), find("thoa thuan het han 2020 hung yen"), "thai bimh"
    return [
        ("partnerships/_search.html", {"query": "thai binh", "messages": ["…"]}),
        ("partnerships/_suggestions.html", {"query": "thai bi", "found": suggest("thai bi")}),
        ("partnerships/_marked.html", {"pieces": found.cards[0].hit.title}),
        ("partnerships/_found.html", {"group": found.groups[0], "number": 1}),
        ("partnerships/_called.html", {"card": found.cards[0]}),
        ("partnerships/_hit.html", {"hit": asked.groups[0].hits[0]}),
        ("partnerships/_understood.html", {"answer": asked}),
        ("partnerships/_did_you_mean.html", {"query": slip, "nothing": True, "loosening": relax(slip, find(slip))}),
        *(
            ("records/_filters.html", {"form": each, "orderings": AgreementList.orderings, "ordering": "title"})
            for each in (form, FilterForm(wrong, AgreementList.typed))
        ),
        (
            "|ticked",
            {"value": [Choice("vnpt", "VNPT", 1_234, True), Choice("fpt", "FPT", 2, False)], "with": "provider"},
        ),
        ("partnerships/_in_vietnamese.html", {}),
        ("records/_chips.html", {"chips": form.chips}),
        ("records/_nothing.html", {"chips": form.chips, "loosened": form.loosened()}),
        ("partnerships/_predecessors.html", AgreementList().context(filterset, [], counts)),
        ("records/_problems.html", {"problems": problems}),
        ("records/_pages.html", {"page": second}),
        ("records/_downloads.html", {"people": "#", "endings": ["csv"], "api": "#"}),
        (
            "records/_data_table.html",
            {"table": described(Agreement, 15), "endings": ["csv"], "template_endings": ["csv"]},
        ),
    ]


def charts(observations: list[Observation]) -> list[Sample]:
    signed: Any = signed_by_year(Terms.LIFECYCLE)  # None only where nothing is dated
    drawn, by_topic, series = province_map(Division.TODAY), topics(), in_series(observations)[0]
    return [
        *(("partnerships/_swatch.html", {"shade": shade}) for shade in range(9)),
        ("partnerships/_columns.html", {"chart": signed.chart, "name": "sample", "title": "…", "description": "…"}),
        ("partnerships/_signed.html", {"signed": signed, "by": Terms.LIFECYCLE, "terms": Terms}),
        ("partnerships/_topic_bars.html", {"topics": by_topic["topics"], "unused": by_topic["unused_topics"]}),
        ("partnerships/_value.html", {"observation": observations[0]}),
        *(("partnerships/_bound.html", {"bound": bound}) for bound in Observation.Bound),
        ("partnerships/_series.html", {"series": series}),
        ("partnerships/_series_key.html", {"series": series}),
        ("partnerships/_map.svg.html", {"map": drawn}),
        (
            "partnerships/_leaders.svg.html",
            {"map": drawn, "country": outline(drawn.borders.provinces), "leaders": leaders(drawn.provinces)},
        ),
        ("partnerships/_counted_head.html", {}),
        ("partnerships/_counted.html", {"n": 2, "unsure": 1, "most": 3}),
        ("partnerships/_bars.html", {"rows": with_bars([("hung-yen", "Hưng Yên", 2, 1)]), "to": "area", "head": "…"}),
        ("partnerships/_map_answer.html", {"map": drawn}),
        ("partnerships/_map_key.html", {"map": drawn}),
        ("partnerships/_map_table.html", {"map": drawn}),
        ("partnerships/_province_row.html", {"province": drawn.ranked[0], "today": True}),
    ]


def heads(request: HttpRequest, agreement: Agreement) -> list[Sample]:
    forms = other_forms(agreement)
    return [
        ("partnerships/_citation.html", {"cited": citation(agreement, "#")}),
        ("partnerships/_ways_to_follow.html", {"forms": forms}),
        ("partnerships/_forms.html", {"forms": forms}),
        ("partnerships/_changed.html", {"record": agreement, "changed": updated(agreement)}),
        ("partnerships/_card.html", card({"request": request}, agreement)),
        ("partnerships/_entry.html", {"agreement": agreement}),
        ("records/_addresses.html", {"languages": {"vi": "#"}, "own": "#", "default": "#"}),
    ]

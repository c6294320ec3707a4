"""The list of agreements; and one: the answer first, then what was agreed, by whom, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import Article, Certainty, load_sources
from partnerships.filters import AgreementFilterSet
from partnerships.models import Agreement, Clause, Event, Observation, Topic
from partnerships.website.charts.timeline import timeline
from partnerships.website.counts import AREAS, TOPICS
from partnerships.website.facets import PHRASES, LifecycleFacet, ProviderFacet, ProvinceFacet, merged
from partnerships.website.pages.agreement import (
    by_obligor,
    by_party,
    by_side,
    chain,
    cite_once,
    clauses_of,
    on_topics,
    parties_of,
    relations,
    reported,
    signatories_of,
    told_in,
)
from partnerships.website.pages.claims import Points, claims, of_articles, recorded_points
from partnerships.website.pages.commitments import how_far
from partnerships.website.pages.gaps import asked, questions, signers_named
from partnerships.website.pages.list_rows import draw, with_parties
from partnerships.website.pages.sentences import summary
from partnerships.website.views.detail import DatedDetail
from records.date_filters import NO_YEAR
from records.facets import Counted, LinkFacet, TermFacet, YearFacet
from records.pagination import Page
from records.views import RecordList


class AgreementList(RecordList):
    filterset_class = AgreementFilterSet
    template_name = "partnerships/agreement_list.html"
    typed = ("search", "signed_from", "signed_to", "period_end_from", "period_end_to")
    facets = (
        ProviderFacet(),
        ProvinceFacet(AREAS),
        LifecycleFacet(),
        TermFacet("kind", Agreement.Kind),
        TermFacet("strategic", Agreement.Strategic),
        LinkFacet("topic", Topic, TOPICS),
        YearFacet("year", "signed"),
        TermFacet("certainty", Certainty),
    )
    phrases = PHRASES
    orderings = (
        ("-signed", _("Newest signed first")),
        ("signed", _("Oldest signed first")),
        ("period_end", _("Soonest end of period first")),
        ("title", _("Vietnamese title, A to Z")),
    )

    def rows(self, page: Page) -> list[Any]:
        return with_parties(page.records(Agreement.objects.public().with_readings()))

    def context(self, filterset: Any, rows: list[Any], counts: Counted) -> dict[str, Any]:
        chosen = filterset.form.cleaned_data
        return {
            "timeline": draw(rows),
            "chosen": chosen.get("province", ()),
            "merged": merged(chosen.get("province", ()), counts.counts["province"]),
            "possibly": possibly_in(chosen.get("year", ()), filterset, counts.counts["year"]),
        }


def possibly_in(years: list[str], filterset: Any, counted: Mapping[str, int]) -> dict[str, Any] | None:
    """How many more may have been signed in the one year that is asked for; None for none."""
    if len(years) != 1 or years[0] == NO_YEAR:
        return None
    rows, year = filterset.filtered("year"), int(years[0])
    for name, day in (("signed_from", date(year, 1, 1)), ("signed_to", date(year, 12, 31))):
        rows = filterset.parameters()[name].filter(rows, day)
    more = rows.count() - counted.get(years[0], 0)
    return {"count": more, "year": years[0]} if more > 0 else None


class AgreementDetail(DatedDetail):
    model = Agreement
    template_name = "partnerships/agreement_detail.html"

    @classmethod
    def related(cls) -> Any:
        return Agreement.objects.public()  # its parties come from `parties_of`

    def context(self, agreement: Agreement) -> dict[str, Any]:
        parties = parties_of(agreement)
        clauses, people = clauses_of(agreement, parties), signatories_of(agreement, parties)
        related, events = relations(agreement), list(agreement.events.public())
        load_sources([agreement], parties, clauses, people, [each.relation for each in related], events)
        told = told_in(keys := {passage.article_id for passage in agreement.sources})
        deployments, observations = (reported(model, parties, found) for model, found in told.items())
        held = claims(of_articles(keys)) if told[Observation] else []
        claimed = [claim.observation for claim in held]
        load_sources(deployments, observations, claimed)
        groups, signers = by_obligor(clauses), signers_named(agreement, people)
        recorded, topics = on_topics(clauses)
        others = (parties, people, events, [each.relation for each in related], deployments, observations, claimed)
        passages = cite_once(groups, [agreement], *others)
        beside = (passage for clause in clauses for passage in clause.sources)
        articles = list(dict.fromkeys(passage.article for passage in (*agreement.sources, *beside, *passages)))
        return {
            "signers": signers,
            "questions": list(questions(agreement, signers, clauses)),
            "asked": asked(agreement, signers, clauses, parties),
            "summary": summary(agreement, parties),
            "legal_basis": list(
                Article.objects.public().filter(basis_links__agreement=agreement).order_by("published_earliest", "pk")
            ),
            "articles": articles,
            "several": len(articles) > 1,
            "passages": passages,
            "parties": parties,
            "sides": by_side(parties),
            "clause_groups": groups,
            "overdue": [clause for clause in clauses if clause.state == Clause.State.OVERDUE],
            "topics": topics,
            "agreements": recorded,
            "how_far": how_far(clauses),
            "people": by_party(people),
            "timeline": timeline(chain(agreement, related)),
            "relations": [each for each in related if not each.beside],
            "extensions": [each for each in related if each.beside],
            "signings": [event for event in events if event.kind == Event.Kind.SIGNING],
            "events": [event for event in events if event.kind != Event.Kind.SIGNING],
            "deployments": deployments,
            "observations": observations,
            "claims": held,
            "points": [Points(agreement, recorded_points(clauses))] if agreement.stated_points else [],
        }

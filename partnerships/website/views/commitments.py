"""The list of what was agreed, by how far it has come."""

from typing import Any

from django.db.models import F, OuterRef
from django.utils.translation import gettext_lazy as _

from articles.models import load_sources
from partnerships.filters import ClauseFilterSet
from partnerships.models import Clause, ClauseTopic, Partner, Party, Topic
from partnerships.website.facets import PHRASES, ProvinceFacet, SideFacet
from partnerships.website.pages.commitments import Points, grouped, how_far
from records.columns import joined
from records.facets import Counted, LinkFacet, TermFacet, YearFacet
from records.pagination import MOST_COUNTED, Page
from records.views import RecordList, counts_cache

_placed = Party.objects.filter(Partner.public_q("partner__"), agreement=OuterRef("agreement"))
_on_topics = ClauseTopic.objects.filter(clause=OuterRef("pk"))


class CommitmentList(RecordList):
    filterset_class = ClauseFilterSet
    template_name = "partnerships/commitment_list.html"
    heading = _("What was agreed, and how far it got")
    phrases = PHRASES
    facets = (
        TermFacet("state", Clause.State, Clause.how_far()),
        SideFacet(),
        TermFacet("kind", Clause.Kind),
        LinkFacet("topic", Topic, joined(_on_topics, "topic_id")),
        ProvinceFacet(joined(_placed.filter(partner__area__isnull=False), "partner__area_id")),
        YearFacet("year", "due"),
    )
    orderings: tuple[tuple[str, Any], ...] = (
        ("state", _("How far it got")),
        ("due", _("Soonest due first")),
        ("-due", _("Last due first")),
    )

    @property
    def records(self) -> Any:
        return Clause.objects.public().by_state()

    def in_order(self, found: Any, total: int | None) -> Any:
        """Of very many, as they are due (`StateOrdering`): what is asked for is so already."""
        if not total or total <= MOST_COUNTED:
            return found
        self.orderings = self.orderings[1:]
        return found if self.request.GET.get("ordering") else found.order_by(F("due_latest").asc(nulls_last=True), "pk")

    def rows(self, page: Page) -> list[Points]:
        clauses = page.records(Clause.objects.public().with_obligors())
        load_sources(clauses)
        return grouped(clauses)

    def context(self, filterset: Any, rows: list[Any], counts: Counted) -> dict[str, Any]:
        asked = filterset.form.cleaned_data
        if asked.get("state"):  # which the others are is not asked
            return {}
        chosen = asked.get("kind")
        others = tuple(asked for asked in filterset.active_filters if asked[0] != "state")
        counted = counts_cache.get_or_compute((how_far, others), lambda: how_far(filterset.filtered("state")))
        promised = [kind for kind in Clause.PROMISED if not chosen or kind in chosen]
        return {"how_far": counted, "promised": promised}

"""What an office takes along to a meeting with a partner or about a place: two pages, to print and as a Word file.

One set of tables for both. The first rows of each stand in it, of how many is said; texts are cut so that it never
grows beyond its two pages.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.models import Certainty, Fact, certainty_of, load_sources
from partnerships.filters.agreements import agreed_in
from partnerships.filters.places import within
from partnerships.models import Agreement, Area, Clause, Lifecycle, Observation, Partner, Position, Signatory, Tie
from partnerships.models import lineage as lineage_of
from partnerships.models.area_tree import places
from partnerships.website.counts import Standing, by_area
from records import dates
from records.dates import UncertainDate, format_date
from records.rows import page
from records.spoken import called, either, shorter, together
from records.templatetags.described import figure

from .called import measured, office_called, place_called
from .commitments import APART, DUE
from .first import First, first
from .gaps import Signers, unanswered, untold
from .partner import agreed_in_all
from .sentences import names, not_certain

# What two pages hold, and the longest text of a cell.
AGREEMENTS, POINTS, OFFICES, FIGURES, LONGEST = 10, 7, 8, 8, 100


class Cell(NamedTuple):
    """A text in the reader's language or one that says in which it is, and where more of it stands."""

    text: str
    way: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: their names, and how many millimetres wide they are on paper. `first`: of how many its rows are.
    `nothing` is said where there are none, `among` of all of them where not all are shown."""

    heading: str
    columns: dict[str, int]
    rows: Sequence[Sequence[Cell]]
    nothing: str
    first: First | None = None
    among: str = ""

    @property
    def named_rows(self) -> list[list[tuple[str, Cell]]]:
        """Each cell with what its column is called: on a phone, where a row is a card."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def cut(self) -> str:
        shown = self.first.in_words if self.first and self.first.cut else ""
        return "; ".join(filter(None, (shown, self.among)))


@dataclass(frozen=True, slots=True)
class Brief:
    heading: str
    day: UncertainDate
    lead: str
    # What has taken the place of the one that it is about, which has a brief of its own.
    became: str
    now: Sequence[Cell]
    tables: Sequence[Table]


@dataclass(frozen=True, slots=True)
class About:
    """Whose brief it is, as conditions of what belongs to it, each with the query by which lists narrow to the same."""

    agreements: Any
    standing: Standing
    agreed: dict[str, str]
    offices: tuple[Q, dict[str, Any]]
    figures: tuple[Q, dict[str, Any]]


def about_place(area: Area) -> About:
    here, there = {"province": area.slug}, within([area], "partner__area")
    agreements = Agreement.objects.public().filter(pk__in=agreed_in([area]))
    counted = by_area().get(area.slug, Standing())
    return About(agreements, counted, here, (there, here), (there | within([area], "area"), here))


def about_partner(partner: Partner) -> About:
    """With what its units and predecessors agreed; of a public body the figures are those of its place."""
    ties = lineage_of(partner)
    # Who held office at a body before it was merged or renamed, and what was counted of it, belongs to it as well.
    # What came by a doubtful succession is not printed as its own.
    before = [pk for pk in sorted(ties.certain) if ties[pk] in (Tie.ITSELF, Tie.PREDECESSOR)]
    own = {"partner": list(Partner.objects.filter(pk__in=before).order_by("pk").values_list("slug", flat=True))}
    agreements, counted = agreed_in_all(ties)
    figures: tuple[Q, dict[str, Any]] = (Q(partner__in=before), own)
    if not partner.is_business and (area := Area.objects.public().filter(pk=partner.area_id).first()):
        figures = (within([area], "area") | within([area], "partner__area"), {"province": area.slug})
    lineage = {"lineage": partner.slug}
    return About(agreements, counted, lineage, (Q(partner__in=before), own), figures)


def brief_of(record: Partner | Area) -> Brief:
    about = about_place(record) if isinstance(record, Area) else about_partner(record)
    agreements = first(about.agreements.with_readings(), AGREEMENTS, "agreements", **about.agreed)
    clauses = Clause.objects.public().filter(agreement__in=about.agreements.order_by().values("pk"))
    waiting = clauses.in_states(*DUE).by_state().with_obligors()
    due = first(waiting, POINTS, "commitments", **about.agreed, state=DUE)
    hoped = waiting.order_by().exclude(Clause.agreed_q()).count() if due.cut else 0
    held = Position.objects.public().select_related("person", "partner").order_by("-sort_date", "-pk")
    offices = first(held.filter(about.offices[0]), OFFICES, "api:positions-list", **about.offices[1])
    told = Observation.objects.public().with_subject().order_by("-sort_date", "-pk")
    figures = first(told.filter(about.figures[0]), FIGURES, "api:observations-list", **about.figures[1])
    load_sources(due.rows, offices.rows, figures.rows)
    numbers = {agreement.pk: str(at) for at, agreement in enumerate(agreements.rows, 1)}
    place = places().then_and_now(record.pk if isinstance(record, Area) else record.area_id)
    return Brief(
        together(" ".join((_("Brief for a meeting:"), "{}")), called(record)),
        UncertainDate(dates.today()),
        lead(about.standing),
        together(f"{{}}, {place.became}", place_called(place.then)) if place else "",
        [brief_of_place(area) for area in place.now] if place else (),
        (
            agreements_table(agreements),
            due_table(due, numbers, hoped),
            offices_table(offices),
            figures_table(figures),
            questions_table(agreements.rows, numbers),
        ),
    )


def brief_of_place(area: Area) -> Cell:
    return Cell(place_called(area, inside=True), reverse("area-brief", args=[area.slug]))


def lead(counted: Standing) -> str:
    if not counted.recorded:
        return _("No agreement is recorded.")
    said = ngettext(
        "%(all)s agreement is recorded%(unsure)s. As far as the dates tell: %(running)s in force today, %(over)s over, "
        "%(unknown)s of no known period.",
        "%(all)s agreements are recorded%(unsure)s. As far as the dates tell: %(running)s in force today, %(over)s "
        "over, %(unknown)s of no known period.",
        counted.recorded,
    )
    if counted.ahead:
        ahead = _("not signed or begun yet")
        said += f" {figure(counted.ahead)} {ahead}."
    return said % {
        "all": figure(counted.recorded),
        "unsure": not_certain(counted.unsure),
        "running": figure(counted.in_force),
        "over": figure(counted.over),
        "unknown": figure(counted.no_period),
    }


def named(said: str, way: str = "") -> Cell:
    return Cell(shorter(said, LONGEST), way)


def told_on(day: UncertainDate, fact: Fact, in_words: str = "") -> Cell:
    """The day of a fact, with how sure that is where it is not simply stated and the day does not say so itself."""
    doubt = certainty_of(fact) if day.certain else Certainty.STATED
    text = in_words or format_date(day)
    return Cell(text if doubt == Certainty.STATED else f"{text} ({doubt.label})")


def source(fact: Fact) -> Cell:
    """The first passage that carries it, and how many more do."""
    if not fact.sources:
        return Cell("")
    passage, *others = fact.sources
    more = f" (+{len(others)})" if others else ""
    title = Truncator(passage.article.title).chars(LONGEST // 2)
    return Cell(together(f"{{}}, {passage.label}{more}", title), f"{page(passage.article)}#{passage.place}")


def possibly(state: Any, *, unsure: bool | None) -> str:
    return " ".join((str(state.label), _("(possibly)"))) if unsure else str(state.label)


def agreements_table(agreements: First) -> Table:
    def row(at: int, agreement: Agreement) -> Sequence[Cell]:
        doubted = agreement.lifecycle_doubt and agreement.lifecycle is not Lifecycle.UNKNOWN
        state = possibly(agreement.lifecycle, unsure=doubted)
        days = (format_date(day) if day else "–" for day in (agreement.signed, agreement.period))
        return Cell(str(at)), named(called(agreement), page(agreement)), *map(Cell, days), Cell(state)

    return Table(
        _("Agreements, the newest first"),
        {_("No."): 10, _("Agreement"): 82, _("Signed"): 32, _("Period"): 26, _("Today"): 32},
        [row(at, agreement) for at, agreement in enumerate(agreements.rows, 1)],
        _("None is recorded."),
        agreements,
    )


def due_table(due: First, places: dict[int, str], hoped: int) -> Table:
    def row(clause: Clause) -> Sequence[Cell]:
        state = possibly(clause.state, unsure=clause.state_unsure)
        if clause.kind in APART:  # nobody gave their word on it
            state = f"{APART[clause.kind]}; {state}"
        owing = names(called(party.partner) for party in clause.owed_by)
        agreement = clause.agreement
        of = Cell(places[agreement.pk]) if agreement.pk in places else named(called(agreement), page(agreement))
        heading = named(either(clause.heading), f"{page(agreement)}#clause-{clause.number}")
        return heading, Cell(owing), Cell(f"{state}: {format_date(clause.due)}"), of, source(clause)

    return Table(
        _("Past due with nothing reported, and due within 12 months"),
        {_("What"): 56, _("Whose"): 34, _("Due"): 32, _("Agreement"): 28, _("Source"): 32},
        [row(clause) for clause in due.rows],
        _("Nothing recorded is past due or due within 12 months."),
        due,
        ngettext("%(n)s of all was only hoped for", "%(n)s of all were only hoped for", hoped) % {"n": figure(hoped)}
        if hoped
        else "",
    )


def offices_table(offices: First) -> Table:
    def row(position: Position) -> Sequence[Cell]:
        person = named(called(position.person), page(position.person))
        held = told_on(position.first_cited or position.started, position, when_held(position))
        return person, named(office_called(position)), held, source(position)

    return Table(
        _("Who was cited in which office, the latest first; nobody says who holds it today"),
        {_("Person"): 36, _("Office then, as printed"): 68, _("When"): 36, _("Source"): 42},
        [row(position) for position in offices.rows],
        _("Nobody is recorded in an office."),
        offices,
    )


def when_held(position: Position) -> str:
    """Since when and until when, where that is told; and when it is cited."""
    told = ((_("In office from"), position.started), (pgettext("an office", "until"), position.ended))
    held = ", ".join(f"{words} {format_date(day)}" for words, day in told if day)
    cited = dict.fromkeys(filter(None, (position.first_cited, position.last_cited)))
    return "; ".join(filter(None, (held, " – ".join(map(format_date, cited)))))


def figures_table(figures: First) -> Table:
    def row(each: Observation) -> Sequence[Cell]:
        what = together("{} – {}", shorter(each.indicator.name, LONGEST - 30), shorter(called(each.subject), 30))
        return Cell(what, page(each.indicator)), Cell(measured(each)), told_on(each.as_of, each), source(each)

    return Table(
        _("Figures, the latest first"),
        {_("Figure"): 70, _("Value"): 36, _("As of"): 34, _("Source"): 42},
        [row(each) for each in figures.rows],
        _("No figure is recorded."),
        figures,
    )


def questions_table(agreements: Sequence[Agreement], places: dict[int, str]) -> Table:
    rows = [(Cell(asked), Cell(of)) for asked, of in _questions(agreements, places)]
    columns = {_("Question"): 110, _("Of the agreements above"): 72}
    return Table(_("What no article answers"), columns, rows, _("Nothing is asked of these agreements."))


def _questions(agreements: Sequence[Agreement], places: dict[int, str]) -> Iterator[tuple[str, str]]:
    clauses: dict[int, list[Clause]] = defaultdict(list)
    for clause in Clause.objects.public().with_state().filter(agreement__in=places):
        clauses[clause.agreement_id].append(clause)
    signed = Signatory.objects.filter(agreement__in=places, part=Signatory.Part.SIGNED)
    told = set(signed.order_by().values_list("agreement", flat=True))
    asked: dict[str, list[str]] = defaultdict(list)
    for agreement in agreements:
        signers = Signers("", "", hidden=agreement.pk in told)
        for question in unanswered(agreement, signers, clauses[agreement.pk]):
            asked[question].append(places[agreement.pk])
    for question, of in asked.items():
        yield question, ", ".join(of)
    open_points = {places[each.pk]: found for each in agreements if (found := untold(each, clauses[each.pk]))[0]}
    if open_points:
        n, among = map(sum, zip(*open_points.values(), strict=True))
        text = _("What came of %(n)s of %(all)s clauses?") if among > 1 else _("What came of the clause?")
        yield text % {"n": figure(n), "all": figure(among)}, ", ".join(sorted(open_points, key=int))

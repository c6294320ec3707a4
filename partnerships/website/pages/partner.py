"""A partner with those it came from and those that act for it, and what all of them agreed over the years."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from articles.models import Certainty, certainty_of, unsure_q
from partnerships.filters.agreements import agreed_by
from partnerships.models import Agreement, Partner, Party, Signatory, Tie
from partnerships.models.lineage import Lineage
from partnerships.website.charts.timeline import Bar, Timeline, timeline
from partnerships.website.counts import Standing, standing

from .first import First, first

# A group as large as VNPT fills lists of its own; its page shows the first of each, and the newest of its agreements.
SHOWN, NEWEST = 50, 10


@dataclass(slots=True)
class Entry:
    """One agreement on the timeline of a partner.

    `own`: for whom of the lineage it was signed, where that is not the partner itself, and what they are to it.
    `others`: with whom. `people`: who is recorded at the signing for the partner or `own`, by primary key. Of each, how
    sure that is.
    """

    agreement: Agreement
    bar: Bar | None = None
    own: list[tuple[Partner, Tie, Certainty, bool]] = field(default_factory=list)  # and whether it certainly is that
    others: list[tuple[Partner, Certainty]] = field(default_factory=list)
    people: dict[int, tuple[Signatory, Certainty]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartnerTimeline:
    """The `first` agreements of a lineage, newest first, and the axis that their bars stand on."""

    entries: Sequence[Entry]
    timeline: Timeline | None
    first: First


def agreed_in_all(ties: Lineage) -> tuple[Any, Standing]:
    """What a lineage agreed, and how it stands: sure is what any that certainly is of it is certainly a party to."""
    agreements = Agreement.objects.public().filter(pk__in=agreed_by(ties))
    sure = Party.objects.public().filter(partner__in=ties.certain).exclude(unsure_q()).values("agreement")
    return agreements, standing(agreements, sure)


def agreements_over_time(partner: Partner, ties: Lineage) -> PartnerTimeline:
    """What the lineage of the partner agreed, the first `NEWEST`."""
    agreements = Agreement.objects.public().with_readings().filter(pk__in=agreed_by(ties))
    found = first(agreements, NEWEST, "agreements", lineage=partner.slug)
    drawn = timeline(found.rows)
    bars: Sequence[Any] = drawn.bars if drawn else [None] * len(found.rows)
    entries = {row.pk: Entry(row, bar) for row, bar in zip(found.rows, bars, strict=True)}
    acting = []
    for party in Party.objects.public().select_related("partner").filter(agreement__in=entries):
        entry, tie = entries[party.agreement_id], ties.get(party.partner_id)
        if tie is None:
            entry.others.append((party.partner, certainty_of(party)))
        else:
            acting.append(party.pk)
            if tie is not Tie.ITSELF:
                entry.own.append((party.partner, tie, certainty_of(party), party.partner_id in ties.certain))
    present = Signatory.objects.public().select_related("person").filter(agreement__in=entries, party__in=acting)
    for signatory in present.order_by("agreement", "pk"):
        entries[signatory.agreement_id].people.setdefault(signatory.person_id, (signatory, certainty_of(signatory)))
    return PartnerTimeline(list(entries.values()), drawn, found)

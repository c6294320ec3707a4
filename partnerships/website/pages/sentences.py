"""What a page says first, in whole sentences made of facts: who signed when, and whether it is in force and why.

Reads only what the page has loaded.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from articles.models import Certainty, certainty_of
from partnerships.models import Agreement, Lifecycle, Party, Position
from partnerships.models.lifecycle import Doubt
from records import dates
from records.dates import UncertainDate
from records.spoken import called, together

from .called import title_called
from .person import Signing

# More names than these in one sentence are counted.
MOST_NAMES = 3
# Of more offices than these a sentence is none.
MOST_OFFICES = 6
SIGNING = (Party.Role.PRINCIPAL, Party.Role.CONTRACTING_UNIT)
# Behind the state of an agreement; that no period is known is said already.
DOUBTS: dict[Doubt | None, Any] = {
    Doubt.MARKED: gettext_lazy("That is not certain: the dates themselves are marked uncertain."),
    Doubt.DISPUTED: gettext_lazy("That is not certain: the passages disagree about it."),
    Doubt.SIGNING_OPEN: gettext_lazy(
        "That is not certain: its exact day of signing is not known and may still be to come."
    ),
    Doubt.BEGINNING_UNKNOWN: gettext_lazy("That is not certain: no passage says when it began."),
    Doubt.BEGINNING_OPEN: gettext_lazy(
        "That is not certain: its exact first day is not known and may still be to come."
    ),
    Doubt.END_UNKNOWN: gettext_lazy("That is not certain: no passage says when it ends."),
    Doubt.END_OPEN: gettext_lazy("That is not certain: its exact last day is not known and may be past."),
}


def names(all_of_them: Iterable[str]) -> str:
    """`VNPT, Viettel and FPT`; of more than three, how many others."""
    found = list(all_of_them)
    if len(found) < 2:
        return found[0] if found else ""
    last = "{}"
    if len(found) > MOST_NAMES:
        others = len(found) - MOST_NAMES + 1
        last = ngettext("%(n)s other", "%(n)s others", others) % {"n": others}
        found = found[: MOST_NAMES - 1]
    places = ["{}"] * (len(found) if last != "{}" else len(found) - 1)
    return together(_("%(first)s and %(last)s") % {"first": ", ".join(places), "last": last}, *found)


def signers(parties: Iterable[Party]) -> tuple[str, str]:
    """Who signed with whom, by name: the principals of the first side there is and all others, providers first.

    Where no principal of a side is stated, it is the unit that is stated to have signed for it, or, for want of either,
    whoever there is; where all are on one side, the first of them and the others. What is not known is empty.
    """
    sides: list[list[str]] = []
    for side in (Party.Side.PROVIDER, Party.Side.PUBLIC_BODY, Party.Side.ORGANISATION, Party.Side.NEITHER):
        on_it = [party for party in parties if party.side == side]
        by_role = [[party for party in on_it if party.role == role] for role in SIGNING]
        stated = [found for found in by_role if any(certainty_of(party) == Certainty.STATED for party in found)]
        if found := next(filter(None, (*stated, *by_role)), []):
            sides.append([named(party) for party in found])
    if len(sides) == 1:
        sides = [sides[0][:1], sides[0][1:]]
    first, *others = [*sides, [], []][: max(len(sides), 2)]
    return names(first), names(chain.from_iterable(others))


def named(party: Party) -> str:
    """The name of a party; and how sure it is that it was one, where that is not simply stated."""
    return doubted(called(party.partner), certainty_of(party))


def doubted(name: str, certainty: Certainty) -> str:
    """`VNPT (inferred)`, where it is not simply stated."""
    return name if certainty == Certainty.STATED else together(f"{{}} ({certainty.label})", name)


def when(signed: UncertainDate) -> str:
    """The EDTF date as a sentence takes it: `on 18 December 2020`, `in June 2018`, `no later than ...`."""
    date = {"date": dates.format_date(signed)}
    if not signed:
        return pgettext("when it was signed", "on a date that no article gives")
    if "~" in signed or "%" in signed:  # `about 2020`
        return date["date"]
    if signed.precision == "day":
        return pgettext("when it was signed", "on %(date)s") % date
    if signed.precision:
        return pgettext("when it was signed", "in %(date)s") % date
    return date["date"]


def summary(agreement: Agreement, parties: Sequence[Party]) -> dict[str, Any]:
    """Who signed what, when, and where it stands today: the parts of the first paragraph."""
    first, second = signers(parties)
    return {
        "first": first,
        "second": second,
        "kind": agreement.instrument,
        "told": agreement.signing_told,
        "ahead": agreement.lifecycle is Lifecycle.UNSIGNED,
        "when": when(agreement.signed),
        "status_reason": status_reason(agreement),
    }


def status_reason(agreement: Agreement) -> str:
    """Whether it is in force today and what that follows from, with the reason of doubt if there is one."""
    state, doubt = agreement.lifecycle, DOUBTS.get(agreement.lifecycle_doubt, "")
    ahead = _("It is to be ended before its time: %(ended)s.") if agreement.terminated else ""
    sentence = {
        Lifecycle.UNKNOWN: _("No passage gives a period, so nothing here says whether it is in force."),
        Lifecycle.UNSIGNED: _("It is not signed yet."),
        Lifecycle.IN_FORCE: _("Its period is %(period)s: it is in force today."),
        Lifecycle.UPCOMING: _("Its period is %(period)s: it has not begun yet."),
        Lifecycle.EXPIRED: _("Its period was %(period)s: it has expired."),
        Lifecycle.TERMINATED: _("It was ended before its time: %(ended)s."),
    }[state]
    dated = {"period": dates.format_date(agreement.period), "ended": dates.format_date(agreement.terminated)}
    said = (sentence, "" if state is Lifecycle.TERMINATED else ahead)
    return " ".join(filter(None, (*(each % dated for each in said), str(doubt))))


def career(positions: Sequence[Position], signings: Iterable[Signing]) -> str:
    """At how many signings somebody is recorded, in their order, and in which offices when; and how sure that is."""
    found = list(signings)
    dated = [each.agreement.signed for each in found if each.agreement.signed]
    said = []
    if found:
        recorded = ngettext(
            "Recorded at the signing of %(n)s agreement", "Recorded at the signing of %(n)s agreements", len(found)
        )
        said.append(recorded % {"n": len(found)} + unsure(each.certainty for each in found))
        if len(found) == 1 or len(dated) == 1:
            said.append(when(*dated) if dated else "")
        elif dated:
            said.append(
                _("the first %(first)s, the last %(last)s") % {"first": when(dated[0]), "last": when(dated[-1])}
            )
    if positions:
        cited = ngettext("cited in %(n)s office", "cited in %(n)s offices", len(positions)) % {"n": len(positions)}
        offices = "; ".join("{}" + cited_in(each) for each in positions[:MOST_OFFICES])
        more = "; …" if len(positions) > MOST_OFFICES else ""
        said.append(f"{cited}{unsure(map(certainty_of, positions))}: {offices}{more}")
    sentence = ", ".join(filter(None, said))
    titles = [title_called(each.title) for each in positions[:MOST_OFFICES]]
    return together(f"{sentence[:1].upper()}{sentence[1:]}.", *titles) if sentence else ""


def cited_in(position: Position) -> str:
    """` (2014–2016?)`: the years in which an office is cited, as sure as they are; empty where none is known."""
    years: dict[int, str] = {}
    for day in filter(None, (position.first_cited, position.last_cited)):
        if known := day.span.latest or day.span.earliest:
            years[known.year] = f"{known.year}{'' if day.certain else '?'}"
    return f" ({'–'.join(years.values())})" if years else ""


def unsure(counted: Iterable[Certainty]) -> str:
    """Behind a count of things: how many of them are not simply stated, if any are."""
    return not_certain(sum(certainty != Certainty.STATED for certainty in counted))


def not_certain(n: int) -> str:
    return ngettext(" (%(n)s of them not certain)", " (%(n)s of them not certain)", n) % {"n": n} if n else ""

"""iCalendar (RFC 5545) of the days on which periods end, for whoever must act before they do."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import STATUS, TRANSP, Calendar, Event, vText

from partnerships.models import Agreement, Lifecycle
from partnerships.models.lifecycle import Doubt
from partnerships.website.pages.sentences import named
from records import dates
from records.changes import lasting_id, noted
from records.models import PublicRow
from records.spoken import called

from .selection import Selection, SelectionView, printable

# Programs fetch the whole again and again: what is still to come goes first, what is over fills the rest.
MOST = 200
REFRESH = timedelta(days=1)
PRODUCT = "-//Register of cooperation agreements//Ends of periods//EN"


class PeriodEndCalendar(SelectionView):
    def answer(self, selection: Selection) -> HttpResponse:
        language = get_language() or settings.LANGUAGE_CODE
        calendar = Calendar.new(
            prodid=PRODUCT,
            uid=lasting_id("calendar", language, str(selection.name)),
            url=self.request.build_absolute_uri(selection.address(selection.page)),
            refresh_interval=REFRESH,
        )
        # Typed by hand, because the library leaves the name of a calendar unescaped; many know only the second one.
        name = vText(_("Ends of periods: %(heading)s") % {"heading": selection.heading})
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        description = _("When the agreements of the register end; what is not certain is marked as tentative.")
        calendar.add("description", description)
        ending = ends(selection)
        known = {row.row: row for row in noted(Agreement).filter(row__in=[agreement.pk for agreement in ending])}
        for agreement in ending:
            if agreement.pk in known:
                calendar.add_component(period_end(self.request, agreement, known[agreement.pk]))
        return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def ends(selection: Selection) -> list[Agreement]:
    """The agreements of the selection whose period has an end, those that end next and those that ended last."""
    today, agreements = dates.today(), selection.agreements.with_related()
    ahead = list(agreements.filter(period_latest__gte=today).order_by("period_latest", "pk")[:MOST])
    over = agreements.filter(period_latest__lt=today).order_by("-period_latest", "-pk")[: MOST - len(ahead)]
    return [*reversed(over), *ahead]


def period_end(request: HttpRequest, agreement: Agreement, known: PublicRow) -> Event:
    """The last day on which the agreement may be in its period."""
    last = agreement.known.possibly[1] or agreement.period_latest
    page = request.build_absolute_uri(reverse("agreement", args=[agreement.slug]))
    if agreement.terminated_latest and agreement.lifecycle is not Lifecycle.TERMINATED:
        last = min(last, agreement.terminated_latest)
    status, heading, sentence = end_status(agreement)
    parties = " – ".join(map(named, agreement.parties.all()))
    period = _("Period: %(period)s") % {"period": dates.format_date(agreement.period)}
    return Event.new(
        uid=lasting_id("period-end", str(known.pk)),
        stamp=known.updated,
        last_modified=known.updated,
        start=last,
        end=last + timedelta(days=1),
        summary=printable(f"{heading}: {called(agreement)}"),
        description=printable("\n".join(line for line in (parties, period, sentence, page) if line)),
        url=page,
        status=status,
        transparency=TRANSP.TRANSPARENT,  # nobody is busy on that day
    )


def end_status(agreement: Agreement) -> tuple[STATUS, str, str]:
    """How sure the end is: for programs, as a heading and as a sentence."""
    if agreement.lifecycle is Lifecycle.UNSIGNED:
        return STATUS.TENTATIVE, _("Period may end"), _("It is not signed yet.")
    if agreement.lifecycle is Lifecycle.TERMINATED:
        sentence = _("Terminated before the end of its period: %(date)s.")
        return STATUS.CANCELLED, _("Terminated"), sentence % {"date": dates.format_date(agreement.terminated)}
    if agreement.terminated:
        sentence = _("It is to be ended before its time: %(ended)s.")
        return STATUS.TENTATIVE, _("To be ended"), sentence % {"ended": dates.format_date(agreement.terminated)}
    ends, doubt = {(each.ends_earliest, each.latest) for each in agreement.known.period}, agreement.known.doubt
    if doubt is Doubt.DISPUTED or len(ends) > 1:
        return STATUS.TENTATIVE, _("Period may end"), _("The articles contradict each other on this agreement.")
    if doubt:
        return STATUS.TENTATIVE, _("Period may end"), _("The dates are inferred or approximate.")
    if agreement.period_ends_earliest != agreement.period_latest:
        sentence = _("The day is not known: any day from %(first)s to %(last)s.")
        first, last = (dates.format_date(f"{day}") for day in (agreement.period_ends_earliest, agreement.period_latest))
        return STATUS.TENTATIVE, _("Period may end"), sentence % {"first": first, "last": last}
    return STATUS.CONFIRMED, _("Period ends"), ""

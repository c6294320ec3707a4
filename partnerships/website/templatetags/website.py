"""What a page says of itself to those who take it elsewhere (cards, linked data, citations, other forms); charts.

Reads only what the view has loaded.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Certainty, certainty_of
from partnerships.models import Agreement, Lifecycle
from partnerships.models.area_tree import ThenAndNow
from partnerships.website.charts.series import in_series
from partnerships.website.charts.timeline import Bar, Timeline
from partnerships.website.feeds.selection import FOLLOWED
from partnerships.website.pages.called import (
    body_called,
    measured,
    office_called,
    place_called,
    title_called,
    unit_called,
)
from partnerships.website.pages.sentences import named, not_certain
from partnerships.website.record_pages import RECORD_PAGES
from partnerships.website.sharing import bibliography, schema_org
from records.export.formats import CSV, XLSX
from records.export.readable import READABLE
from records.rows import page
from records.spoken import called
from records.templatetags.described import dated

register = template.Library()
register.filter("in_series", in_series)
register.filter("called", called)
register.filter("body_called", body_called)
register.filter("office_called", office_called)
register.filter("unit_called", unit_called)
register.filter("measured", measured)
register.filter("title_called", title_called)
register.filter("place_called", place_called)


@register.filter
def place_inside(place: Any) -> str:
    """What a place is called within a sentence."""
    return place_called(place, inside=True)


@register.filter
def doubt(part: Any) -> str:
    """` (inferred)` behind what is said of a fact, or is as certain as this, where that is not simply stated: a link to
    what it means."""
    if (certainty := certainty_of(part)) == Certainty.STATED:
        return ""
    return format_html(' <a class="maybe" href="{}#certainty">({})</a>', reverse("about"), certainty.label)


register.filter("named", named)
register.filter("unsure", not_certain)


@register.filter
def most(rows: Any, name: str) -> int:
    """The largest of a number that rows have: bars beside each other are drawn by it."""
    return max((attrgetter(name)(row) for row in rows), default=0) or 1


@register.filter
def plural(record: Any) -> str:
    """What the list of such records is called."""
    return capfirst(str(record._meta.verbose_name_plural))


# By the state of an agreement or a point, its sign in static/signs.svg, where another has it already.
SIGNS = {"unsigned": "upcoming", "terminated": "not_met", "scheduled": "due_soon", "not_told": "unknown"}


@register.simple_tag
@cache
def sign(state: str) -> str:
    """The sign beside the word of a state."""
    address = f"{static('signs.svg')}#{SIGNS.get(state, state)}"
    return format_html('<svg class="sign" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address)


@register.filter
def lifecycle(agreement: Agreement) -> SafeString:
    """Its lifecycle on this day by a sign and a word; a doubt leads to its reason."""
    state = agreement.lifecycle
    said = format_html('<span class="state state-{}">{}<span>{}</span></span>', state, sign(state), state.label)
    if agreement.lifecycle_doubt and state != Lifecycle.UNKNOWN:
        said += format_html(' <a class="maybe" href="{}#standing">{}</a>', page(agreement), _("(possibly)"))
    return said


@register.filter
def signing(agreement: Agreement) -> str:
    """What the day of its signing is called."""
    return _("To be signed") if agreement.lifecycle is Lifecycle.UNSIGNED else _("Signed")


# What a bar is drawn of, the axis first and today last.
AXIS = (
    '<svg class="bar bar-{state}" width="100%" height="14" aria-hidden="true" focusable="false">'
    '<line class="axis" x1="0" x2="100%" y1="7" y2="7"/>'
)
POSSIBLE = '<rect class="possible" x="{possible}" width="{wide}" y="3" height="8" rx="2"/>'
CERTAIN = '<rect class="certain" x="{certain}" width="{narrow}" y="3" height="8" rx="2"/>'
TODAY = '<line class="today" x1="{today}" x2="{today}" y1="0" y2="14"/>'
OPEN = '<line class="open" x1="{signed}" x2="{today}" y1="7" y2="7"/>'
SIGNED = '<circle class="signed" cx="{signed}" cy="7" r="3.5"/>'


@register.filter
def drawn(bar: Bar, timeline: Timeline) -> SafeString:
    """The period of one agreement, on the axis of them all: a drawing for the eye, the text says the same."""
    shapes, where = [AXIS], {"state": bar.agreement.lifecycle, "today": timeline.today, "signed": bar.signed}
    if bar.possible:
        shapes.append(POSSIBLE)
        where |= {"possible": bar.possible.x, "wide": bar.possible.width}
    if bar.certain:
        shapes.append(CERTAIN)
        where |= {"certain": bar.certain.x, "narrow": bar.certain.width}
    if bar.signed:
        shapes += [SIGNED] if bar.possible else [OPEN, SIGNED]
    return format_html("".join((*shapes, TODAY, "</svg>")), **where)


@register.filter
def place_in_line(place: ThenAndNow) -> SafeString:
    """An area as it was called, and what it is now, in a line of a list."""
    said = format_html("{}", place_called(place.then))
    if place.around:
        said += format_html(", {}", place_inside(place.then_around))
    if place.now:
        now = format_html_join(", ", "{}", ((place_inside(area),) for area in place.now))
        return said + format_html(', <span class="then">{} {}</span>', place.became, now)
    if place.area.ended:
        said += format_html(', <span class="then">{} {}</span>', _("until"), dated(place.area.last_day))
    return said


LONGEST_DESCRIPTION = 200
LOCALES = {"vi": "vi_VN", "en": "en_US"}


class DataBlock:
    """JSON as the text of a <script> element: no sign is left in it that could end the element."""

    SIGNS = {sign: f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}

    def __init__(self, value: Any) -> None:
        self.value = value

    def __html__(self) -> str:
        text = json.dumps(self.value, ensure_ascii=False, cls=DjangoJSONEncoder)
        for sign, written in self.SIGNS.items():  # `translate` looks at every letter
            text = text.replace(sign, written)
        return text


def _script(value: schema_org.Things) -> str:
    # A block of data, which no browser runs: the policy against inline scripts has nothing to say of it.
    return format_html('<script type="application/ld+json">{}</script>', DataBlock(value))


@register.simple_tag(takes_context=True)
def linked_record(context: Any, record: Any) -> str:
    return _script(schema_org.described(record, context.flatten(), context["request"].build_absolute_uri))


@register.simple_tag(takes_context=True)
def linked_list(context: Any, heading: str, rows: Any, page: Any) -> str:
    before = (page.number - 1) * page.size
    return _script(schema_org.listed(heading, rows, before, page.count, context["request"].build_absolute_uri))


@register.simple_tag(takes_context=True)
def linked_register(context: Any) -> str:
    return _script(schema_org.register(context["request"].build_absolute_uri))


@register.inclusion_tag("partnerships/_card.html", takes_context=True)
def card(context: Any, about: Any = None, description: str = "") -> dict[str, Any]:
    """What a page shows of itself where it is linked to: `about` is its record, its heading, or nothing.

    Without a `description` it is that of the record, or of the register.
    """
    language = get_language() or settings.LANGUAGE_CODE
    page_type = RECORD_PAGES.get(type(about))
    title = called(about) if hasattr(about, "slug") else about or _("Register of cooperation agreements")
    return {
        "title": str(title),
        "description": Truncator(description or _described(about)).chars(LONGEST_DESCRIPTION),
        "type": page_type.open_graph if page_type else "website",
        "locale": LOCALES[language],
        "other_locales": [locale for code, locale in LOCALES.items() if code != language],
        "image": context["request"].build_absolute_uri(static("card.png")),
    }


def _described(about: Any) -> str:
    own = getattr(about, "summary", "") or getattr(about, "description", "")
    if own and get_language() != "en":  # our summaries are in Vietnamese
        return own
    if hasattr(about, "slug"):
        return _("%(name)s in the register: who, what, until when, and which passage of which article says so.") % {
            "name": str(called(about))
        }
    return str(schema_org.DESCRIPTION)


@register.simple_tag(takes_context=True)
def citation(context: Any, record: Any, changed: datetime | None) -> bibliography.Citation:
    return bibliography.citation(record, context["request"].build_absolute_uri(page(record)), changed)


@register.simple_tag(takes_context=True)
def report_error(context: Any) -> str:
    """A prepared mail that names the page; empty where no address is set to write to."""
    if not settings.CONTACT_EMAIL:
        return ""
    record, address = context.get("record"), context["request"].build_absolute_uri()
    about = f"{record.collection}/{record.slug}" if record else address
    asked = (_("What is wrong:"), _("Which article says so, in which paragraph:"))
    body = "\n\n".join((address, *asked, ""))
    mail = {"subject": _("Error in the register: %(about)s") % {"about": about}, "body": body}
    return f"mailto:{settings.CONTACT_EMAIL}?{urlencode(mail, quote_via=quote)}"


@register.simple_tag(takes_context=True)
def request_mail(context: Any, record: Any, asked: Any) -> str:
    return asked.mail(record, context["request"].build_absolute_uri(page(record)))


@dataclass(frozen=True, slots=True)
class Form:
    """Another form of a page: a feed, a calendar, its twin in the API."""

    label: str
    media: str
    address: str
    title: str


@register.simple_tag
def other_forms(record: Any) -> list[Form]:
    twin = reverse(f"api:{record.collection}-detail", args=[record.slug])
    forms = [Form("JSON", "application/json", twin, _("This record as data"))]
    if type(record) in FOLLOWED:
        name = record._meta.model_name
        feed, calendar = (reverse(f"{name}-{kind}", args=[record.slug]) for kind in ("feed", "calendar"))
        narrowed = f"{reverse('agreements')}?{urlencode({FOLLOWED[type(record)][0]: record.slug})}"
        forms += (
            Form("Atom", "application/atom+xml", feed, _("Agreements, the latest changes")),
            Form("iCalendar", "text/calendar", calendar, _("Ends of periods")),
            Form("Excel", XLSX.content_type, f"{narrowed}&format={READABLE}", _("Agreements as a table for people")),
            Form("CSV", CSV.content_type.partition(";")[0], f"{narrowed}&format=csv", _("The same for programs")),
        )
    return forms

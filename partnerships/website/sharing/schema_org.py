"""Records in the words of schema.org, for search engines (JSON-LD).

Reads only what the page has loaded. A record is the same `@id` in both languages; what is not certain (a day whose
year was inferred) is left out, because schema.org has no word for doubt.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles.models import Article, Certainty, certainty_of
from partnerships.models import Agreement, Area, Indicator, Partner, Party, Position, Solution, Topic
from partnerships.models.area_tree import ThenAndNow
from partnerships.website.pages.called import title_called
from partnerships.website.record_pages import RECORD_PAGES
from people.models import Person
from records.export.data_dictionary import LICENCE
from records.rows import page
from records.spoken import called, either

Things = dict[str, Any]
# Makes an address of this site absolute.
Absolute = Callable[[str], str]

CONTEXT = "https://schema.org"
DESCRIPTION = gettext_lazy(
    "Which telecom and IT groups agreed with which public bodies in Viet Nam, for how long, on what, "
    "and which passage of which article says so."
)

_Kind = Partner.Kind
ORGANISATIONS: dict[str, str] = {
    _Kind.GROUP: "Corporation",
    _Kind.ENTERPRISE: "Corporation",
    _Kind.SCHOOL: "EducationalOrganization",
    **dict.fromkeys(
        (_Kind.PEOPLES_COMMITTEE, _Kind.DEPARTMENT, _Kind.TAX_OFFICE, _Kind.ARMED_FORCES, _Kind.MINISTRY),
        "GovernmentOrganization",
    ),
}


def named(record: Any, absolute: Absolute) -> Things:
    """A record as others refer to it."""
    with translation.override(settings.LANGUAGE_CODE):
        identity = absolute(page(record))
    kind = ORGANISATIONS.get(record.kind) if isinstance(record, Partner) else None
    if isinstance(record, Article) and record.is_official:
        kind = "Legislation"
    # A title of ours describes an article; it is not what it is called.
    ours = isinstance(record, Article) and record.title_is_ours
    return {
        "@type": kind or RECORD_PAGES[type(record)].schema_org,
        "@id": f"{identity}#it",
        "disambiguatingDescription" if ours else "name": called(record),
        "url": absolute(page(record)),
    }


def described(record: Any, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    """A record with what its page shows of it; `shown` is the context of the page."""
    return _known({"@context": CONTEXT, **named(record, absolute), **details(record, shown, absolute)})


@singledispatch
def details(record: Any, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    """What is said of a record beside its name; each noun with a page registers its own."""
    raise NotImplementedError(type(record))


def _known(value: Any) -> Any:
    """`value` without whatever is empty in it."""
    if isinstance(value, dict):
        return {name: known for name, each in value.items() if (known := _known(each))}
    return [_known(each) for each in value] if isinstance(value, list) else value


@details.register
def _agreement(agreement: Agreement, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    parties = shown["parties"]
    known, sure = agreement.known, [party for party in parties if certainty_of(party) == Certainty.STATED]
    articles = {passage.article_id: passage.article for passage in getattr(agreement, "sources", ())}
    return {
        "genre": capfirst(agreement.instrument),
        "inLanguage": "vi",
        "abstract": agreement.summary,
        "dateCreated": agreement.signed.plain if agreement.signing_told and len(set(known.signed)) == 1 else "",
        "temporalCoverage": "" if known.doubt or len(set(known.period)) > 1 else agreement.period.plain,
        "locationCreated": {"@type": "Place", "name": agreement.place} if agreement.place else None,
        "spatialCoverage": _areas(party.place for party in sure if party.side != Party.Side.PROVIDER),
        "author": [named(party.partner, absolute) for party in sure],
        "subjectOf": [named(article, absolute) for article in articles.values()],
    }


@details.register
def _area(area: Area, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    return {
        "alternateName": sorted({str(name) for name in shown["names"]} - {str(area)}),
        "containedInPlace": named(area.parent, absolute) if area.parent else None,
    }


@details.register
def _partner(partner: Partner, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    return {
        "alternateName": [name.name for name in partner.names.all()],
        "description": partner.description,
        "sameAs": partner.website,
        "areaServed": _areas([shown["place"]]),
        "parentOrganization": named(partner.parent, absolute) if partner.parent else None,
    }


@details.register
def _person(person: Person, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    return {
        "alternateName": [name.name for name in person.names.all()],
        "description": person.description,
        "memberOf": [
            {
                "@type": "OrganizationRole",
                "roleName": title_called(position.title),
                "startDate": position.started.plain,
                "endDate": position.ended.plain,
                "description": _cited(position),
                "memberOf": named(position.partner, absolute),
            }
            for position in shown.get("positions", ())
            if certainty_of(position) == Certainty.STATED
        ],
    }


def _cited(position: Position) -> str:
    """When the office was held for certain, be it longer."""
    days = (day.plain for day in (position.first_cited, position.last_cited) if day)
    cited = "/".join(dict.fromkeys(filter(None, days)))
    return _("Cited in this office: %(days)s") % {"days": cited} if cited else ""


@details.register
def _article(article: Article, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    outlet, kind = article.outlet, "Organization" if article.is_official else "NewsMediaOrganization"
    return {
        "headline": "" if article.title_is_ours else article.title,
        "inLanguage": article.language,
        "datePublished": _published(article),
        "publisher": {"@type": kind, "name": outlet.name, "url": outlet.url} if outlet else None,
        "legislationIdentifier": article.number,
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": article.issuer} if article.issuer else None,
        "creditText": article.byline,
        "abstract": article.summary,
        "url": article.url or absolute(page(article)),
        "archivedAt": article.archive_url,
        "mainEntityOfPage": absolute(page(article)),
    }


@details.register
def _topic(topic: Topic, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    other = topic.label_vi if get_language() == "en" else topic.label_en
    return {
        "alternateName": [other, *topic.synonym_list],
        "description": topic.description,
        "inDefinedTermSet": absolute(reverse("topics")),
    }


@details.register
def _solution(solution: Solution, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    return {
        "alternateName": solution.synonym_list,
        "description": solution.description,
        "manufacturer": named(solution.provider, absolute) if solution.provider else None,
    }


@details.register
def _indicator(indicator: Indicator, shown: Mapping[str, Any], absolute: Absolute) -> Things:
    return {"description": indicator.description, "inDefinedTermSet": absolute(reverse("indicators"))}


def _published(article: Article) -> str:
    if article.published_time and article.published.exact_day:
        return f"{article.published}T{article.published_time.isoformat()}+07:00"  # printed in Viet Nam
    return article.published.plain


def _areas(places: Iterable[ThenAndNow | None]) -> list[Things]:
    names = dict.fromkeys(called(place.area) for place in places if place)
    return [{"@type": "AdministrativeArea", "name": name} for name in names]


def listed(heading: str, rows: Iterable[Any], before: int, count: int, absolute: Absolute) -> Things:
    """One page of a list of `count` records, `before` of which stand on earlier pages."""
    entries = [
        {"@type": "ListItem", "position": position, "name": called(row), "url": absolute(page(row))}
        for position, row in enumerate(rows, start=before + 1)
    ]
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "name": heading,
        "numberOfItems": count,
        "itemListElement": entries,
    }


def register(absolute: Absolute) -> Things:
    """The site, how it is searched, and what it holds as a data set."""
    name, language = _("Register of cooperation agreements"), get_language()
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    home = absolute(reverse("home"))
    site = {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "name": name,
        "url": home,
        "inLanguage": language,
        "potentialAction": search,
    }
    downloads = {
        "application/zip": reverse("data-register", args=["zip"]),
        "application/json": reverse("api:root"),
        "text/csv": f"{reverse('agreements')}?format=csv",
    }
    data = {
        "@type": "Dataset",
        "@id": f"{home}#register",
        "name": name,
        "description": DESCRIPTION,
        "url": absolute(reverse("data")),
        "license": LICENCE["path"],
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": name, "url": home},
        "spatialCoverage": {"@type": "Country", "name": either("Việt Nam", "Viet Nam")},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": absolute(address)}
            for media, address in downloads.items()
        ],
    }
    return {"@context": CONTEXT, "@graph": [site, data]}

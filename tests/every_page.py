"""An example of every kind of page, for the tests that look at all of them; one names the page that is missing."""

from __future__ import annotations

from collections.abc import Iterator

from partnerships.api import urls as api
from partnerships.website import urls as website

# By the name of an address; several, where a page is drawn otherwise.
EXAMPLES: dict[str, tuple[str, ...]] = {
    "home": ("/",),
    "search": ("/search/", "/search/?q=thai+binh", "/search/?q=to+chuc+bac+kan", "/search/?q=khongcogi"),
    "map": ("/map/", "/map/?division=before"),
    "trends": ("/trends/", "/trends/?by=kind"),
    "claims": ("/claims/",),
    "corrections": ("/corrections/",),
    "agreements": (
        "/agreements/",
        "/agreements/?province=hung-yen&lifecycle=expired",
        "/agreements/?search=khong+co+gi+het",
    ),
    "about": ("/about/",),
    "commitments": ("/commitments/",),
    "compare": ("/compare/?agreement=nghe-an-2014&agreement=nghe-an-2020", "/compare/?agreement=nghe-an-2014"),
    "agreement": ("/agreements/thai-binh-2014/", "/agreements/bac-kan-2015/", "/agreements/nghe-an-2014/"),
    "areas": ("/places/",),
    "area": ("/places/hung-yen/", "/places/huyen-nga-son/"),
    "area-brief": ("/places/thanh-hoa/brief/",),
    "partners": ("/partners/",),
    "partner": ("/partners/vnpt/",),
    "partner-brief": ("/partners/vnpt/brief/",),
    "people": ("/people/",),
    "person": ("/people/pham-duc-long/",),
    "articles": ("/articles/",),
    "article": ("/articles/vnpt-nghe-an-2020/",),
    "topics": ("/topics/",),
    "topic": ("/topics/ha-tang/",),
    "solutions": ("/solutions/",),
    "solution": ("/solutions/vnpt-ioffice/",),
    "indicators": ("/indicators/",),
    "indicator": ("/indicators/xep-hang-ung-dung-cntt/", "/indicators/so-don-vi-cap-huyen-ky-voi-vnpt/"),
    "data": ("/data/",),
}
NO_PAGES = {
    "suggestions": "a part of the page that is searched from, which tests/test_browser_search.py looks at",
    "styleguide": "there is none but with DEBUG; tests/partnerships/website/test_styleguide.py looks at it",
    "api:docs": "drawn by Swagger UI, whose script outweighs a page of ours; tests/records/test_api.py looks at it",
    **dict.fromkeys(("api:root", "api:search", "api:schema", "api:changes"), "JSON"),
}
FILES = (".atom", ".ics", ".docx", ".<slug:ending>")
PAGES = tuple(address for addresses in EXAMPLES.values() for address in addresses)


def names() -> Iterator[str]:
    """What the addresses are called that answer with no file: those of the site, and the API's that no noun has."""
    for space, patterns in (("", website.urlpatterns), ("api:", api.urlpatterns)):
        for pattern in patterns:
            if getattr(pattern, "name", None) and not str(pattern.pattern).endswith(FILES):
                yield f"{space}{pattern.name}"

"""The records that have a page of their own, and what others call such a page."""

from typing import NamedTuple

from articles.models import Article
from partnerships.models import Agreement, Area, Indicator, Partner, Solution, Topic
from people.models import Person
from records.models import Record


class PageType(NamedTuple):
    """The type of a page for search engines (schema.org) and for previews of links (Open Graph)."""

    schema_org: str
    open_graph: str = "website"


RECORD_PAGES: dict[type[Record], PageType] = {
    Agreement: PageType("CreativeWork", "article"),
    Area: PageType("AdministrativeArea"),
    Partner: PageType("Organization"),
    Person: PageType("Person", "profile"),
    Article: PageType("NewsArticle", "article"),
    Topic: PageType("DefinedTerm"),
    Solution: PageType("Product"),
    Indicator: PageType("DefinedTerm"),
}

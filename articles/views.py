"""The list of articles; one article is shown with the facts it carries, which only `partnerships` knows."""

from django.utils.translation import gettext_lazy as _

from articles.filters import ArticleFilterSet
from articles.models import Outlet
from records.views import RecordList

MOST_OUTLETS = 200


def outlets() -> list[tuple[str, list[tuple[str, str]]]]:
    return [("", [(outlet.slug, outlet.name) for outlet in Outlet.objects.public()[:MOST_OUTLETS]])]


class ArticleList(RecordList):
    filterset_class = ArticleFilterSet
    template_name = "articles/article_list.html"
    offered = ("search", "outlet", "published_from", "published_to")
    choices = {"outlet": outlets}
    orderings = (
        ("-published", _("Newest first")),
        ("published", _("Oldest first")),
        ("title", _("Title, A to Z")),
    )

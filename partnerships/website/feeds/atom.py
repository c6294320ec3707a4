"""Atom feeds (RFC 4287): the agreements of a selection that were published or changed last."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.models import Agreement
from records.changes import lasting_id, noted
from records.models import PublicRow, Status
from records.spoken import called, language_of

from .selection import Selection, SelectionView, printable

MOST = 50
# Of a feed that is empty: "now", as Django says, would change with every request.
FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)


class AgreementFeed(SelectionView):
    def answer(self, selection: Selection) -> HttpResponse:
        language = get_language() or settings.LANGUAGE_CODE
        register = _("Register of cooperation agreements")
        feed = AtomFeed(
            title=f"{selection.heading} – {register}",
            link=self.request.build_absolute_uri(selection.address(selection.page)),
            description=None,
            language=language,
            author_name=register,
            feed_url=self.request.build_absolute_uri(selection.address(self.request.path)),
            feed_guid=lasting_id("feed", language, str(selection.name)).urn,
        )
        found = noted(Agreement).filter(row__in=selection.agreements.order_by().values("pk"))
        changed = {row.row: row for row in found.order_by("-updated", "-change")[:MOST]}
        agreements = Agreement.objects.public().with_related().in_bulk(changed)
        versions = Agreement.history.filter(id__in=changed, status=Status.PUBLISHED).order_by()
        since = dict(versions.values_list("id").annotate(Min("history_date")))
        for pk, row in changed.items():
            if agreement := agreements.get(pk):
                feed.add_item(**entry(self.request, agreement, row, since.get(pk, row.updated)))
        return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def entry(request: HttpRequest, agreement: Agreement, row: PublicRow, since: datetime) -> dict[str, Any]:
    twin = reverse("api:agreements-detail", args=[agreement.slug])
    return {
        "title": printable(title := called(agreement)),
        "language": language_of(title),
        "link": request.build_absolute_uri(reverse("agreement", args=[agreement.slug])),
        "description": printable(render_to_string("partnerships/_entry.html", {"agreement": agreement})),
        "unique_id": row.pk.urn,
        "pubdate": since,
        "updateddate": row.updated,
        "twin": request.build_absolute_uri(twin),
    }


class AtomFeed(Atom1Feed):
    """Django's, with the languages told apart: what has no English name is in Vietnamese in any feed."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=FOUNDED)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        handler.addQuickElement("title", item["title"], {"xml:lang": item["language"]})
        handler.addQuickElement("link", "", {"rel": "alternate", "type": "text/html", "href": item["link"]})
        handler.addQuickElement("link", "", {"rel": "alternate", "type": "application/json", "href": item["twin"]})
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("content", item["description"], {"type": "html"})

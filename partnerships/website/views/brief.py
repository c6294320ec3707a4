"""The brief for a meeting with a partner or about a place: a page to print, and the same as a Word file."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from partnerships.models import Area, Partner
from partnerships.website.pages.brief import brief_of
from partnerships.website.sharing.word import CONTENT_TYPE, written
from records.export.formats import attachment, file_name
from records.models import Record
from records.rows import page
from records.views import RecordDetail


class PartnerBrief(RecordDetail):
    model: ClassVar[type[Record]] = Partner
    template_name = "partnerships/brief.html"

    def context(self, record: Any) -> dict[str, Any]:
        return {"brief": brief_of(record)}


class AreaBrief(PartnerBrief):
    model = Area


class AsWordFile:
    request: HttpRequest

    def answer(self, record: Any) -> HttpResponseBase:
        language = get_language() or settings.LANGUAGE_CODE
        blocks = written(brief_of(record), page(record), self.request.build_absolute_uri, language)
        name = file_name(f"{record.collection}_{record.slug}", {}, "docx")
        return attachment(self.request, blocks, name, CONTENT_TYPE)


class PartnerBriefFile(AsWordFile, PartnerBrief):
    pass


class AreaBriefFile(AsWordFile, AreaBrief):
    pass

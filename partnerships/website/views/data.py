"""The register as data: what it holds, what each column means, and all of it to take away."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from articles.models import Outlet
from records import dates
from records.caching.counts import cached_counts
from records.caching.pages import cached_page
from records.dates import UncertainDate
from records.export.data_dictionary import LICENCE, about, descriptor, dictionary, table_title
from records.export.formats import FORMATS, XLSX, attachment, download, file_name
from records.export.package import as_workbook, as_zip, public_table, template_table, template_workbook
from records.export.sqlite import as_sqlite
from records.export.tables import tables, tables_in_order
from records.export.xlsx_writer import TooLarge
from records.filters import Problem
from records.models import TrackedModel
from records.view_decorators import read_only, takes

TEMPLATE_ENDINGS = ("csv", "xlsx")


@cached_page
@takes()
def data(request: HttpRequest) -> HttpResponse:
    return _page(request, [])


def _page(request: HttpRequest, problems: list[Problem]) -> HttpResponse:
    rows = public_rows()
    shown = {
        "tables": [described(model, rows[model.collection]) for model in tables_in_order()],
        "rows": sum(rows.values()),
        "day": UncertainDate(dates.today()),
        "licence": LICENCE,
        "endings": tuple(FORMATS),
        "template_endings": TEMPLATE_ENDINGS,
        "problems": problems,
    }
    return render(request, "records/data.html", shown, status=400 if problems else 200)


@cached_counts
def public_rows() -> Mapping[str, int]:
    return {name: model.objects.public().count() for name, model in tables().items()}


def described(model: type[TrackedModel], count: int) -> dict[str, Any]:
    return {
        "name": model.collection,
        "title": table_title(model),
        "count": count,
        "key": model.key_fields,
        "columns": dictionary(model),
    }


@read_only
@takes()
def register(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All public tables in one file: a zip, a workbook or a database."""
    models = tables_in_order()
    found = [public_table(model) for model in models]
    if ending == "zip":
        outlets = Outlet.objects.public().values_list("name", "url")
        sources = [{"title": name, "path": url} if url else {"title": name} for name, url in outlets]
        blocks, content_type = as_zip(found, descriptor(models, sources)), "application/zip"
    elif ending == "sqlite":
        blocks, content_type = as_sqlite(found), "application/vnd.sqlite3"
    elif ending == XLSX.ending:
        blocks, content_type = as_workbook(found, [about(models)]), XLSX.content_type
    else:
        raise Http404
    try:
        return attachment(request, blocks, file_name("register", {}, ending), content_type)
    except TooLarge as error:
        return _page(request, [Problem("format", ending, str(error))])


@read_only
@takes()
def table(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """All public rows of one table; filtered ones are on its list."""
    if name not in tables() or ending not in FORMATS:
        raise Http404
    found = public_table(tables()[name])
    try:
        return download(request, found.columns, found.rows(), name, ending)
    except TooLarge as error:
        return _page(request, [Problem("format", ending, str(error))])


@read_only
@takes()
def template(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """The beginning of a file for the import, of one table or of all."""
    whole = (name, ending) == ("register", XLSX.ending)
    if not whole and (name not in tables() or ending not in TEMPLATE_ENDINGS):
        raise Http404
    blocks = template_workbook() if whole else template_table(tables()[name]).blocks(ending)
    return attachment(request, blocks, f"{name}_template.{ending}", FORMATS[ending].content_type)

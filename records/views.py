"""The two kinds of page every noun has, a list and a detail; and the probes of whoever runs the site."""

from collections.abc import Callable, Mapping
from functools import wraps
from itertools import chain
from typing import Any, ClassVar

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from . import columns
from .caching.counts import CountsCache
from .caching.pages import cached_page
from .export.formats import FORMATS, XLSX, attachment, download, file_name
from .export.readable import READABLE, readable
from .export.xlsx_writer import TooLarge
from .facets import Counted, Facet, count, offer
from .filter_forms import SHOWING, FilterForm
from .filters import Problem, RecordFilterSet
from .models import Record
from .pagination import MOST_COUNTED, PARAMETERS, Page, in_turn, page_problems, paginate
from .spoken import in_reader_s, together
from .view_decorators import read_only, takes

# What the latest questions counted; popular ones are asked again and again, on each page and in each order.
counts_cache = CountsCache(most=300)


@method_decorator(cached_page, name="dispatch")
class RecordList(View):
    """The public records of a model with filters, order, pages and downloads.

    A subclass names its parts: the FilterSet (and through it the model), the template, which filters the form has
    typed and which chosen from their counts, and how its rows are read (`rows`).
    """

    filterset_class: ClassVar[type[RecordFilterSet]]
    template_name: ClassVar[str]
    heading: ClassVar[str | Promise] = ""  # else what the model calls its records
    typed: ClassVar[tuple[str, ...]] = ("search",)
    facets: ClassVar[tuple[Facet, ...]] = ()
    # How the heading says by which of their values filters narrow the list, and how it writes such a value; the others
    # stand behind a colon.
    phrases: ClassVar[Mapping[tuple[str, ...], tuple[str | Promise, Callable[[str], str]]]] = {}
    # Values of `ordering` and what to call them; the first is the order of `records`.
    orderings: tuple[tuple[str, str | Promise], ...] = ()

    def get(self, request: HttpRequest) -> HttpResponseBase:
        filterset = self.filterset_class(request.GET, self.records, others=(*PARAMETERS, "format"))
        problems = [*filterset.problems(), *page_problems(request.GET), *format_problems(request)]
        if problems:
            return self.refuse(filterset, problems)
        if ending := request.GET.get("format"):
            return self.download(filterset, ending)
        counts = self.counts(filterset)
        # How many there are in all is told exactly, of what narrows them only up to a bound.
        found = self.in_order(filterset.qs, counts.total)
        page = paginate(found, request.GET, counts.total, MOST_COUNTED if filterset.active_filters else 0)
        rows = self.rows(page)
        form = self.form(filterset, counts)
        shown = {"page": page, "rows": rows, "loosened": () if rows else form.loosened()}
        return self.page(form, shown | self.context(filterset, rows, counts))

    def download(self, filterset: RecordFilterSet, ending: str) -> HttpResponseBase:
        table, shown = self.model.collection, columns.public(self.model.columns())
        params = {name: filterset.data.getlist(name) for name in filterset.filters if name not in SHOWING}
        try:
            rows = in_turn(filterset.qs, self.model.objects.public(), shown)
            if ending == READABLE:
                blocks = readable(self.model, shown, rows, self.request.build_absolute_uri("/").rstrip("/"))
                name = file_name(f"{table}_{READABLE}", params, XLSX.ending)
                return attachment(self.request, blocks, name, XLSX.content_type)
            return download(self.request, shown, rows, table, ending, params=params)
        except TooLarge as error:
            return self.refuse(filterset, [Problem("format", ending, str(error))])

    @property
    def model(self) -> Any:
        return self.filterset_class._meta.model

    @property
    def records(self) -> Any:
        return self.model.objects.public()

    def counts(self, filterset: RecordFilterSet) -> Counted:
        asked = (type(self), filterset.active_filters)
        return counts_cache.get_or_compute(asked, lambda: count(filterset, self.facets))

    def in_order(self, found: Any, total: int | None) -> Any:
        """What was found, as it is shown where no order is asked for."""
        return found

    def form(self, filterset: RecordFilterSet, counts: Counted) -> FilterForm:
        return FilterForm(filterset, self.typed, offer(filterset, self.facets, counts))

    def rows(self, page: Page) -> list[Any]:
        """The rows of the page with all that they show, so that the template asks nothing of the database."""
        return page.records(self.model.objects.public())

    def refuse(self, filterset: RecordFilterSet, problems: list[Problem]) -> HttpResponse:
        """Say what is wrong, and keep in the form what is not."""
        form = self.form(filterset, self.counts(self.filterset_class(QueryDict())))
        return self.page(form, {"problems": problems}, status=400)

    def page(self, form: FilterForm, context: dict[str, Any], status: int = 200) -> HttpResponse:
        shown = {
            "heading": self.narrowed(form),
            "form": form,
            "orderings": self.orderings,
            "endings": tuple(FORMATS),
            "readable": READABLE,
            "api_list": f"api:{self.model.collection}-list",
        }
        return render(self.request, self.template_name, shown | context, status=status)

    def narrowed(self, form: FilterForm) -> str:
        """What the list shows, as a sentence where `phrases` make one."""
        pattern, said = str(self.heading or capfirst(self.model._meta.verbose_name_plural)), list[Any]()
        left = list(form.chips)
        for names, (phrase, written) in self.phrases.items():
            values = [[in_reader_s(chip.value, written) for chip in left if chip.name == name] for name in names]
            if all(values):
                places = [", ".join("{}" for _value in of) for of in values]
                pattern += f" {phrase}" % dict(zip(("value", "until"), places, strict=False))
                said += chain.from_iterable(values)
                left = [chip for chip in left if chip.name not in names]
        others = [in_reader_s(chip.value) for chip in left]
        pattern += ": " + ", ".join("{}" for _value in others) if others else ""
        return together(pattern, *said, *others)

    def context(self, filterset: RecordFilterSet, rows: list[Any], counts: Counted) -> dict[str, Any]:
        return {}


def format_problems(request: HttpRequest) -> list[Problem]:
    ending = request.GET.get("format")
    formats = (READABLE, *FORMATS)
    if ending is None or ending in formats:
        return []
    return [Problem("format", ending, _("A list downloads as: %(endings)s.") % {"endings": ", ".join(formats)})]


def redirect_former(request: HttpRequest, model: Any, slug: str) -> HttpResponse:
    if record := model.objects.by_former_slug(slug):
        return redirect(request.resolver_match.view_name, record.slug, permanent=True)  # type: ignore[union-attr]
    raise Http404


def is_staff(request: HttpRequest) -> bool:
    """Whether a member of the staff is signed in; who has no session is not looked for."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff


def kept_for_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As `cached_page`; the staff's own answers, with links to forms, are made anew and kept by nobody."""
    kept, made = cached_page(view), never_cache(read_only(view))

    @wraps(kept)  # which asks for no token, as it answers GET and HEAD alone
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (made if is_staff(request) else kept)(request, *args, **kwargs)

    return answered


@method_decorator(kept_for_readers, name="dispatch")
class RecordDetail(View):
    """One public record by its slug; a slug it once had redirects for ever."""

    model: ClassVar[type[Record]]
    template_name: ClassVar[str]

    @method_decorator(takes())
    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        if record := self.related().filter(slug=slug).first():
            return self.answer(record)
        return redirect_former(request, self.model, slug)

    def answer(self, record: Any) -> HttpResponseBase:
        shown = {**self.shown(record), "signed_in": is_staff(self.request)}
        return render(self.request, self.template_name, shown)

    @classmethod
    def related(cls) -> Any:
        return cls.model.objects.public().with_related()

    def shown(self, record: Any) -> dict[str, Any]:
        return {"record": record, **self.context(record)}

    def context(self, record: Any) -> dict[str, Any]:
        return {}


@read_only
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@read_only
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and holds the tables of this version, and what pages look like has been collected."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database away", content_type="text/plain", status=503)
    if waiting:
        return HttpResponse("migrations not applied", content_type="text/plain", status=503)
    try:
        static("site.css")
    except ValueError:  # no page could be answered
        return HttpResponse("static files not collected", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")

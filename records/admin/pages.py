"""What every table's pages have in common: list, search, autocomplete, history, import and export."""

from typing import Any, ClassVar

from django.contrib.admin.options import ShowFacets
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from records import roles, text
from records.forms import ROW_ID, TrackedForm
from records.models import PublishableModel, Status, TrackedModel
from records.search.queries import holding
from records.search.terms import Term, read

from .fields import FieldOptions
from .history import HistoryInWords, set_link_changes, set_parts
from .work import WORK

# More is no search any more, and databases refuse very deep conditions.
MOST_WORDS = 12


def reads_history(request: HttpRequest) -> bool:
    """Whether the page asked for is that of an old version (`history_form_view`)."""
    asked = request.resolver_match
    return bool(asked and asked.url_name and asked.url_name.endswith("_simple_history"))


class TrackedAdmin(FieldOptions, SimpleHistoryAdmin):
    """The pages of one table of traced rows."""

    form = TrackedForm
    model: type[TrackedModel]

    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    object_history_list_template = "admin/history_list.html"
    # Only says that there is a search; `get_search_results` is what searches.
    search_fields = ("pk",)
    # Links whose own search finds the rows of a table that holds no words itself.
    searched_links: ClassVar[tuple[str, ...]] = ()
    # Folded columns that autocomplete reads, and what a choice shows of other tables.
    completed_by: ClassVar[tuple[str, ...]] = ("folded",)
    choice_related: ClassVar[tuple[str, ...]] = ()

    # Lists

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (*super().get_list_filter(request), *WORK)

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Only the declared filters: Django's own rule lets `title__regex=[` through."""
        return lookup in {chosen.parameter_name for chosen in self.get_list_filter(request)}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            raise SuspiciousOperation("NUL in the query")
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        if search_term and not self.searched_links:
            return queryset.search(search_term), False
        for term in read(search_term):
            queryset = queryset.filter(self.linked_q(term))
        return queryset, False

    def linked_q(self, term: Term) -> Q:
        """The condition under which any of the `searched_links` holds the term."""
        found = Q()
        for name in self.searched_links:
            target: Any = self.model._meta.get_field(name).related_model
            rows = target._default_manager.filter(holding(target, term))
            found |= Q(**{f"{name}__in": rows.values("pk")})
        return found

    # Being chosen in the forms of others

    def choices(self) -> QuerySet:
        return self.model._default_manager.select_related(*self.choice_related)

    def choice_label(self, row: Any) -> str:
        """How `row` is named where it is chosen; says so unless the public sees it."""
        if isinstance(row, PublishableModel) and row.status != Status.PUBLISHED:
            return f"{row} [{row.get_status_display()}]"
        return str(row)

    def completions(self, typed: str) -> QuerySet:
        """Rows in which every typed word begins a word, whatever the accents."""
        found = self.choices()
        for word in text.words(typed)[:MOST_WORDS]:
            found = found.filter(self.completed_q(word))
        return found

    def completed_q(self, word: str) -> Q:
        starts = Q()
        for path in self.completed_by:
            starts |= Q(**{f"{path}__contains": f" {word}"})
        return Q(pk__in=self.model._default_manager.filter(starts).values("pk"))

    # History

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> HistoryInWords:
        return HistoryInWords(self.model, historical_record)

    def set_history_delta_changes(self, request: Any, historical_records: Any, *args: Any, **options: Any) -> None:
        super().set_history_delta_changes(request, historical_records, *args, **options)
        set_link_changes(historical_records.object_list)
        set_parts(historical_records.object_list)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        if not ROW_ID.fullmatch(object_id):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """An old version to read. The stock form would save it, even for who may only view."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        if not (ROW_ID.fullmatch(object_id) and ROW_ID.fullmatch(version_id)):
            raise Http404
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if reads_history(request):
            # An old version is the row's own columns; links and parts have histories of their own.
            columns = {field.name for field in self.model._meta.concrete_fields}
            for _title, options in fieldsets:
                options["fields"] = [name for name in flatten(options["fields"]) if name in columns]
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if reads_history(request):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_readonly_fields(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    # Rights

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request)
        return roles.may_delete(request.user, obj)

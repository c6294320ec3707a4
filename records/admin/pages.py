"""What every table's pages have in common: list, search, autocomplete, history, import and export."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import ShowFacets
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db.models import Case, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records import roles, text
from records.fields import EDTFField
from records.forms import ROW_ID, TrackedForm
from records.models import PublishableModel, Status, TrackedModel
from records.search.queries import holding
from records.search.terms import Term, read
from records.sheet_names import SheetNames

from .fields import FieldOptions
from .lists import by_field, date_column
from .work import WORK

# More is no search any more, and databases refuse very deep conditions.
MOST_WORDS = 12


class TrackedAdmin(FieldOptions, admin.ModelAdmin):
    """The pages of one table of traced rows."""

    form = TrackedForm
    model: type[TrackedModel]

    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200
    # Only says that there is a search; `get_search_results` is what searches.
    search_fields = ("pk",)
    # Links whose own search finds the rows; where none are named, those of the key of what holds no words itself.
    searched_links: ClassVar[tuple[str, ...]] = ()
    # Folded columns that autocomplete reads, and what a choice shows of other tables.
    completed_by: ClassVar[tuple[str, ...]] = ("folded",)
    choice_related: ClassVar[tuple[str, ...]] = ()
    # The field that a name fills which is typed into a choice and nobody goes by; without it none becomes a draft.
    drafted_by: ClassVar[str] = ""

    # Lists

    def get_list_filter(self, request: HttpRequest) -> Any:
        own = super().get_list_filter(request)
        return (*(by_field(each) if isinstance(each, str) else each for each in own), *WORK)

    def get_list_display(self, request: HttpRequest) -> Any:
        dates = {field.name: field for field in self.opts.concrete_fields if isinstance(field, EDTFField)}
        return [date_column(dates[name]) if name in dates else name for name in self.list_display]

    def get_list_select_related(self, request: HttpRequest) -> Any:
        return self.list_select_related or [name for name in self.list_display if name in self.linked]

    @property
    def linked(self) -> dict[Any, Any]:
        """The tables that rows link to, by the field."""
        return {field.name: field.related_model for field in self.opts.concrete_fields if field.is_relation}

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Only the declared filters: Django's own rule lets `title__regex=[` through."""
        return lookup in {chosen.parameter_name for chosen in self.get_list_filter(request)}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            raise SuspiciousOperation("NUL in the query")
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        links = self.searched_links or (() if hasattr(self.model, "folded") else self.model.key_fields)
        if search_term and not links:
            return queryset.search(search_term), False
        for term in read(search_term):
            queryset = queryset.filter(self.linked_q(links, term))
        return queryset, False

    def linked_q(self, links: Iterable[str], term: Term) -> Q:
        """The condition under which any of the `links` holds the term; other columns hold none."""
        found = Q()
        for name in self.linked.keys() & {*links}:
            target = self.linked[name]
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

    def completions(self, typed: str, near: Collection[str] = ()) -> QuerySet:
        """Rows in which every typed word begins a word, accents or not; those at hand, `near`, first and in order."""
        found = self.choices()
        if near:
            first = Case(*(When(pk=key, then=at) for at, key in enumerate(near)), default=len(near))
            found = found.order_by(first, *self.model._meta.ordering)
        for word in text.words(typed)[:MOST_WORDS]:
            found = found.filter(self.completed_q(word))
        return found

    def completed_q(self, word: str) -> Q:
        starts = Q()
        for path in self.completed_by:
            starts |= Q(**{f"{path}__contains": f" {word}"})
        return Q(pk__in=self.model._default_manager.filter(starts).values("pk"))

    def may_draft(self, request: HttpRequest) -> bool:
        return bool(self.drafted_by) and self.has_add_permission(request)

    def is_new(self, name: str) -> bool:
        """Whether `name` may be that of a record, and none goes by it."""
        try:
            self.model._meta.get_field(self.drafted_by).clean(name, None)  # type: ignore[union-attr]
        except ValidationError:
            return False
        return not SheetNames().found(self.model, name)

    def draft(self, request: HttpRequest, name: str) -> Any:
        """The record that goes by `name`, or a new draft of it.

        Raises:
            ValidationError: several go by it, or it is no name of such a record.
        """
        rows, names = self.model._default_manager, SheetNames()
        found = rows.filter(slug__in=names.found(self.model, name)).exclude(status=Status.WITHDRAWN)[:2]
        if len(found) > 1:
            raise ValidationError(_("Several are called “%(name)s”: choose one of them.") % {"name": name})
        if found:
            return found[0]
        row = self.model(slug=names.free(self.model, name), **self.drafted(text.normalise(name)))
        row.full_clean()
        row.save()
        self.log_addition(request, row, [{"added": {}}])
        return row

    def drafted(self, name: str) -> dict[str, Any]:
        """What a draft of `name` holds beside its slug."""
        return {self.drafted_by: name}

    # History

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The timeline of the record, also for what is part of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not ROW_ID.fullmatch(object_id):
            raise Http404
        return redirect("desk:timeline", self.model.collection, object_id)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.proposes = obj is not None and self.proposes(request, obj)
        return form

    def proposes(self, request: HttpRequest, obj: Any) -> bool:
        """Whether what the reader saves of `obj` becomes a proposal."""
        return isinstance(obj, PublishableModel) and roles.may_propose(request.user, obj)

    # Rights

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request)
        return roles.may_delete(request.user, obj)

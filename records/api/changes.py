"""What changed in public, over all collections, for whoever keeps a copy of the register."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from records import replica
from records.changes import as_of, beginning, version
from records.export.tables import tables
from records.filters import Problem, unknown_parameters
from records.models import PublicRow
from records.pagination import MOST_PER_PAGE, PER_PAGE, read_number

from .schema import problems
from .serializers import RowSerializer, listed_row, make_serializer
from .viewsets import PublicView, cached_answer, no_choice

HIGHEST = 10**16 - 1  # of any number of a change


class ChangeSerializer(serializers.Serializer):
    """A row that changed or is gone: deleted, withdrawn, or hidden with what it is part of, which is not told apart."""

    change = serializers.IntegerField(help_text=gettext_lazy("The number of the change."))
    time = serializers.DateTimeField()
    collection = serializers.CharField()
    id = serializers.UUIDField()
    key = serializers.CharField(help_text=gettext_lazy("The key or slug by which readers last knew it."))
    gone = serializers.BooleanField()
    row = serializers.DictField(
        allow_null=True,
        required=False,
        help_text=gettext_lazy("With expand=row: the row of the list as it is now, null if it is gone."),
    )


class ChangesSerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text=gettext_lazy("The number of the last change of all."))
    next = serializers.URLField(allow_null=True)
    results = ChangeSerializer(many=True)


class ChangesView(PublicView):
    """Every row that readers see or saw, once, in the order in which they changed last."""

    parameters = ("format", "after", "page_size", "expand")

    @extend_schema(
        operation_id="changes",
        tags=["changes"],
        auth=[],
        parameters=[
            OpenApiParameter(
                "after", OpenApiTypes.INT64, description=gettext_lazy("Only changes with a higher number; 0: all.")
            ),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE},
                description=gettext_lazy("How many rows a page has."),
            ),
            OpenApiParameter("expand", str, enum=["row"], description=gettext_lazy("“row”: with the rows themselves.")),
        ],
        responses={"200": ChangesSerializer, **problems("400", "429")},
    )
    @cached_answer
    def get(self, request: Request) -> Response:
        last = version()
        self.refuse_parameters(request, [*unknown_parameters(request.query_params, self.parameters), *self.wrong(last)])
        after, size = (self.number(name, default) for name, default in (("after", 0), ("page_size", PER_PAGE)))
        changed = list(PublicRow.objects.filter(change__gt=after).order_by("change")[: size + 1])
        following, changed = changed[size:], changed[:size]
        entries = [entry_of(row) for row in changed]
        if "expand" in request.query_params:
            rows = self.rows(changed)
            # What was hidden since and is not noted as that may be shown again before it is: it is told of then.
            told = next((at for at, each in enumerate(changed) if rows[at] is None and not each.gone), len(changed))
            if told < len(changed):
                following, changed = [], changed[:told]
            entries = [{**entry, "row": row} for entry, row in zip(entries[:told], rows, strict=False)]
        here = request.build_absolute_uri()
        address = replace_query_param(here, "after", changed[-1].change) if following else None
        answer = {"version": last, "next": address, "results": entries}
        return Response(answer, headers={"As-Of": as_of().isoformat()})  # what turned at midnight may not be noted yet

    def number(self, name: str, default: int) -> Any:
        most, least = (MOST_PER_PAGE, 1) if name == "page_size" else (HIGHEST, 0)
        return read_number(self.request.query_params, name, default, most, least)

    def wrong(self, last: int) -> list[Problem]:
        after = self.number("after", 0)
        found = [each for each in (after, self.number("page_size", PER_PAGE)) if isinstance(each, Problem)]
        if not found and 0 < after < beginning():
            told = _("The register was put back from a backup since: begin a new copy, with “after=0”.")
            found.append(Problem("after", str(after), told, "outdated"))
        # A standby may not know yet what its main database has told.
        elif not found and after > last and replica.alias() != replica.REPLICA:
            told = _("No change has this number: begin a new copy, with “after=0”.")
            found.append(Problem("after", str(after), told, "outdated"))
        others = [each for each in self.request.query_params.getlist("expand") if each != "row"]
        return [*found, *(Problem("expand", each, no_choice(each, ["row"]), "invalid_choice") for each in others)]

    def rows(self, changed: list[PublicRow]) -> list[dict[str, Any] | None]:
        """The rows as they are now, in this order; None for what is gone."""
        keys: dict[str, list[int]] = defaultdict(list)
        for each in changed:
            keys[each.collection].append(each.row)
        found: dict[tuple[str, int], Any] = {}
        for name, of_one in keys.items():
            flat = listed_row(tables()[name])
            serializer = make_serializer(flat, flat.model.__name__, RowSerializer)(context={"request": self.request})
            rows = flat.of(of_one)
            found |= {(name, row[0]): entry for row, entry in zip(rows, serializer.entries(rows), strict=True)}
        return [found.get((each.collection, each.row)) for each in changed]


def entry_of(row: PublicRow) -> dict[str, Any]:
    time = f"{row.updated:%Y-%m-%dT%H:%M:%SZ}"
    names = ("collection", "key", "gone")
    return {"change": row.change, "time": time, "id": str(row.pk), **{name: getattr(row, name) for name in names}}

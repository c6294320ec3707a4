"""Records that may be one: named while somebody types, and told apart once somebody has looked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from records.admin.links import change_address
from records.checks.asking import in_words
from records.checks.same import candidates_for, typed_fields
from records.forms import ROW_ID
from records.models import ToldApart

from .asked import table_of

# Of each field so many values are asked about, each so long.
MOST_VALUES, MOST_LETTERS = 50, 500


@require_safe
def typed(request: Any, collection: str) -> HttpResponse:
    """The records that may be the same as what is typed into a form, for the form to name them."""
    model = table_of(request, collection, "add")
    key = request.GET.get("record", "")
    given = {
        name: [value[:MOST_LETTERS].replace("\0", "") for value in request.GET.getlist(name)[:MOST_VALUES]]
        for name in typed_fields(model)
    }
    found = candidates_for(model, given, int(key) if ROW_ID.fullmatch(key) else None)
    same = [
        {"name": in_words(row), "address": change_address(model, row.pk), "why": str(why), "field": name}
        for row, why, name in found
    ]
    return JsonResponse({"same": same})


@require_POST
def apart(request: Any, collection: str, key: int, other: int) -> HttpResponse:
    """Remember that two records are not the same, or forget it."""
    model = table_of(request, collection, "change")
    rows = model._default_manager.in_bulk([key, other])
    if len(rows) < 2:
        raise Http404
    pair = ToldApart.pair(*rows.values())
    if "forget" in request.POST:
        ToldApart.objects.filter(**pair).delete()
        messages.success(request, _("They may be the same again."))
    else:
        ToldApart.objects.get_or_create(**pair, defaults={"user": request.user})
        messages.success(request, _("They are two: it is remembered, and they are not named as one again."))
    return redirect("desk:merge", collection, key)

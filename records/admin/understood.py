"""How a date is understood that somebody is typing into a form."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from records import dates
from records.fields import EDTFField


def understood(text: str, *, interval: bool) -> dict[str, str]:
    """What is said below the field: under `reads` how the date is understood, under `error` why it is not."""
    try:
        date = EDTFField(interval=interval).to_python(text)
    except ValidationError as error:
        return {"error": " ".join(error.messages)}
    words = dates.format_date(date or "")
    return {"reads": _("understood as: %(date)s") % {"date": words} if words != text else ""}  # the same says nothing


@require_safe
def understood_view(request: HttpRequest) -> JsonResponse:
    return JsonResponse(understood(request.GET.get("text", ""), interval="interval" in request.GET))

"""What the register is, how sure it is of what it says, and whom to tell of an error."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Reason
from partnerships.models import Clause, Lifecycle
from records.caching.pages import cached_page
from records.changes import register_updated
from records.export.data_dictionary import LICENCE
from records.view_decorators import takes


@cached_page
@takes()
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "reasons": Reason.labels,
        "states": list(Clause.State),
        "lifecycles": list(Lifecycle),
        "licence": LICENCE,
        "contact": settings.CONTACT_EMAIL,
        "changed": register_updated(),
    }
    return render(request, "partnerships/about.html", context)

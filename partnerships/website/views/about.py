"""What the register is, how sure it is of what it says, and whom to tell of an error."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from articles.models import Reason
from partnerships.models import Clause, Lifecycle
from records.caching.pages import cached_page
from records.changes import register_updated
from records.export.data_dictionary import LICENCE
from records.view_decorators import takes

LIFECYCLES = {
    Lifecycle.UNSIGNED: _("The day of its signing is announced, and has not come."),
    Lifecycle.UPCOMING: _("Its period is known, and has not begun."),
    Lifecycle.IN_FORCE: _("Today lies in its period, or may lie in it."),
    Lifecycle.EXPIRED: _("The latest day on which its period may end has passed."),
    Lifecycle.TERMINATED: _("A source says that it was ended, on a day that has come."),
    Lifecycle.UNKNOWN: _("No source tells its period: it may be in force, and it may be over."),
}
STATES = {
    Clause.State.OVERDUE: _("Its day has passed, and no source tells what came of it."),
    Clause.State.DUE_SOON: _("Its day comes within 12 months, and no source tells what came of it."),
    Clause.State.NOT_MET: _("A source says that it was not done."),
    Clause.State.PARTIALLY_MET: _("A source says that a part of it was done."),
    Clause.State.MET: _("A source says that it was done."),
    Clause.State.SCHEDULED: _("A source says that it is planned."),
    Clause.State.NOT_TOLD: _("No source tells how far it has come: it may be done all the same."),
    Clause.State.REPORTED: _("An article tells of it as done, and of nobody who promised it."),
}


@cached_page
@takes()
def about(request: HttpRequest) -> HttpResponse:
    context = {
        "reasons": Reason.labels,
        "states": STATES,
        "lifecycles": LIFECYCLES,
        "licence": LICENCE,
        "contact": settings.CONTACT_EMAIL,
        "changed": register_updated(),
    }
    return render(request, "partnerships/about.html", context)

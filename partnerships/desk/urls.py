"""The addresses of the desk: pages of the admin that are of no one table."""

from django.contrib import admin
from django.urls import path

from .account import account
from .cloning import clone
from .duplicates import apart, typed
from .merging import merge
from .notes import notes
from .notices import mail_address
from .pasting import paste
from .proposal_review import preview as proposal_preview
from .proposal_review import proposal
from .queues import queue_view
from .reading import reading
from .review import chosen, missing, package, preview
from .timeline import compare, deleted, timeline
from .today import today

app_name = "desk"
guarded = admin.site.admin_view
urlpatterns = [
    path("", guarded(today), name="today"),
    path("mail/", guarded(mail_address), name="mail"),
    path("account/", account, name="account"),  # also for who has to set up a second factor first
    path("queue/<slug:name>/", guarded(queue_view), name="queue"),
    path("review/<slug:collection>/", guarded(chosen), name="chosen"),
    path("review/<slug:collection>/<int:key>/", guarded(package), name="package"),
    path("review/<slug:collection>/<int:key>/missing/", guarded(missing), name="missing"),
    path("review/<slug:collection>/<int:key>/preview/", guarded(preview), name="preview"),
    path("history/<slug:collection>/<int:key>/", guarded(timeline), name="timeline"),
    path("history/<slug:collection>/<int:key>/compare/", guarded(compare), name="compare"),
    path("notes/<slug:collection>/<int:key>/", guarded(notes), name="notes"),
    path("merge/<slug:collection>/<int:key>/", guarded(merge), name="merge"),
    path("typed/<slug:collection>/", guarded(typed), name="typed"),
    path("apart/<slug:collection>/<int:key>/<int:other>/", guarded(apart), name="apart"),
    path("read/", guarded(paste), name="paste"),
    path("read/<int:key>/", guarded(reading), name="read"),
    path("clone/agreements/<int:key>/", guarded(clone), name="clone"),
    path("deleted/", guarded(deleted), name="deleted"),
    path("proposal/<int:number>/", guarded(proposal), name="proposal"),
    path(
        "proposal/<int:number>/preview/<slug:collection>/<int:key>/", guarded(proposal_preview), name="proposal_preview"
    ),
]

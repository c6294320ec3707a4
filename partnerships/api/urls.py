"""The addresses of the API; `COLLECTIONS` is also what its root answers."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from records.api.changes import ChangesView
from records.api.root import DocsView, RootView, SchemaView
from records.api.search import SearchView
from records.api.viewsets import NothingHere

from .viewsets import VIEWSETS

COLLECTIONS = tuple(viewset.queryset.model.collection for viewset in VIEWSETS)

router = SimpleRouter()
for name, viewset in zip(COLLECTIONS, VIEWSETS, strict=True):
    router.register(name, viewset, basename=name)

app_name = "api"
urlpatterns = [
    path("", RootView.as_view(collections=COLLECTIONS), name="root"),
    path("search/", SearchView.as_view(viewsets=VIEWSETS), name="search"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    path("", include(router.urls)),
    # Only what ends in a slash, so that an address without its slash is still sent to the one with it.
    re_path(r"[\s\S]*/$", NothingHere.as_view()),
]

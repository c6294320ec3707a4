"""The addresses of the API; `COLLECTIONS` is also what its root answers."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from articles.api import OutletViewSet
from records.api.root import DocsView, RootView, SchemaView
from records.api.viewsets import CollectionViewSet, NothingHere

from .agreements import AgreementViewSet, ClauseViewSet, PartyViewSet, RelationViewSet, SignatoryViewSet
from .articles import ArticleViewSet, PassageViewSet
from .outcomes import (
    DeploymentViewSet,
    EventViewSet,
    IndicatorViewSet,
    ObservationViewSet,
    SolutionViewSet,
    TopicViewSet,
)
from .partners import AreaViewSet, PartnerViewSet, PersonViewSet, PositionViewSet, SuccessionViewSet

VIEWSETS: tuple[type[CollectionViewSet], ...] = (
    AreaViewSet,
    PartnerViewSet,
    AgreementViewSet,
    PartyViewSet,
    ClauseViewSet,
    SignatoryViewSet,
    PersonViewSet,
    PositionViewSet,
    OutletViewSet,
    ArticleViewSet,
    PassageViewSet,
    TopicViewSet,
    SolutionViewSet,
    DeploymentViewSet,
    IndicatorViewSet,
    ObservationViewSet,
    EventViewSet,
    RelationViewSet,
    SuccessionViewSet,
)
COLLECTIONS = tuple(viewset.model.collection for viewset in VIEWSETS)

router = SimpleRouter()
for viewset in VIEWSETS:
    router.register(viewset.model.collection, viewset, basename=viewset.model.collection)

app_name = "api"
urlpatterns = [
    path("", RootView.as_view(collections=COLLECTIONS), name="root"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    path("", include(router.urls)),
    # Only what ends in a slash, so that an address without its slash is still sent to the one with it.
    re_path(r"[\s\S]*/$", NothingHere.as_view()),
]

"""The addresses of the API; `COLLECTIONS` is also what its root answers."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from articles.api import OutletViewSet
from records.api.root import DocsView, RootView, SchemaView
from records.api.viewsets import CollectionViewSet, NothingHere

from . import agreements, articles, outcomes, partners

VIEWSETS: tuple[type[CollectionViewSet], ...] = (
    partners.AreaViewSet,
    partners.PartnerViewSet,
    agreements.AgreementViewSet,
    agreements.PartyViewSet,
    agreements.ClauseViewSet,
    agreements.SignatoryViewSet,
    partners.PersonViewSet,
    partners.PositionViewSet,
    OutletViewSet,
    articles.ArticleViewSet,
    articles.PassageViewSet,
    outcomes.TopicViewSet,
    outcomes.SolutionViewSet,
    outcomes.DeploymentViewSet,
    outcomes.IndicatorViewSet,
    outcomes.ObservationViewSet,
    outcomes.EventViewSet,
    agreements.RelationViewSet,
    partners.SuccessionViewSet,
    partners.AreaNameViewSet,
    partners.AreaSuccessionViewSet,
)
COLLECTIONS = tuple(viewset.queryset.model.collection for viewset in VIEWSETS)

router = SimpleRouter()
for viewset in VIEWSETS:
    router.register(viewset.queryset.model.collection, viewset, basename=viewset.queryset.model.collection)

app_name = "api"
urlpatterns = [
    path("", RootView.as_view(collections=COLLECTIONS), name="root"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(url_name="api:schema"), name="docs"),
    path("", include(router.urls)),
    # Only what ends in a slash, so that an address without its slash is still sent to the one with it.
    re_path(r"[\s\S]*/$", NothingHere.as_view()),
]

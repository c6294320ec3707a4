"""The pages; an article's and a person's are here because they show what cites and names them."""

from django.urls import path

from .calendars import PeriodEndCalendar
from .feeds import AgreementFeed
from .views.agreement import AgreementDetail
from .views.agreements import AgreementList
from .views.articles import ArticleDetail
from .views.claims import see_claims
from .views.compare import see_comparison
from .views.data import data, register, table, template
from .views.indicators import IndicatorDetail, IndicatorList
from .views.partner import PartnerDetail
from .views.partners import PartnerList
from .views.people import PersonList
from .views.person import PersonDetail
from .views.search import search, suggestions
from .views.see import see_map, see_trends
from .views.site import home
from .views.styleguide import see_styleguide
from .views.topic import SolutionDetail, TopicDetail
from .views.topics import SolutionList, TopicList

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("search/suggest/", suggestions, name="suggestions"),
    path("map/", see_map, name="map"),
    path("trends/", see_trends, name="trends"),
    path("styleguide/", see_styleguide, name="styleguide"),
    path("claims/", see_claims, name="claims"),
    path("agreements/", AgreementList.as_view(), name="agreements"),
    path("compare/", see_comparison, name="compare"),
    path("agreements/<slug:slug>/", AgreementDetail.as_view(), name="agreement"),
    path("agreements.atom", AgreementFeed.as_view(), name="agreements-feed"),
    path("agreements.ics", PeriodEndCalendar.as_view(), name="agreements-calendar"),
    path("partners/", PartnerList.as_view(), name="partners"),
    path("partners/<slug:slug>/", PartnerDetail.as_view(), name="partner"),
    path("partners/<slug:partner>/agreements.atom", AgreementFeed.as_view(), name="partner-feed"),
    path("partners/<slug:partner>/agreements.ics", PeriodEndCalendar.as_view(), name="partner-calendar"),
    path("people/", PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", PersonDetail.as_view(), name="person"),
    path("articles/<slug:slug>/", ArticleDetail.as_view(), name="article"),
    path("topics/", TopicList.as_view(), name="topics"),
    path("topics/<slug:slug>/", TopicDetail.as_view(), name="topic"),
    path("topics/<slug:topic>/agreements.atom", AgreementFeed.as_view(), name="topic-feed"),
    path("solutions/", SolutionList.as_view(), name="solutions"),
    path("solutions/<slug:slug>/", SolutionDetail.as_view(), name="solution"),
    path("indicators/", IndicatorList.as_view(), name="indicators"),
    path("indicators/<slug:slug>/", IndicatorDetail.as_view(), name="indicator"),
    path("data/", data, name="data"),
    path("data/register.<slug:ending>", register, name="data-register"),
    path("data/templates/<slug:name>.<slug:ending>", template, name="data-template"),
    path("data/<slug:name>.<slug:ending>", table, name="data-table"),
]

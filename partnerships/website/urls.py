"""The public pages."""

from django.urls import path

from .feeds.atom import AgreementFeed
from .feeds.icalendar import PeriodEndCalendar
from .feeds.selection import FOLLOWED
from .views.about import about
from .views.agreement import AgreementDetail, AgreementList
from .views.article import ArticleDetail, ArticleList
from .views.brief import AreaBrief, AreaBriefFile, PartnerBrief, PartnerBriefFile
from .views.charts import map_view, trends_view
from .views.claims import claims_view
from .views.commitments import CommitmentList
from .views.comparison import comparison_view
from .views.corrections import corrections_view
from .views.data import data, register, table, template
from .views.home import home
from .views.indicator import IndicatorDetail, IndicatorList
from .views.partner import PartnerDetail, PartnerList
from .views.person import PersonDetail, PersonList
from .views.place import AreaDetail, AreaList
from .views.search import search, suggestions
from .views.styleguide import styleguide_view
from .views.topic import SolutionDetail, SolutionList, TopicDetail, TopicList

urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("search/suggest/", suggestions, name="suggestions"),
    path("map/", map_view, name="map"),
    path("trends/", trends_view, name="trends"),
    path("styleguide/", styleguide_view, name="styleguide"),
    path("claims/", claims_view, name="claims"),
    path("corrections/", corrections_view, name="corrections"),
    path("agreements/", AgreementList.as_view(), name="agreements"),
    path("about/", about, name="about"),
    path("commitments/", CommitmentList.as_view(), name="commitments"),
    path("compare/", comparison_view, name="compare"),
    path("agreements/<slug:slug>/", AgreementDetail.as_view(), name="agreement"),
    path("agreements.atom", AgreementFeed.as_view(), name="agreements-feed"),
    path("agreements.ics", PeriodEndCalendar.as_view(), name="agreements-calendar"),
    path("places/", AreaList.as_view(), name="areas"),
    path("places/<slug:slug>/", AreaDetail.as_view(), name="area"),
    path("places/<slug:slug>/brief/", AreaBrief.as_view(), name="area-brief"),
    path("places/<slug:slug>/brief.docx", AreaBriefFile.as_view(), name="area-brief-file"),
    path("partners/", PartnerList.as_view(), name="partners"),
    path("partners/<slug:slug>/", PartnerDetail.as_view(), name="partner"),
    path("partners/<slug:slug>/brief/", PartnerBrief.as_view(), name="partner-brief"),
    path("partners/<slug:slug>/brief.docx", PartnerBriefFile.as_view(), name="partner-brief-file"),
    path("people/", PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", PersonDetail.as_view(), name="person"),
    path("articles/", ArticleList.as_view(), name="articles"),
    path("articles/<slug:slug>/", ArticleDetail.as_view(), name="article"),
    path("topics/", TopicList.as_view(), name="topics"),
    path("topics/<slug:slug>/", TopicDetail.as_view(), name="topic"),
    path("solutions/", SolutionList.as_view(), name="solutions"),
    path("solutions/<slug:slug>/", SolutionDetail.as_view(), name="solution"),
    path("indicators/", IndicatorList.as_view(), name="indicators"),
    path("indicators/<slug:slug>/", IndicatorDetail.as_view(), name="indicator"),
    path("data/", data, name="data"),
    path("data/register.<slug:ending>", register, name="data-register"),
    path("data/templates/<slug:name>.<slug:ending>", template, name="data-template"),
    path("data/<slug:name>.<slug:ending>", table, name="data-table"),
]

for model in FOLLOWED:
    name = model._meta.model_name
    address = f"{'places' if name == 'area' else model.collection}/<slug:slug>/agreements"
    urlpatterns += [
        path(f"{address}.atom", AgreementFeed.as_view(model=model), name=f"{name}-feed"),
        path(f"{address}.ics", PeriodEndCalendar.as_view(model=model), name=f"{name}-calendar"),
    ]

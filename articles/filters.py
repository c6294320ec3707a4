from django.utils.translation import gettext_lazy as _
from django_filters.filterset import filterset_factory

from records.date_filters import YearsFilter
from records.filters import RecordFilterSet

from .models import Article, Outlet, Passage

OutletFilterSet = filterset_factory(Outlet, RecordFilterSet)
PassageFilterSet = filterset_factory(Passage, RecordFilterSet, ("article", "kind"))


class ArticleFilterSet(RecordFilterSet):
    year = YearsFilter(field_name="published", label=_("year of publication"))

    class Meta:
        model = Article
        fields = ("kind", "language", "outlet", "published")

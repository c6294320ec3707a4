from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.date_filters import YearsFilter, date_filters
from records.filters import RecordFilterSet, SlugsFilter, StableOrdering, TermsFilter

from .models import Article, Certainty, Outlet, Passage


class CertaintyFilter(TermsFilter):
    """Status of the evidence: what is stated, inferred, disputed."""

    def __init__(self) -> None:
        super().__init__(Certainty, field_name="certainty", label=_("certainty"))


class OutletFilterSet(RecordFilterSet):
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta(RecordFilterSet.Meta):
        model = Outlet


class ArticleFilterSet(RecordFilterSet):
    kind = TermsFilter(Article.Kind, label=_("kind"))
    language = TermsFilter(Article._meta.get_field("language"), label=_("language"))
    outlet = SlugsFilter(Outlet, lambda outlets: Q(outlet__in=outlets))
    ordering = StableOrdering(fields={"sort_date": "published", "sort_key": "title"})
    year = YearsFilter(field_name="published", label=_("year of publication"))
    published_from, published_to, published_certainly_from, published_certainly_to = date_filters(
        "published", _("date of publication")
    )

    class Meta(RecordFilterSet.Meta):
        model = Article


class PassageFilterSet(RecordFilterSet):
    article = SlugsFilter(Article, lambda articles: Q(article__in=articles))
    kind = TermsFilter(Passage.Kind, label=_("kind"))

    class Meta(RecordFilterSet.Meta):
        model = Passage

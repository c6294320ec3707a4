"""The official documents that an agreement rests on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from records.checks import Check, Severity
from records.models import Link

OF_PRESS = ~Q(document__kind=Article.Kind.OFFICIAL_DOCUMENT)


class AgreementLegalBasis(Link):
    key_fields = ("agreement", "document")

    agreement = models.ForeignKey("Agreement", models.CASCADE, related_name="basis_links")
    document = models.ForeignKey(
        Article, models.PROTECT, verbose_name=_("official document"), related_name="basis_links"
    )

    class Meta(Link.Meta):
        verbose_name = _("legal basis of an agreement")
        verbose_name_plural = _("legal bases of agreements")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "document"), name="partnerships_agreementlegalbasis_once"),
        )


def only_official() -> Check:
    return Check(
        "legal-basis",
        Severity.PUBLICATION,
        lambda rows: rows.filter(pk__in=AgreementLegalBasis.objects.filter(OF_PRESS).values("agreement")),
        _("Only an official document is a legal basis: name the law, not the article about it."),
        reads=("basis_links__document__kind",),
    )

"""What somebody said an article does not say: reading it again does not propose it."""

from django.db import models


class Dismissed(models.Model):
    """A proposal that is not in the article, by what it would have written."""

    # No link: articles go by plans that know of rows of the register alone.
    article = models.PositiveBigIntegerField()
    proposal = models.CharField(max_length=64)
    shown = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("article", "proposal"), name="articles_dismissed_once"),)

    def __str__(self) -> str:
        return self.shown

"""Editorial status, versions, and records with an address of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.checks import Check, Severity, of_each
from records.constraints import rule
from records.fields import TermField

from .tracked import TrackedManager, TrackedModel


class Status(models.TextChoices):
    """How far the staff have brought a record; what the public sees is `published` alone."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


# From which status each step leads. A new record begins anywhere: it may come out of an export.
STEPS: dict[str, set[str]] = {
    Status.DRAFT: {Status.IN_REVIEW, Status.WITHDRAWN},
    Status.IN_REVIEW: {Status.DRAFT},
    Status.PUBLISHED: {Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN},
    Status.WITHDRAWN: {Status.PUBLISHED},
}


def steps_from(status: str) -> list[str]:
    return [after for after, before in STEPS.items() if status in before]


def no_step(status: str) -> str:
    labels = dict(Status.choices)
    allowed = ", ".join(str(labels[Status(after)]) for after in steps_from(status))
    told = gettext("It is %(status)s, and from there it may only become: %(allowed)s.")
    return told % {"status": labels[Status(status)], "allowed": allowed}


class StaleRecord(Exception):
    """Somebody else has saved the record since it was read."""

    def __init__(self, record: PublishableModel) -> None:
        super().__init__(f"{record._meta.label} {record.pk} changed since version {record.version}")
        self.record = record


class PublishableModel(TrackedModel):
    """A row that staff draft, review and publish, and that two people may edit at once."""

    status = TermField(_("status"), choices=Status.choices, default=Status.DRAFT, db_index=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta(TrackedModel.Meta):
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")

    @classmethod
    def public_q(cls, path: str = "") -> Q:
        asked = f"{path}status__unindexed" if path else "status"  # lists begin with their own rows, by an index
        return Q(**{asked: Status.PUBLISHED}) & super().public_q(path)

    @classmethod
    def governing(cls) -> tuple[Any, str]:
        return cls, ""

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        if not cls.public_parents:
            return super().checks()
        return (
            *super().checks(),
            Check(
                "hidden",
                Severity.WARNING,
                lambda rows: rows.filter(status=Status.PUBLISHED).exclude(cls.public_q()),
                _("Readers do not see it, for what it names is not published: publish that, or withdraw it."),
                of_each(lambda row: row.hidden_by(), *cls.parent_paths()),
                hides=cls.public_parents != cls.key_fields[:1],  # with what it is part of it goes as a matter of course
            ),
        )

    def steps(self) -> list[str]:
        return steps_from(self.status)

    def hidden_by(self, *parents: str) -> list[Any]:
        own = [] if parents or self.status == Status.PUBLISHED else [self]
        return own + super().hidden_by(*parents)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save as the next version; StaleRecord, nothing written, if the stored one is not that read."""
        if self._state.adding:
            super().save(*args, update_fields=update_fields, **kwargs)
            return
        read = self.version
        if update_fields is not None:
            update_fields = {*update_fields, "version"}
        with transaction.atomic():
            # Whoever writes the version first holds the row to the end of the transaction; the others find it changed.
            if not type(self)._base_manager.filter(pk=self.pk, version=read).update(version=read + 1):
                raise StaleRecord(self)
            self.version = read + 1
            try:
                super().save(*args, update_fields=update_fields, **kwargs)
            except BaseException:
                self.version = read
                raise


class RecordManager(TrackedManager):
    def by_former_slug(self, slug: str) -> Any:
        """The public record once published under `slug`, or into which such a one is merged; or None."""
        former = self.model.history.filter(slug=slug, status=Status.PUBLISHED).values("id")
        merged = self.model._base_manager.filter(pk__in=former).values("merged_into")
        return self.public().filter(Q(pk__in=former) | Q(pk__in=merged)).first()

    def slugs_now(self, slugs: Iterable[str]) -> dict[str, str]:
        """Of those of `slugs` that lead to a public record, the slug that it has today."""
        rows = self.public().order_by()
        records = (rows.filter(pk=OuterRef("id")), rows.filter(merged=OuterRef("id")))
        former = self.model.history.filter(slug__in=slugs, status=Status.PUBLISHED).order_by()
        now = Coalesce(*(models.Subquery(record.values("slug")[:1]) for record in records))
        return {slug: now for slug, now in former.values_list("slug", now).distinct() if now}


MERGED = _("It is merged into another record and stays withdrawn: undo the merge to have it back.")


class Record(PublishableModel):
    """A noun of the register with an address of its own: its slug."""

    key_fields = ("slug",)
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, help_text=_("The word in its address, e.g. nghe-an-2020.")
    )
    # Of a record that was one and the same with another: to which its address leads.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("merged into"), related_name="merged", null=True, editable=False
    )

    objects = RecordManager()

    class Meta(PublishableModel.Meta):
        abstract = True
        constraints: tuple[models.BaseConstraint, ...] = (
            rule("merged_is_withdrawn", Q(merged_into__isnull=True) | Q(status=Status.WITHDRAWN), MERGED),
        )

    def steps(self) -> list[str]:
        merged = self.merged_into_id  # type: ignore[attr-defined]
        return [] if merged else super().steps()

    @classmethod
    def checks(cls) -> tuple[Check, ...]:
        sentence = _("Another record was published under this slug and is found by it: choose another slug.")
        return (*super().checks(), Check("slug-taken", Severity.ERROR, cls._with_taken_slug, sentence, column="slug"))

    @classmethod
    def _with_taken_slug(cls, rows: models.QuerySet) -> models.QuerySet:
        history: Any = cls.history
        others = history.filter(slug=OuterRef("slug"), status=Status.PUBLISHED).exclude(id=OuterRef("pk"))
        return rows.filter(Exists(others.filter(id__in=cls._default_manager.order_by().values("pk"))))

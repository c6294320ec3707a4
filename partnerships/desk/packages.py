"""A package: records that are submitted, approved and sent back together, with all that they need."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from changesets.models import Import, Submission
from changesets.plan.at_once import NotDone, new_changeset, write_at_once
from changesets.plan.planner import plan
from changesets.plan.source import listed
from partnerships.models import Agreement, Deployment, Event, Observation, Partner, Position
from records import roles
from records.admin.steps import whom_to_ask
from records.approval import Edit, last_edits, needs_another
from records.checks import Severity
from records.checks.asking import MOST_NAMED, Complaint, complaints_of, findings, in_words, with_keys
from records.checks.trials import publication
from records.export.values import plain
from records.models import PublishableModel, Status, steps_from

Chosen = dict[type[PublishableModel], set[int]]


def with_offices(model: type[PublishableModel], keys: Collection[int]) -> Chosen:
    """The records `keys` of `model`; of agreements with the drafts of offices and outcomes that their articles tell of
    their parties, of where these are, or of the agreements: of others an article may tell as well.

    No check names these: an agreement says in its own words what a signatory was, and stands without its outcomes.
    """
    chosen: Chosen = {model: set(keys)}
    if model is Agreement:
        articles = Article.objects.filter(passages__agreements__in=keys)
        partners = Partner.objects.filter(parties__agreement__in=keys)
        of_them = Q(partner__in=partners) | Q(area__partners__in=partners)
        told: dict[Any, Q] = {
            Position: Q(partner__in=partners, person__signatories__agreement__in=keys),
            Deployment: of_them,
            Observation: of_them,
            Event: Q(agreements__in=keys),
        }
        for table, whose in told.items():
            drafts = table._default_manager.filter(whose, status__in=roles.UNPUBLISHED, passages__article__in=articles)
            if found := set(drafts.values_list("pk", flat=True)):
                chosen[table] = found
    return chosen


class Package:
    """The records `keys` of `model` with what they need, as `user` sees them."""

    def __init__(self, user: Any, model: type[PublishableModel], keys: Collection[int]) -> None:
        self.user, self.model, self.keys = user, model, [*keys]
        with publication(with_offices(model, keys)) as found:
            self.complaints = {table: complaints_of(findings(table, own, *Severity)) for table, own in found.items()}
        self.rows: dict[type[PublishableModel], list[Any]] = {
            table: [*with_keys(table._default_manager.filter(pk__in=members).order_by("pk"))]
            for table, members in found.items()
        }

    @cached_property
    def records(self) -> list[Any]:
        return [row for rows in self.rows.values() for row in rows]

    @cached_property
    def roots(self) -> list[Any]:
        chosen = {*self.keys}
        return [row for row in self.rows.get(self.model, ()) if row.pk in chosen]

    def becoming(self, status: str) -> list[Any]:
        """Those that are to become this; sent back is what is in review, but for what waits by itself as well."""
        if status == Status.DRAFT:
            return [row for row in self.records if row.status == Status.IN_REVIEW and row not in self.apart]
        return [row for row in self.records if row.status != status and status in steps_from(row.status)]

    @cached_property
    def apart(self) -> set[Any]:
        """What the package needs and somebody has submitted as a package of its own, which is decided on its own."""
        waiting = Submission.objects.waiting().filter(changeset=None, row__in=[row.pk for row in self.records])
        places = {*waiting.values_list("table", "row")}
        return {row for row in self.records if (row.collection, row.pk) in places}.difference(self.roots)

    @property
    def versions(self) -> str:
        """Its records as they are, for a form to say which were looked at."""
        return " ".join(sorted(f"{row.collection}:{row.pk}:{row.version}" for row in self.records))

    def seen_in(self, versions: str) -> bool:
        """Whether all its records were looked at as they are."""
        return {*self.versions.split()} <= {*versions.split()}

    def said_of(self, row: Any, *severities: str) -> list[Complaint]:
        said = self.complaints.get(type(row), {}).get(row.pk, [])
        return [each for each in said if not severities or each.severity in severities]

    @cached_property
    def blocked(self) -> list[Any]:
        """The records that may not be published as they are."""
        return [row for row in self.records if self.said_of(row, Severity.ERROR, Severity.PUBLICATION)]

    @cached_property
    def edits(self) -> dict[Any, Edit]:
        """Who changed each of its records last, and when."""
        found = {model: last_edits(model, [row.pk for row in rows]) for model, rows in self.rows.items()}
        return {row: found[type(row)][row.pk] for row in self.records if row.pk in found[type(row)]}

    @cached_property
    def own(self) -> list[Any]:
        """What would become public and the user changed last."""
        return [
            row for row in self.becoming(Status.PUBLISHED) if row in self.edits and self.edits[row].user == self.user.pk
        ]

    @property
    def alone(self) -> bool:
        """Whether the user approves own work because nobody else could: with a reason."""
        return (
            settings.FOUR_EYES and bool(self.own) and not any(needs_another(self.user, type(row)) for row in self.own)
        )

    # Why not

    def against_submission(self) -> list[str]:
        if not (drafts := self.becoming(Status.IN_REVIEW)):
            return [_("Nothing of it is a draft.")]
        if not all(roles.may_change(self.user, row) for row in drafts):
            return [_("Your account may not change all of it.")]
        return []

    def against_approval(self) -> list[str]:
        if not (going := self.becoming(Status.PUBLISHED)):
            return [_("All of it is published.")]
        if not self.may_publish(going):
            return [_("Only a publisher approves. Ask one: %(names)s.") % {"names": self._publishers(going)}]
        reasons = []
        if self.blocked:
            said = ngettext(
                "%(count)d record may not be published as it is: see what is said of it.",
                "%(count)d records may not be published as they are: see what is said of them.",
                len(self.blocked),
            )
            reasons.append(said % {"count": len(self.blocked)})
        if self.own and settings.FOUR_EYES and not self.alone:
            said = _("You changed it last: %(rows)s. Another publisher has to approve it: %(names)s.")
            reasons.append(said % {"rows": _listed(self.own), "names": self._publishers(self.own)})
        return reasons

    def against_return(self) -> list[str]:
        if not any(row.status == Status.IN_REVIEW for row in self.roots):
            return [_("It is not in review.")]
        if not self.may_publish(self.becoming(Status.DRAFT)):
            return [_("Only a publisher sends back. Ask one: %(names)s.") % {"names": self._publishers(self.roots)}]
        return []

    def may_publish(self, rows: Collection[Any]) -> bool:
        return all(roles.may_publish(self.user, model) for model in {type(row) for row in rows})

    def _publishers(self, rows: Collection[Any]) -> str:
        """Those beside the user who may publish all of `rows`."""
        return whom_to_ask(*{type(row) for row in rows}, besides=self.user.pk)

    # Steps

    def move(self, status: str, said: str) -> Import:
        """Bring all that may become `status` there, as one changeset, and return it.

        Raises:
            NotDone: nothing is written.
        """
        going: dict[type[PublishableModel], list[int]] = {}
        for row in self.becoming(status):
            going.setdefault(type(row), []).append(row.pk)
        changeset = new_changeset(self.user, Import.Kind.REVIEW, said)
        plan(changeset, [listed(model.collection, _rows(model, keys, status)) for model, keys in going.items()])
        # What was planned is what was looked at, or the plan is not written.
        if not type(self)(self.user, self.model, self.keys).seen_in(self.versions):
            changeset.delete()
            raise NotDone(_("Somebody changed it meanwhile: look at it again."))
        return write_at_once(changeset)


def _rows(model: type[PublishableModel], keys: Collection[int], status: str) -> list[Mapping[str, str]]:
    """The rows that say the new status of records, by their keys."""
    columns = [column for column in model.columns() if column.name in model.key_fields]
    values = model.objects.filter(pk__in=keys).rows(columns)
    names = [column.name for column in columns]
    return [{**dict(zip(names, map(plain, row), strict=True)), "status": status} for row in values]


def _listed(rows: Collection[Any]) -> str:
    named = [in_words(row) for row in [*rows][:MOST_NAMED]]
    return "; ".join(named + ["…"] * (len(rows) > MOST_NAMED))

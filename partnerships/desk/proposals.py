"""A proposal as who looks at it sees it: what it would change, what stands against it, and the decisions."""

import hashlib
import json
from functools import cached_property
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from changesets.jobs import apply_now
from changesets.models import Import, Submission
from changesets.plan.apply import confirm, may_confirm, needs_review
from changesets.plan.at_once import NotDone
from changesets.plan.proposals import keep
from changesets.plan.report import faults_of
from changesets.plan.staged_rows import stored
from changesets.plan.up_to_date import UpToDate
from records.admin.record import REVIEWED_AT_ONCE
from records.admin.steps import whom_to_ask
from records.checks.asking import with_keys
from records.export.tables import tables
from records.models import Status

WITHDRAW = "withdraw"
# So many changes of others are shown, and so many values can be chosen among.
MOST_SHOWN = 20


class Proposal:
    """A changeset that waits, as `user` sees it with what was `chosen` where both changed a value."""

    def __init__(self, user: Any, changeset: Import, chosen: dict[str, str]) -> None:
        self.user, self.changeset = user, changeset
        self.submission: Any = changeset.submission
        self.waits = changeset.state == Import.State.PLANNED
        self.sent_back = self.submission.state == Submission.State.RETURNED
        self.place = self.submission.table, self.submission.row
        self.touched: dict[Any, list[int]] = {}
        for each in self.submission.touched.order_by("pk"):
            self.touched.setdefault(tables()[each.table], []).append(each.row)
        self.few = sum(map(len, self.touched.values())) <= REVIEWED_AT_ONCE
        self.chosen = chosen
        self.before: dict[Any, list[Any]] = {}  # the plan, should what is written instead be refused

    @cached_property
    def plan(self) -> UpToDate:
        return UpToDate(stored(self.changeset), self.chosen)

    @property
    def versions(self) -> str:
        """The plan, its records and what was decided, for a form to say which were looked at."""
        found = hashlib.sha256(f"{self.submission.sent_at} {self.submission.state}".encode())
        for rows in self.changeset.writes.values_list("rows", flat=True).iterator():
            found.update(json.dumps(rows).encode())
        for model, keys in self.touched.items():
            rows = model._default_manager.filter(pk__in=keys).order_by("pk")
            found.update(json.dumps([*rows.values_list("pk", "version", "status")]).encode())
        return found.hexdigest()

    @property
    def not_public(self) -> list[Any]:
        """The records that were published when it was made and are not any more."""
        return [row for row in self.records if row.status == Status.WITHDRAWN]

    @cached_property
    def records(self) -> list[Any]:
        """The first of those that it touches, as they are now."""
        found = (with_keys(model._default_manager.filter(pk__in=keys)) for model, keys in self.touched.items())
        return [*islice(chain.from_iterable(found), REVIEWED_AT_ONCE)]

    # Why not

    def against_approval(self, faults: list[str]) -> list[str]:
        if not self.user.has_perms(self.changeset.needs):
            return [_("Only a publisher approves. Ask one: %(names)s.") % {"names": self._publishers()}]
        if not may_confirm(self.changeset, self.user):
            said = _("You proposed it: another publisher has to approve it: %(names)s.")
            return [said % {"names": self._publishers()}]
        if self.plan.gone:
            return [_("What it changes was deleted meanwhile: send it back, or withdraw it.")]
        if len(self.plan.clashes) > MOST_SHOWN:
            return [
                _("Others changed too many of the same values meanwhile (%(n)s): send it back, or withdraw it.")
                % {"n": len(self.plan.clashes)}
            ]
        return faults

    def against_return(self) -> list[str]:
        if self.sent_back:
            return [_("It was sent back.")]
        if not self.user.has_perms(self.changeset.needs):
            return [_("Only a publisher sends back. Ask one: %(names)s.") % {"names": self._publishers()}]
        return []

    def against_withdrawal(self) -> list[str]:
        return [] if self.user == self.changeset.owner else [_("Only who made it withdraws it.")]

    def _publishers(self) -> str:
        """Those beside the author who may publish all that it touches."""
        return whom_to_ask(*self.touched, besides=self.changeset.owner_id)

    @property
    def alone(self) -> bool:
        """Whether its author approves it because nobody else could: with a reason."""
        return settings.FOUR_EYES and self.user == self.changeset.owner and not needs_review(self.changeset)

    # Decisions: each is taken of what was read since the changeset is held (`Import.hold`)

    def approve(self, words: str) -> None:
        """Confirm it as it is now; `write` follows.

        Raises:
            NotDone: it waits as before.
        """
        if reasons := self.against_approval([]):
            raise NotDone(*reasons)
        if self.plan.open:
            raise NotDone(_("Choose what holds where both changed the same."))
        if self.alone and not words:
            raise NotDone(_("Nobody else may publish, so you approve your own work: say why it holds."))
        for model, rows in stored(self.changeset):
            self.before.setdefault(model, []).extend(rows)
        self._decided(self.submission.state, words)
        self.submission.save_without_historical_record()  # its round is told once it is written
        if not confirm(self.changeset, self.user):
            raise NotDone(_("Somebody decided on it meanwhile."))
        keep(self.changeset, self.plan.rows)

    def write(self) -> None:
        """Write what is approved as one changeset.

        Raises:
            NotDone: nothing is written, and it waits as before.
        """
        changeset, submission = self.changeset, self.submission
        try:
            apply_now(changeset)
        finally:
            reasons = [fault.message for _table, fault in faults_of(changeset)]
            if changeset.state != Import.State.APPLIED:
                with transaction.atomic():
                    changeset.move([Import.State.REFUSED, Import.State.FAILED], Import.State.PLANNED, faults=[])
                    keep(changeset, self.before)
                    submission.decided_by = submission.decided_at = None
                    submission.save_without_historical_record()
        if changeset.state != Import.State.APPLIED:
            raise NotDone(*dict.fromkeys(reasons))
        submission.state = Submission.State.APPROVED
        submission.save()

    def send_back(self, words: str) -> None:
        if reasons := self.against_return():
            raise NotDone(*reasons)
        if not words:
            raise NotDone(_("Say what is to be changed: the editor reads it."))
        self._decided(Submission.State.RETURNED, words)
        self.submission.save()

    def withdraw(self) -> None:
        """Forget it; that it was made, and what was said, stays."""
        self.changeset.move([Import.State.PLANNED], Import.State.CANCELLED)
        self.changeset.forget_plan()

    def _decided(self, state: str, words: str) -> None:
        self.submission.state, self.submission.answer = state, words
        self.submission.decided_by, self.submission.decided_at = self.user, timezone.now()

"""A confirmed plan written whole, or not at all and with the reason."""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, OperationalError, connection
from django.template.defaultfilters import date as date_format
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from changesets.models import UNDOABLE, Import, PlanPage
from records.analyze import analyze
from records.approval import needs_another
from records.checks.asking import in_words
from records.dependents import relations_to
from records.export.tables import table
from records.locks import writing_alone
from records.models import PublishableModel, TrackedModel
from records.roles import permissions

from . import rules
from .references import References
from .source import Fault
from .staged_rows import TablesChanged, stored
from .staging import Stage
from .undo import published_of

logger = logging.getLogger(__name__)

_State = Import.State
# How many rows that changed meanwhile are named; the rest is counted.
MOST_NAMED = 50
# From how many rows on PostgreSQL counts the tables at once.
MANY = 1000


class Refusal(Exception):
    """The plan may not be applied as things stand now; `faults` say why, each with its table."""

    def __init__(self, *faults: tuple[str, Fault]) -> None:
        super().__init__(*faults)
        self.faults = faults


def confirm(upload: Import, user: Any) -> bool:
    """Take the word of who may give it; False if it was given before, or there is nothing to confirm."""
    if not may_confirm(upload, user) or (upload.expires_at and upload.expires_at < timezone.now()):
        return False
    return upload.move((_State.PLANNED,), _State.CONFIRMED, done=0, faults=[])


def may_confirm(upload: Import, user: Any) -> bool:
    """Whether `user` decides over the plan: its owner; of a proposal, another who may publish what it touches."""
    if upload.kind != Import.Kind.PROPOSAL:
        return bool(user == upload.owner)
    return user is not None and user.has_perms(upload.needs) and not (user == upload.owner and needs_review(upload))


def owns(upload: Import, user: Any) -> bool:
    """Whether it is for `user` to go on with or undo: what was approved is of who could approve it."""
    if upload.kind == Import.Kind.READING and (public := published_of(upload)):
        return bool(user.has_perms(permissions("publish", *public)))
    return may_confirm(upload, user) if upload.applied_at else bool(user == upload.owner)


def needs_review(upload: Import) -> bool:
    models: Any = [apps.get_model(name) for name in set(upload.writes.order_by().values_list("model", flat=True))]
    return any(needs_another(upload.owner, model) for model in models if issubclass(model, PublishableModel))


def apply(upload: Import) -> None:
    """Write the confirmed plan of `upload`.

    Whatever hinders it is stored on the import, and the register stays as it was.
    """
    if not upload.move((_State.CONFIRMED,), _State.APPLYING):
        return
    with translation.override(upload.language), Stage() as stage:
        try:
            _check_rights(upload)
            _load(upload, stage)
            with writing_alone():
                _write(upload, stage)
        except Refusal as refusal:
            _refuse(upload, [*refusal.faults])
        except IntegrityError as error:
            logger.info("Import %s contradicts the register: %s", upload.pk, error)
            contradiction = ("", Fault(0, "", "", rules.contradiction(stage.models, error)))
            _refuse(upload, [*islice(_created_meanwhile(upload), MOST_NAMED)] or [contradiction])
        except OperationalError:
            logger.exception("Import %s could not be written", upload.pk)
            said = _("The register was too busy. Nothing was written: confirm again.")
            upload.move((_State.APPLYING,), _State.PLANNED, faults=[("", 0, "", "", said)])
        else:
            if stage.size >= MANY or connection.vendor == "sqlite":  # which never does it by itself
                analyze(stage.models)


def _check_rights(upload: Import) -> None:
    """Who decided may have lost the right since."""
    proposed = upload.kind == Import.Kind.PROPOSAL
    user = upload.submission.decided_by if proposed else upload.owner
    if user is None and not proposed:
        return  # the command line
    user = user and get_user_model()._default_manager.get(pk=user.pk)
    if not (user and user.is_active and user.is_staff and user.has_perms(upload.needs) and may_confirm(upload, user)):
        raise Refusal(("", Fault(0, "", "", _("Your rights have changed since: you may no longer do this."))))


def _load(upload: Import, stage: Stage) -> None:
    try:
        for model, rows in stored(upload):
            stage.load(model, rows)
            if not upload.move((_State.APPLYING,), _State.APPLYING, done=upload.done + len(rows)):
                raise Refusal
    except TablesChanged:
        said = _("The tables have changed since the plan was made: plan it again.")
        raise Refusal(("", Fault(0, "", "", said))) from None


def _write(upload: Import, stage: Stage) -> None:
    """Inside the transaction: what is checked here stays so until it ends."""
    moment = timezone.now()
    # Cancelled at the last moment, or another worker was quicker: then nothing is written.
    if not upload.move((_State.APPLYING,), _State.APPLIED, applied_at=moment, expires_at=moment + UNDOABLE):
        raise Refusal
    if upload.undoes and not upload.undoes.move((_State.APPLIED,), _State.UNDONE):
        raise Refusal(("", Fault(0, "", "", _("This import has been undone already."))))
    if faults := [*_changed_meanwhile(stage, upload), *_still_needed(stage)]:
        raise Refusal(*faults)
    judgement = rules.Judgement(stage)
    stage.write(upload.owner, upload.reason, moment)
    faults, to_look_at = judgement.told()
    if faults:
        raise Refusal(*faults)
    if upload.undoes and to_look_at:  # nobody was shown that before
        told = [(name, line, "", "", said) for name, line, said in to_look_at]
        upload.move((_State.APPLIED,), _State.APPLIED, faults=told)


def _refuse(upload: Import, faults: list[tuple[str, Fault]]) -> None:
    told = [(name, upload.line_of(fault.line), fault.column, fault.value, fault.message) for name, fault in faults]
    upload.move((_State.APPLYING,), _State.REFUSED, faults=told)


def _changed_meanwhile(stage: Stage, upload: Import) -> Iterator[tuple[str, Fault]]:
    found = stage.changed_meanwhile()
    for model, keys in found.items():
        for pk, row in stage.rows(model, f"id IN ({', '.join(map(str, keys[:MOST_NAMED]))})").items():
            yield row.table, Fault(row.line, "", *_who_changed(model, pk, undone=bool(upload.undoes_id)))
    if (left := sum(max(0, len(keys) - MOST_NAMED) for keys in found.values())) > 0:
        yield "", Fault(0, "", "", _("%(rows)s more rows were changed meanwhile.") % {"rows": left})


def _who_changed(model: type[TrackedModel], pk: int, *, undone: bool) -> tuple[str, str]:
    last: Any = model.history.filter(id=pk).select_related("history_user").order_by("history_id").last()
    row = model._default_manager.filter(pk=pk).first()
    who = {
        "user": getattr(last, "history_user", None) or _("Somebody"),
        "time": date_format(timezone.localtime(getattr(last, "history_date", timezone.now())), "SHORT_DATETIME_FORMAT"),
    }
    if row is None:
        return "", _("%(user)s deleted this row at %(time)s.") % who
    if undone:
        return in_words(row), _("%(user)s changed this row at %(time)s, after the import.") % who
    return in_words(row), _("%(user)s changed this row at %(time)s, after the plan was made.") % who


def _created_meanwhile(upload: Import) -> Iterator[tuple[str, Fault]]:
    references = References()
    said = _("%(user)s created “%(key)s” after the plan was made.")
    for page in upload.pages.filter(verdict__in=(PlanPage.Verdict.CREATED, PlanPage.Verdict.WARNED)).iterator():
        new = [row for row in page.rows if row["created"]]
        for name in {row["table"] for row in new}:
            references.load(table(name), [row["key"] for row in new if row["table"] == name])
        for row in new:
            model: Any = table(row["table"])
            if pk := references.found[model].get(row["key"]):
                first = model.history.filter(id=pk).select_related("history_user").order_by("history_id").first()
                user = getattr(first, "history_user", None) or _("Somebody")
                yield row["table"], Fault(row.get("row", row["line"]), "", "", said % {"user": user, "key": row["key"]})


def _still_needed(stage: Stage) -> Iterator[tuple[str, Fault]]:
    for model in stage.models:
        for relation in relations_to(model):
            other, link = relation.related_model, relation.field
            for pk in stage.still_pointing(other, link.column, model)[:MOST_NAMED]:
                row = other._default_manager.get(pk=pk)
                said = _("%(noun)s “%(row)s” points to a row that would go.")
                told = {"noun": other._meta.verbose_name, "row": in_words(row)}
                yield other.collection, Fault(0, "", "", said % told)

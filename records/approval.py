"""Two pairs of eyes: whoever changed a record last does not approve it, unless nobody else could (`FOUR_EYES`)."""

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from .models import PublishableModel
from .roles import publishers

# Of simple-history's column; and of what a person says in it, behind what was done and its number.
REASON_LENGTH, WORDS_LENGTH = 100, 80
# Before the reason that somebody gave for what was typed into a form.
TYPED = "edit"
# What the history says of a change of values: forms say no more, changesets their number; steps say what they were.
EDITS = Q(history_change_reason__isnull=True) | Q(history_change_reason="")
for _kind in (f"{TYPED}: ", "import ", "proposal ", "restore ", "merge ", "reading "):
    EDITS |= Q(history_change_reason__startswith=_kind)
# Of a changeset: its number, before its name or what somebody said; which it undid, or of which moment all is put back.
REASON = re.compile(r"^[a-z]+ (?P<number>\d+)(?: undoes (?P<undoes>\d+)| as of (?P<as_of>\S+))?(?:: | – )")


def too_long(words: str) -> str:
    """That these are more words than the history takes for a reason; empty where they are not."""
    return _("The reason has at most %(most)s letters.") % {"most": WORDS_LENGTH} if len(words) > WORDS_LENGTH else ""


def reason_for_readers(reason: str | None) -> str:
    """The words of who made a change; empty where the history only says through what it came."""
    kind, _colon, words = (reason or "").partition(": ")
    if kind == TYPED:
        return words
    found = REASON.match(reason or "")
    if not found or found["undoes"] or not (found[0].endswith(" – ") or kind.startswith(("restore ", "merge "))):
        return ""
    return (reason or "")[found.end() :]


class Edit(NamedTuple):
    user: int | None
    when: datetime


def last_edits(model: type[PublishableModel], keys: Collection[int]) -> dict[int, Edit]:
    """Who last changed values of the rows `keys`, or of their parts, and when; steps are no such change.

    Who undoes a change, or puts all back as it was, has written nothing: it is of whom it was of before.
    """
    history: Any = model.history
    edits = history.filter(EDITS, id__in=keys).order_by("history_date", "history_id")
    # Of each row, edit by edit: the changeset, when, and of whom the values are since.
    log: dict[int, list[tuple[str, datetime, Edit | None]]] = {}
    asked = ("id", "history_user_id", "history_date", "history_change_reason")
    for pk, user, when, reason in edits.values_list(*asked):
        before = log.setdefault(pk, [])
        number, undoes, as_of = found.groups() if (found := REASON.match(reason or "")) else ("", None, None)
        edit: Edit | None = Edit(user, when)
        if undoes:
            at = next((at for at, (each, *_) in enumerate(before) if each == undoes), len(before))
            edit = before[at - 1][2] if at else None
        elif as_of:
            moment = datetime.fromisoformat(as_of)
            edit = next((then for _number, day, then in reversed(before) if day <= moment), None)
        before.append((number, when, edit))
    return {pk: found[-1][2] for pk, found in log.items() if found[-1][2]}


def needs_another(user: Any, model: type[PublishableModel]) -> bool:
    """Whether somebody else has to approve what `user` wrote: not where nobody else may publish."""
    return settings.FOUR_EYES and publishers(model).exclude(pk=user.pk).exists()

"""Two pairs of eyes: whoever changed a record last does not approve it, unless nobody else could (`FOUR_EYES`)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q

from .models import PublishableModel
from .roles import publishers

# What the history says of a change of values: forms give no reason, changesets their number; steps say what they were.
EDITS = Q(history_change_reason__isnull=True) | Q(history_change_reason="")
for _kind in ("import ", "proposal ", "restore ", "merge "):
    EDITS |= Q(history_change_reason__startswith=_kind)


class Edit(NamedTuple):
    user: int | None
    when: datetime


def last_edits(model: type[PublishableModel], keys: Collection[int]) -> dict[int, Edit]:
    """Who last changed values of the rows `keys`, or of their parts, and when; steps are no such change."""
    history: Any = model.history
    edits = history.filter(EDITS, id__in=keys).order_by("history_date", "history_id")
    return {pk: Edit(user, when) for pk, user, when in edits.values_list("id", "history_user_id", "history_date")}


def needs_another(user: Any, model: type[PublishableModel]) -> bool:
    """Whether somebody else has to approve what `user` wrote: not where nobody else may publish."""
    return settings.FOUR_EYES and publishers(model).exclude(pk=user.pk).exists()

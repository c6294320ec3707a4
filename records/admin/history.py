"""What the history says of changes, in the language of the reader."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from records.approval import TYPED

from .steps import STEPS
from .withdrawing import WITH_ANOTHER

# What the history says of a decision on a package, before its words.
SUBMITTED, APPROVED, APPROVED_ALONE, SENT_BACK = (
    gettext_lazy("submitted"),
    gettext_lazy("approved"),
    gettext_lazy("approved alone"),
    gettext_lazy("sent back"),
)


@cache
def _words() -> dict[str, Any]:
    """What our reasons are called in any language."""
    known: dict[str, Any] = {TYPED: gettext_lazy("edited")}
    for said in (*(step.reason for step in STEPS), WITH_ANOTHER, SUBMITTED, APPROVED, APPROVED_ALONE, SENT_BACK):
        for language, _label in settings.LANGUAGES:
            with translation.override(language):
                known[str(said)] = said
    return known


def reason_in_words(reason: str | None) -> str:
    """A reason in the language of the reader: it is stored in that of whoever gave it."""
    # Before it may stand the number of the changeset.
    return ": ".join(str(_words().get(part, part)) for part in (reason or "").split(": ", 2))

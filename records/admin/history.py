"""What the history says of changes, in the language of the reader."""

from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.template.defaultfilters import date as date_format
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy

from records.approval import REASON, TYPED

from .steps import STEPS
from .withdrawing import WITH_ANOTHER

# What the history says of a decision on a package, before its words.
SUBMITTED, APPROVED, APPROVED_ALONE, SENT_BACK = (
    gettext_lazy("submitted"),
    gettext_lazy("approved"),
    gettext_lazy("approved alone"),
    gettext_lazy("sent back"),
)


# What is done by changesets of a kind; of a file the number is told, a review says in its words what it was.
KINDS = {
    "import": gettext_lazy("import"),
    "restore": gettext_lazy("put back"),
    "merge": gettext_lazy("merged"),
    "proposal": gettext_lazy("proposed"),
    "reading": gettext_lazy("read in an article"),
}


@cache
def _words() -> dict[str, Any]:
    """What our reasons are called in any language."""
    known: dict[str, Any] = {TYPED: gettext_lazy("edited"), "seed": gettext_lazy("loaded with the register")}
    for said in (*(step.reason for step in STEPS), WITH_ANOTHER, SUBMITTED, APPROVED, APPROVED_ALONE, SENT_BACK):
        for language, _label in settings.LANGUAGES:
            with translation.override(language):
                known[str(said)] = said
    return known


def reason_in_words(reason: str | None) -> str:
    """A reason in the language of the reader: it is stored in that of whoever gave it."""
    parts, found = (reason or "").split(": ", 2), REASON.match(reason or "")
    if found:
        kind = found[0].partition(" ")[0]
        if found["undoes"]:
            return gettext("took back no. %(number)s") % {"number": found["undoes"]}
        done = str(KINDS.get(kind, ""))
        if found["as_of"]:
            moment = timezone.localtime(datetime.fromisoformat(found["as_of"]))
            done = gettext("put back as of %(time)s") % {"time": date_format(moment, "SHORT_DATETIME_FORMAT")}
        elif kind == "import":
            done += f" {found['number']}"
        parts = [*filter(None, [done]), *(reason or "")[found.end() :].split(": ", 1)]
    return ": ".join(str(_words().get(part, part)) for part in parts)

"""What is signed: the instrument, as the articles call it, and whether the cooperation is called strategic."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from records.upgrades import value


class Kind(TextChoices):
    AGREEMENT = "agreement", _("cooperation agreement")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    MINUTES = "minutes", _("minutes")
    PLAN = "plan", _("plan")
    NOT_NAMED = "not_named", _("document not named")


class Strategic(TextChoices):
    YES = "yes", _("strategic")
    NO = "no", _("not strategic")
    NOT_SAID = "not_said", _("not said")


_STRATEGIC: dict[Any, Any] = {
    Kind.AGREEMENT: _("strategic cooperation agreement"),
    Kind.MEMORANDUM: _("strategic memorandum of understanding"),
    Kind.MINUTES: _("minutes of strategic cooperation"),
    Kind.PLAN: _("plan of strategic cooperation"),
    Kind.NOT_NAMED: _("strategic cooperation"),
}

# Both stood in one column once.
FORMER = (
    value("kind", "strategic_cooperation", kind="agreement", strategic="yes"),
    value("kind", "cooperation", kind="agreement"),
)


def signing_told(signed: str, kind: str) -> bool:
    """A passage tells that something was signed: it says when (if only not after some day), or names what."""
    return bool(signed) or kind != Kind.NOT_NAMED


def instrument(kind: str, strategic: str) -> str:
    """What it is called in a sentence, strategic or not; empty where no passage names the document."""
    if strategic == Strategic.YES:
        return str(_STRATEGIC[kind])
    return "" if kind == Kind.NOT_NAMED else str(Kind(kind).label)

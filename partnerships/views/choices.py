"""What the filter forms offer to choose from; only what is public, and only as much as a form can hold."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.models import Area, Topic
from records import text

MOST = 200

Options = Iterable[tuple[str, Iterable[tuple[str, str]]]]


def provinces() -> Options:
    """The provinces in which a public partner is, under today's division and under those before."""
    found = Area.objects.public().with_partners()[:MOST]
    standing = [(area.slug, area.name) for area in found if not area.ended]
    ended = [(area.slug, area.name) for area in found if area.ended]
    return [(_("Provinces today"), standing), *([(_("Former provinces"), ended)] if ended else [])]


def topics() -> Options:
    found = sorted(Topic.objects.public()[:MOST], key=lambda topic: text.sort_key(str(topic)))
    return [("", [(topic.slug, str(topic)) for topic in found])]

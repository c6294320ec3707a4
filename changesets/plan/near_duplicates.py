"""Near-duplicates: a partner or person that takes almost the name of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from records.export.values import shortened
from records.models import TrackedModel
from records.text import fold

# Among more names than these only equal ones are looked for: each is kept once for every letter it has.
MOST_NAMES = 20_000
MOST_TOLD = 3


class NearDuplicates:
    """Names in use, folded, by table; a new one is compared and then in use as well."""

    def __init__(self) -> None:
        self._names: dict[type[TrackedModel], _Names] = {}

    def warnings(self, model: type[TrackedModel], new: Iterable[str], key: str) -> list[str]:
        """Sentences about the row `key` of `model`, which takes the names `new`; for models whose rows have several."""
        if not hasattr(model, "names"):
            return []
        if model not in self._names:
            self._names[model] = _Names(model)
        names = self._names[model]
        told: dict[str, str] = {}  # once for each record that has almost one of these names
        for name in new:
            folded = fold(name)
            alike = sorted(names.alike(folded) - {key} - told.keys())
            names.add(folded, key)
            said = _("“%(name)s” is almost the name of “%(key)s”: is it the same?")
            told |= {each: said % {"name": shortened(name), "key": each} for each in alike[:MOST_TOLD]}
            if (more := len(alike) - MOST_TOLD) > 0:
                told[f"; {name}"] = _("And of %(more)s others.") % {"more": more}
        return [*told.values()]


class _Names:
    """Folded names, found by what is left when one letter is dropped: one edit leaves that the same in both."""

    def __init__(self, model: Any) -> None:
        self.names = 0
        self.by_rest: dict[str, set[tuple[str, str]]] = defaultdict(set)
        link = model._meta.get_field("names").field.name
        other = model.names.rel.related_model._default_manager.values_list("name", f"{link}__slug")
        for name, key in [*model._default_manager.values_list("name", "slug"), *other]:
            self.add(fold(name), key)

    def _rests(self, folded: str) -> set[str]:
        if self.names > MOST_NAMES:
            return {folded}
        return {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}

    def add(self, folded: str, key: str) -> None:
        self.names += 1
        for rest in self._rests(folded):
            self.by_rest[rest].add((folded, key))

    def alike(self, folded: str) -> set[str]:
        found = (each for rest in self._rests(folded) for each in self.by_rest.get(rest, ()))
        return {key for other, key in found if one_edit(folded, other)}


def one_edit(one: str, other: str) -> bool:
    """Whether the texts are equal, or become so by adding, dropping or changing one letter."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]

"""Near-duplicates: a new partner or person under almost the name of one that is there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from records.models import Traced
from records.text import fold


class Lookalikes:
    """Names in use, folded, by table; a new one is compared and then in use as well."""

    def __init__(self) -> None:
        self._names: dict[type[Traced], _Names] = {}

    def warnings(self, model: type[Traced], name: str, key: str) -> list[str]:
        """Sentences about a new row `key` of `model` under `name`, for models whose rows go by several names."""
        if not hasattr(model, "names"):
            return []
        if model not in self._names:
            self._names[model] = _Names(model)
        names, folded = self._names[model], fold(name)
        alike = sorted(names.alike(folded) - {key})
        names.add(folded, key)
        said = _("“%(name)s” is almost the name of “%(key)s”: is it the same?")
        return [said % {"name": name, "key": each} for each in alike]


class _Names:
    """Folded names, found by either half: whoever is one edit away shares the first or the second."""

    def __init__(self, model: Any) -> None:
        self.by_half: dict[tuple[bool, str], set[tuple[str, str]]] = defaultdict(set)
        link = model._meta.get_field("names").field.name
        other = model.names.rel.related_model._default_manager.values_list("name", f"{link}__slug")
        for name, key in [*model._default_manager.values_list("name", "slug"), *other]:
            self.add(fold(name), key)

    def add(self, folded: str, key: str) -> None:
        for half in _halves(folded):
            self.by_half[half].add((folded, key))

    def alike(self, folded: str) -> set[str]:
        # A letter more or less before the middle moves the middle.
        near = {half for length in (-1, 0, 1) for half in _halves(folded, length)}
        return {key for half in near for other, key in self.by_half.get(half, ()) if one_edit(folded, other)}


def _halves(folded: str, longer: int = 0) -> list[tuple[bool, str]]:
    """The first and the second half of a name, as one that is `longer` would have them."""
    middle = (len(folded) + longer) // 2
    behind = len(folded) + longer - middle
    return [(True, folded[:middle]), (False, folded[len(folded) - behind :])]


def one_edit(one: str, other: str) -> bool:
    """Whether the texts are equal, or become so by adding, dropping or changing one letter."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]

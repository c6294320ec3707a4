"""Which row a reference means: primary keys by public key, read a batch at a time, each but once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from records.export.values import shortened
from records.models import KEY_SEPARATOR, TrackedModel
from records.search.abbreviations import full
from records.text import words

# Among how many rows the nearest are looked for, how many are proposed, and how near they are: letters of a slug that
# differ, or how much of the words of a name is the same, of 100.
ALIKE = 1000
PROPOSED = 3
LETTERS, SAME = 2, 80
# The columns that hold what people call a record.
CALLED = ("name", "title", "label_vi", "label_en")


class References:
    """The rows of the register and those the plan is to create, by `TrackedModel.key`.

    A row to be created has a negative number until it is written: `create` gives it.
    """

    def __init__(self) -> None:
        self.found: dict[type[TrackedModel], dict[str, int]] = defaultdict(dict)
        self._asked: dict[type[TrackedModel], set[str]] = defaultdict(set)
        self._created: dict[type[Any], int] = defaultdict(int)
        self._called: dict[tuple[type[TrackedModel], str], tuple[list[str], list[str]]] = {}

    def create(self, model: type[Any], key: str = "") -> int:
        """Return the provisional number of a new row of `model`, to be found under `key` if it has one."""
        self._created[model] -= 1
        if key:
            self.found[model][key] = self._created[model]
        return self._created[model]

    def load(self, model: type[TrackedModel], keys: Collection[str]) -> None:
        """Look up all of `keys`, or all rows that begin with the same first part."""
        if model.key_length() == 1:
            wanted = {key for key in keys if key not in self.found[model]} - self._asked[model]
            lookup = f"{model.key_fields[0]}__in"
        else:
            wanted = {key.partition(KEY_SEPARATOR)[0] for key in keys} - self._asked[model]
            lookup = f"{model.key_fields[0]}__slug__in"
        if not wanted:
            return
        self._asked[model] |= wanted
        columns = [column for column in model.columns() if column.name in model.key_fields]
        names = [column.name for column in columns]
        expressions = (column.expression() for column in columns)
        rows = model._default_manager.filter(**{lookup: wanted}).order_by()
        known = self.found[model]
        for pk, *values in rows.values_list("pk", *expressions).iterator():
            known.setdefault(model.key_in(dict(zip(names, values, strict=True))), pk)

    def __call__(self, model: type[TrackedModel], key: str, said: str = "", owner: str = "") -> int:
        """Return the number of the row `key`; `said` is how the file names it, within `owner` if it has one.

        Raises:
            ValidationError: there is none; with the nearest there is.
        """
        self.load(model, (key,))
        pk = self.found[model].get(key)
        if pk is None:
            raise ValidationError(self._missing(model, said or key, owner), code="reference")
        return pk

    def called(self, model: type[TrackedModel], name: str) -> tuple[list[str], list[str]]:
        """The slugs of the rows of which this is a name, and of those that are found by it."""
        if (model, name) not in self._called:
            rows: Any = model._default_manager
            found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
            if own := [field.name for field in model._meta.concrete_fields if field.name in CALLED]:
                others = [path for path in model.searched if path.split("__")[0].endswith(("folded", "names"))]
                matching = rows.search(name).order_by("slug").values_list("slug", *own, *others)
                for slug, *names in matching[:ALIKE]:
                    found[slug] |= {full(words(each or "")) for each in names}
            exact = [slug for slug, names in found.items() if full(words(name)) in names]
            self._called[model, name] = exact, [*found]
        return self._called[model, name]

    def named(self, model: type[TrackedModel], name: str) -> str:
        """The slug of the one row of which this is a name; empty if there is none or another."""
        exact, _found = self.called(model, name)
        return exact[0] if len(exact) == 1 else ""

    def _missing(self, model: type[TrackedModel], reference: str, owner: str) -> str:
        told = {
            "noun": model._meta.verbose_name,
            "reference": shortened(reference),
            "owner": shortened(owner),
        }
        if owner:
            return _("“%(reference)s” is no %(noun)s of “%(owner)s”.") % told
        if model.key_length() == 1:
            exact, found = self.called(model, reference)
            if len(exact) > 1:
                told["slugs"] = "”, “".join(exact)
                return (
                    _("More than one %(noun)s is called “%(reference)s”: write “%(slugs)s”, whichever is meant.") % told
                )
            if near := found[:PROPOSED] or self._nearest(model, reference):
                told["near"] = "”, “".join(near)
                return _("There is no %(noun)s “%(reference)s”. Did you mean “%(near)s”?") % told
        return _("There is no %(noun)s “%(reference)s”.") % told

    def _nearest(self, model: type[TrackedModel], reference: str) -> list[str]:
        """The slugs whose names, or which themselves, are almost `reference`."""
        name = next((field.name for field in model._meta.concrete_fields if field.name in CALLED), "slug")
        stored = dict(model._default_manager.order_by().values_list("slug", name)[:ALIKE])
        names = {slug: " ".join(words(called)) for slug, called in stored.items()}
        said = " ".join(words(reference))
        if found := process.extract(said, names, scorer=fuzz.ratio, score_cutoff=SAME, limit=PROPOSED):
            return [slug for _name, _score, slug in found]
        slugs = [*stored, *(key for key, pk in self.found[model].items() if pk < 0)]
        nearest = process.extractOne(reference, slugs, scorer=OSA.distance, score_cutoff=LETTERS)
        return [nearest[0]] if nearest else []

"""Which row a reference means: primary keys by public key, read a batch at a time, each but once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records import names
from records.columns import CALLED, SEPARATOR
from records.export.values import shortened
from records.models import KEY_SEPARATOR, TrackedModel

# Of the parties of an agreement and their like so many are named.
MOST_LISTED = 10


class References:
    """The rows of the register and those the plan is to create, by `TrackedModel.key`.

    A row to be created has a negative number until it is written: `create` gives it.
    """

    def __init__(self) -> None:
        self.found: dict[type[TrackedModel], dict[str, int]] = defaultdict(dict)
        self._asked: dict[type[TrackedModel], set[str]] = defaultdict(set)
        self._created: dict[type[Any], int] = defaultdict(int)
        self._called: dict[tuple[type[TrackedModel], str], tuple[list[str], list[str]]] = {}
        # What rows to be created are called, with their slugs, by the folded words of it.
        self._planned: dict[tuple[type[TrackedModel], names.Words], set[tuple[str, str]]] = defaultdict(set)

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
        """The slugs of the rows of which this is a name, in the register or in the plan, and of those found by it."""
        if (model, name) not in self._called:
            self._called[model, name] = names.called(model._default_manager, name)
        exact, found = self._called[model, name]
        planned = self._planned.get((model, names.spelt_out(name)), ())
        return sorted({*exact, *(slug for said, slug in planned if names.means(name, said))}), found

    def name(self, model: type[TrackedModel], key: str, row: Mapping[str, str | None]) -> None:
        """Keep what the new row `key` is called by its texts, so that others of the plan may name it so."""
        said = [row.get(column) or "" for column in CALLED]
        said += [each.partition("=")[2] for each in (row.get("names") or "").split(SEPARATOR)]
        for each in filter(None, said):
            self._planned[model, names.spelt_out(each)].add((each, key))

    def named(self, model: type[TrackedModel], name: str) -> str:
        exact, _found = self.called(model, name)
        return exact[0] if len(exact) == 1 else ""

    def _missing(self, model: type[TrackedModel], reference: str, owner: str) -> str:
        if model.key_length() == 1:
            planned = [key for key, pk in self.found[model].items() if pk < 0]
            return names.missing(model._default_manager, reference, self.called(model, reference), planned)
        told: dict[str, Any] = {
            "noun": model._meta.verbose_name,
            "reference": shortened(reference),
            "owner": shortened(owner),
        }
        if not owner:
            return _("There is no %(noun)s “%(reference)s”.") % told
        there = sorted(key for key in self.found[model] if key.startswith(owner + KEY_SEPARATOR))
        if own := [key.partition(KEY_SEPARATOR)[2] for key in there[:MOST_LISTED]]:
            told["there"] = "”, “".join(own)
            return _("“%(reference)s” is no %(noun)s of “%(owner)s”. There are: “%(there)s”.") % told
        return _("“%(reference)s” is no %(noun)s of “%(owner)s”.") % told

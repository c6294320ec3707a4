"""Records by what people call them: the slugs of those that have a name, and what was probably meant instead."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from .columns import CALLED
from .export.values import shortened
from .search.abbreviations import full
from .text import spelling as spelt
from .text import words

# So many names are asked for in one query.
AT_ONCE = 100
# Among how many rows the nearest are looked for, how many are proposed, and how near they are: letters of a slug that
# differ, or how much of the words of a name is the same, of 100.
ALIKE = 1000
PROPOSED = 3
MOST_ALIKE = 10  # of one name
LETTERS, SAME = 2, 80
FIRST = 4  # letters, by which those are looked for first
Words = tuple[str, ...]
# What is certainly no name, and most references are: nothing is looked up for them.
SLUG = re.compile(r"[a-z0-9-]*")


def called(rows: Any, name: str) -> tuple[list[str], list[str]]:
    """The slugs of those of `rows` (a manager or QuerySet) of which this is a name, and of those found by its words."""
    found: dict[str, bool] = {}
    if parts := _named_by(rows.model):
        for row in _named(rows.search(name, literally=True), parts)[:ALIKE]:
            found[row["slug"]] = found.get(row["slug"]) or any(means(name, each) for each in _names(row, parts))
    return [slug for slug, exact in found.items() if exact], [*found]


def called_each(rows: Any, names: Collection[str]) -> dict[str, list[str]]:
    """The slugs of those of `rows` of which each of `names` is a name, some hundreds asked for at once."""
    found: dict[str, list[str]] = {name: [] for name in names}
    parts, left = _named_by(rows.model), iter(sorted(names))
    while parts and (batch := [*islice(left, AT_ONCE)]):
        spelt: dict[Words, list[str]] = defaultdict(list)
        for name in batch:
            spelt[spelt_out(name)].append(name)
        first, *others = (rows.search(name, literally=True).order_by().values("pk") for name in batch)
        for row in _named(rows.filter(pk__in=first.union(*others)), parts):
            for each in _names(row, parts):
                for name in spelt.get(spelt_out(each), ()):
                    if means(name, each) and row["slug"] not in found[name]:
                        found[name].append(row["slug"])
    return found


def _named_by(model: Any) -> list[list[str]]:
    """The columns that hold what people call a row, those of one name together."""
    own = [[field.name] for field in model._meta.concrete_fields if field.name in CALLED]
    others = [path for path in model.searched if own and path.split("__")[0].endswith(("folded", "names"))]
    return [*own, *(_sources(model, path) for path in others)]


def _named(rows: Any, parts: Sequence[Sequence[str]]) -> Any:
    return rows.order_by("slug").values("slug", *dict.fromkeys(column for each in parts for column in each))


def _names(row: Any, parts: Sequence[Sequence[str]]) -> Iterator[str]:
    return (" ".join(filter(None, map(row.get, each))) for each in parts)


def _sources(model: Any, path: str) -> list[str]:
    """The columns that the folded column `path` is made of, which have their marks still."""
    link, _, name = path.rpartition("__")
    field = (model._meta.get_field(link).related_model if link else model)._meta.get_field(name)
    return [f"{link}__{source}" if link else source for source in field.sources]


def means(typed: str, name: str) -> bool:
    """Whether who typed this may mean `name`: the marks decide (Hùng is not Hưng), unless there are none."""
    folded = spelt_out(typed)
    return folded == spelt_out(name) and ((marked := spelling(typed)) == folded or marked == spelling(name))


def spelt_out(name: str) -> Words:
    """The folded words of `name`, short forms as what they stand for."""
    return full(words(name))


def spelling(name: str) -> Words:
    """The same with the marks that set names apart, wherever in a syllable the tone stands."""
    return full(words(name), tuple(spelt(name)))


def missing(rows: Any, reference: str, known: tuple[list[str], list[str]], planned: Sequence[str] = ()) -> str:
    """Why `reference` names none of `rows`, with what may be meant: `known` is what is `called` so."""
    exact, found = known
    told: dict[str, Any] = {"noun": rows.model._meta.verbose_name, "reference": shortened(reference)}
    if len(exact) > 1:
        told["slugs"] = "”, “".join(exact[:MOST_ALIKE]) + "”, “…" * (len(exact) > MOST_ALIKE)
        return _("More than one %(noun)s is called “%(reference)s”: write “%(slugs)s”, whichever is meant.") % told
    if near := exact or found[:PROPOSED] or _nearest(rows, reference, planned):
        told["near"] = "”, “".join(near)
        return _("There is no %(noun)s “%(reference)s”. Did you mean “%(near)s”?") % told
    return _("There is no %(noun)s “%(reference)s”.") % told


def _nearest(rows: Any, reference: str, planned: Sequence[str]) -> list[str]:
    """The slugs of `rows`, or `planned` ones, whose names, or which themselves, are almost `reference`."""
    name = next((field.name for field in rows.model._meta.concrete_fields if field.name in CALLED), "slug")
    first = "-".join(words(reference))[:FIRST]
    begins = Q(slug__startswith=first) | (Q(folded__startswith=f" {first}") if name != "slug" else Q())
    ordered = rows.order_by("slug").values_list("slug", name)
    stored = dict([*ordered.filter(begins)[:ALIKE], *ordered[:ALIKE]])
    names = {slug: " ".join(words(each)) for slug, each in stored.items()}
    if near := process.extract(" ".join(words(reference)), names, scorer=fuzz.ratio, score_cutoff=SAME, limit=PROPOSED):
        return [slug for _name, _score, slug in near]
    nearest = process.extractOne(
        "-".join(words(reference)), [*stored, *planned], scorer=OSA.distance, score_cutoff=LETTERS
    )
    return [nearest[0]] if nearest else []

"""How rows were written before, and what that means today.

A model names in `former` the columns and the values that files of before have. The import, `seed` and `loaddata` read
them so; `docs/imports.md` lists them. A database is brought up to date by its migrations.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from .columns import KEY_SEPARATOR, SEPARATOR

Texts = Mapping[str, Any]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Former:
    """One way in which rows of before differ from those of today.

    `columns`: what has to be there for it. `now`: the columns it fills, those of `table` where one is named.
    `read`: the texts of `columns` and of the rest of the row, to those of `now`; None where nothing is to be read.
    `before`, `after`: the same for people, in the words of a file. `lacks`: the column of today that a file of before
    has not: its new rows get what `after` says, which is the field's default.
    """

    columns: tuple[str, ...]
    now: tuple[str, ...]
    read: Callable[[Texts], Mapping[str, Any] | None]
    before: str
    after: str
    table: str = ""
    lacks: str = ""


def value(column: str, before: str, **now: str) -> Former:
    after = ", ".join(f"{name}={text}" for name, text in now.items())
    return Former(
        (column,), tuple(now), lambda row: now if row[column] == before else None, f"{column}={before}", after
    )


def columns(
    before: Sequence[str], now: Sequence[str], read: Callable[[Texts], Mapping[str, Any] | None], *, table: str = ""
) -> Former:
    """The columns `before`, which the columns `now` say today: of the row itself, or of a row of `table`."""
    after = f"{table}: {', '.join(now)}" if table else ", ".join(now)
    return Former(tuple(before), tuple(now), read, ", ".join(before), after, table)


def lacks(column: str, default: str) -> Former:
    return Former((), (), lambda row: None, f"no {column}", f"{column}={default}", lacks=column)


def worked_out(column: str, now: str) -> Former:
    return Former((column,), (), lambda row: None, column, now)


def upgraded_entries(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Return the entries of a fixture as they would be written today; those that take over what they held come last."""
    more: list[Entry] = []
    for entry in entries:
        model: Any = apps.get_model(entry["model"])
        of = getattr(model, "instance_type", model)  # the row of a history is that of its model
        if former := getattr(of, "former", ()):
            first, *others = _upgraded(entry, model, of, former)
            yield first
            more += others
        else:
            yield entry
    yield from more


def _upgraded(entry: Entry, model: Any, of: Any, former: Sequence[Former]) -> Iterator[Entry]:
    texts = {name: _text(value) for name, value in entry["fields"].items()}
    found = [(each, each.read(texts)) for each in former if each.columns and set(each.columns) <= texts.keys()]
    known = {field.name for field in model._meta.get_fields()}
    # What a table of its own says today goes, though a column may have the name of one of before.
    elsewhere = {
        name for each, _now in found if each.table and not known.issuperset(each.columns) for name in each.columns
    }
    old = {name for each, _now in found for name in each.columns} - known | elsewhere
    fields = {name: value for name, value in entry["fields"].items() if name not in old}
    parts: list[Entry] = []
    for each, now in found:
        if now and each.table:
            parts.append(_entry(_table(each.table), now))
        elif now:
            for name, text in now.items():
                field = of._meta.get_field(name)
                if field.one_to_many:
                    parts += _listed(entry, field, text)
                elif not fields.get(name) or name in each.columns:
                    fields[name] = _fixed(field, text)
    yield {**entry, "fields": fields}
    if of is model:
        yield from parts


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return KEY_SEPARATOR.join(map(str, value))
    return "" if value is None else value


def _fixed(field: Any, text: Any) -> Any:
    if field.is_relation and isinstance(text, str):
        return text.split(KEY_SEPARATOR) if text else None
    return None if text == "" and not field.empty_strings_allowed else text


def _entry(model: Any, texts: Texts) -> Entry:
    fields = {name: _fixed(model._meta.get_field(name), text) for name, text in texts.items()}
    return {"model": model._meta.label_lower, "fields": fields}


def _listed(entry: Entry, field: Any, text: str) -> Iterator[Entry]:
    """The entries of the parts that a cell lists as `kind=name;kind=name`."""
    part = field.related_model
    owner, *names = part.key_fields
    key = entry.get("pk") or entry["fields"]["slug"]
    for item in filter(None, text.split(SEPARATOR)):
        texts = dict(zip(names, item.split("=", len(names) - 1), strict=True))
        yield _entry(part, {owner: key, **texts})


def _table(name: str) -> Any:
    return next(model for model in apps.get_models() if getattr(model, "collection", "") == name)

"""What the register and the rows of a sheet call things, asked of the register once for all rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from .models import Record, Status, TrackedModel
from .names import Words, called_each, spelling
from .sheets import SheetRow
from .text import words

LONGEST_SLUG = 110


class SheetNames:
    """The records that a sheet names: those of the register, and drafts of those that it has not."""

    def __init__(self) -> None:
        # The line that is read, and whether it goes on with the record of the line above.
        self.line, self.continues = 0, False
        # By table, the line of the sheet and what stands there; and what is to be said of lines beside that.
        self.rows: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        self.notes: dict[str, list[int]] = defaultdict(list)
        self._found: dict[tuple[type[TrackedModel], str], list[str]] = {}
        self._drafts: dict[tuple[type[TrackedModel], str | Words], str] = {}
        self._taken: dict[type[TrackedModel], set[str]] = {}

    def look_up(self, model: type[Any], texts: Iterable[str]) -> None:
        """Ask for all records of `model` that go by these names."""
        asked = {text for text in texts if text and (model, text) not in self._found}
        slugs = {*model._default_manager.filter(slug__in=asked).values_list("slug", flat=True)} if asked else set()
        named = called_each(model._default_manager, asked - slugs)
        self._found |= {(model, text): [text] if text in slugs else named[text] for text in asked}

    def found(self, model: type[Any], text: str) -> list[str]:
        """The slugs of the records of the register that go by the name `text`, or have it for their slug."""
        if text and (model, text) not in self._found:
            self.look_up(model, (text,))
        return self._found.get((model, text), [])

    def knows(self, model: type[Any], text: str) -> bool:
        """Whether the register or a row before calls something so."""
        return bool(self.found(model, text)) or (model, spelling(text)) in self._drafts

    def free(self, model: type[Any], text: str) -> str:
        """A slug made of `text` that no record has or had in public, and no row before."""
        if model not in self._taken:
            before = (
                model.history.filter(status=Status.PUBLISHED) if issubclass(model, Record) else model.objects.none()
            )
            slugs = model._default_manager.order_by().values_list("slug", flat=True)
            self._taken[model] = {*slugs, *before.order_by().values_list("slug", flat=True)}
        base = "-".join(words(text))[:LONGEST_SLUG] or model.collection
        slug = next(slug for n in count(1) if (slug := base if n == 1 else f"{base}-{n}") not in self._taken[model])
        self._taken[model].add(slug)
        return slug

    def draft(
        self, model: type[Any], text: str, key: str | Words = "", doubts: Sequence[str] = (), **columns: str
    ) -> tuple[str, bool]:
        """Add a new record of `columns`, once for each `key`, or else `text`; its slug, made of `text`, and whether it
        was added now."""
        known = model, key or spelling(text)
        if known in self._drafts:
            return self._drafts[known], False
        own = model.key_fields == ("slug",)
        self._drafts[known] = slug = self.free(model, text) if own else text
        record = {"slug": slug, **columns} if own else columns
        self.add(SheetRow(model.collection, {name: said for name, said in record.items() if said}, doubts))
        return slug, True

    def add(self, row: SheetRow) -> None:
        self.rows[row.table].append((self.line, row))

    def refuse(self, table: str, fault: Any) -> None:
        """Have the row stand in `table` as what cannot be taken."""
        self.rows[table].append((self.line, fault))

    def note(self, sentence: str) -> None:
        """Say of this row what its plan does not show."""
        self.notes[sentence].append(self.line)

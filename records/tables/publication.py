"""The rules of publishing for whole files: a record is judged when its last row is in, once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from records.models import Editorial, Status, Traced

from .registry import tables


class Touched:
    """A record that a file changes, itself or through its parts.

    `number`, `row` and `column` say where the file first does; make it before that row is written.
    """

    def __init__(self, record: Editorial, number: int, row: dict[str, Any], column: str, *, by_part: bool) -> None:
        self.record, self.number, self.row, self.column, self.by_part = record, number, row, column, by_part
        self.new = record._state.adding
        stored = type(record)._default_manager.filter(pk=record.pk, status=Status.PUBLISHED).first()
        # What was wrong before the file is not the file's doing: else nobody could mend it step by step.
        self.known = set(stored.publish_blockers()) if stored else set()

    def blockers(self) -> list[str]:
        """Sentences that say why the record may not be public as the file leaves it."""
        if self.record.status != Status.PUBLISHED:
            return []
        found = [sentence for sentence in self.record.publish_blockers() if sentence not in self.known]
        if found and self.new and (parts := part_tables(type(self.record))):
            said = _("A new record comes as a draft: import it so, then its parts (%(tables)s), then publish it.")
            found.append(said % {"tables": ", ".join(parts)})
        return found


def part_tables(model: type[Traced]) -> list[str]:
    """The tables whose rows are parts of a record of `model`."""
    return [
        name
        for name, part in tables().items()
        if not issubclass(part, Editorial) and part._meta.get_field(part.key_fields[0]).related_model is model
    ]

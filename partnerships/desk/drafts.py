"""What an article seems to say, as an editor decides on it: accepted, mended, dropped; and the rows that makes."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from articles.models import Certainty, Fact, Passage, Reason
from changesets.plan.cells import LinkCell, table_cells
from partnerships.reading.proposal import Proposal
from records import dates
from records.columns import SEPARATOR
from records.export.data_dictionary import titles
from records.export.tables import tables
from records.fields import EDTFField
from records.models import PublishableModel, Status, TrackedModel
from records.sheet_names import SheetNames

ACCEPT, DROP, NOT_HERE = "accept", "drop", "not-here"
_IN_WORDS = re.compile(r"([^(@]+)\(([^)]*)\)")
# Columns that are no value of what is proposed.
ASIDE = ("slug", "status", "passages", "certainty", "reason", "note")


@dataclass
class Draft:
    """A proposal with what was posted of it; `number` ties it to its marks in the text."""

    number: int
    proposal: Proposal
    posted: QueryDict
    errors: list[str] = field(default_factory=list)

    @cached_property
    def model(self) -> type[TrackedModel]:
        return tables()[self.proposal.table]

    @cached_property
    def key(self) -> str:
        """The same whenever the article is read again and says the same."""
        said = [self.proposal.table, sorted(self.proposal.values.items()), [*self.proposal.passages]]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    @property
    def is_known(self) -> bool:
        """Whether it only says which record is meant: there is nothing to write."""
        return bool(self.chosen) and not issubclass(self.model, Fact)

    @property
    def chosen(self) -> str:
        """The record of the register that it is; empty: a new one."""
        return self.said("known", self.proposal.known or "")

    @cached_property
    def slug(self) -> str:
        """The key of the record that it is, or of a new one in place of that which it was taken for."""
        if self.chosen or not self.proposal.known:
            return self.chosen or self.values.get("slug", "")
        return SheetNames().free(self.model, title(self))

    @property
    def state(self) -> str:
        return self.said("decided")  # no column is called so, one is called state

    @property
    def is_sure(self) -> bool:
        return self.proposal.certainty == Certainty.STATED

    def said(self, name: str, otherwise: str = "") -> str:
        if (key := f"{self.key}-{name}") not in self.posted:
            return otherwise
        return SEPARATOR.join(filter(None, self.posted.getlist(key)))  # of several, each that is chosen

    @cached_property
    def values(self) -> dict[str, str]:
        """The columns that it gives, and those that no row goes without.

        What is not sure says why by a term, which the editor sees: what the reader tells is for the editor alone.
        """
        given, cells = self.proposal.values, table_cells(self.model)
        if issubclass(self.model, Fact) and not self.is_sure:
            why = given.get("reason") or Reason.FROM_CONTEXT.value
            given = {**given, "certainty": Certainty.INFERRED.value, "reason": why}
        needed = (name for name, cell in cells.items() if cell.required and name not in ASIDE)
        values = {name: self.said(name, given.get(name, "")).strip() for name in dict.fromkeys([*given, *needed])}
        for name in self.dates & values.keys():
            with suppress(ValidationError):  # what is no date the plan refuses
                values[name] = dates.read(values[name])
        return values

    @cached_property
    def dates(self) -> set[str]:
        return {name for name, cell in table_cells(self.model).items() if isinstance(cell.field, EDTFField)}

    @property
    def reads(self) -> list[str]:
        """The columns of which a passage may say that it carries them."""
        reading = self.model.reading_model() if issubclass(self.model, Fact) else None
        return reading.readable() if reading else []

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """The places that carry it, each with what it reads of it."""
        cited = dict.fromkeys(self.proposal.passages, "")
        for column, places in self.proposal.places.items():
            cited |= {at: f"{cited.get(at, '')}@{column}" for at in places if column in self.reads}
        proposed = SEPARATOR.join(f"{at}{said}" for at, said in cited.items())
        found: dict[str, list[str]] = {}
        for item in filter(None, map(str.strip, self.said("passages", proposed).split(SEPARATOR))):
            at, *said = item.split("@")
            if words := _IN_WORDS.fullmatch(item):
                called = {label.casefold(): name for name, label in self.readable.items()}
                at, said = words[1], [called.get(each.strip().casefold(), each.strip()) for each in words[2].split(",")]
            at = Passage.place_called(at.strip())
            found.setdefault(at, []).extend(each for each in said if each not in found[at])
        return found

    @property
    def readable(self) -> dict[str, str]:
        """What the columns are called of which a passage may say that it carries them."""
        return {name: label for name, label in titles(self.model).items() if name in self.reads}

    @property
    def cited(self) -> str:
        """The places in words: “paragraph 1 (Kind, Period); headline”."""
        said = {at: ", ".join(self.readable.get(name, name) for name in names) for at, names in self.places.items()}
        return "; ".join(
            f"{Passage.label_of(at)} ({names})" if names else Passage.label_of(at) for at, names in said.items()
        )

    def links(self, renamed: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str, str]]:
        """The columns that name records: each with the table and the slug that it names, as `renamed`."""
        for name, cell in table_cells(self.model).items():
            if isinstance(cell, LinkCell) and name != "passages" and self.values.get(name):
                table = self.linked_table(cell)
                for slug in cell.items(self.values[name]):
                    yield name, table, renamed.get((table, slug), slug)

    @staticmethod
    def linked_table(cell: LinkCell) -> str:
        """The table whose slugs a cell names: of a party that of its partner."""
        target: Any = cell.target
        return (
            target if target.key_length() == 1 else target._meta.get_field(target.key_fields[1]).related_model
        ).collection

    def row(self, article: str, renamed: Mapping[tuple[str, str], str]) -> dict[str, str]:
        # What a row is looked for by is a column also where nothing is said of it.
        row = dict.fromkeys(self.model.key_fields, "") | self.values
        linked: dict[str, list[str]] = {}
        for name, _table, slug in self.links(renamed):
            linked.setdefault(name, []).append(slug)
        row |= {name: SEPARATOR.join(slugs) for name, slugs in linked.items()}
        if "slug" in row:
            row["slug"] = self.slug
        if issubclass(self.model, Fact):
            row["passages"] = SEPARATOR.join("@".join([f"{article}#{at}", *said]) for at, said in self.places.items())
        if issubclass(self.model, PublishableModel):
            row["status"] = Status.DRAFT
        return row


def title(draft: Draft) -> str:
    """What a draft is called, in the words of its row."""
    for name in ("title", "name", "heading", "name_as_printed", "capacity", "label_vi", "value"):
        if draft.values.get(name):
            return draft.values[name]
    return ""

"""What an article seems to say, as an editor decides on it: accepted, mended, dropped; and the rows that makes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import NOT_PROVIDED
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article, Certainty, Fact, Passage, Reason
from articles.models.passages import PROPOSED_GIST
from articles.models.readings import read as read_reading
from articles.models.readings import written as written_reading
from articles.pasted import Pasted, few_words
from changesets.models import UNDOABLE, Import
from changesets.plan.at_once import NotDone, written
from changesets.plan.cells import LinkCell, table_cells
from changesets.plan.planner import plan
from changesets.plan.report import faults_of
from changesets.plan.source import listed
from partnerships.models import Position
from partnerships.reading.proposal import Proposal
from records.columns import KEY_SEPARATOR, SEPARATOR, importable
from records.export.tables import tables
from records.export.values import plain
from records.models import PublishableModel, Status, TrackedModel
from records.roles import governing_record
from records.sheet_names import SheetNames
from records.text import cut

from .offices import offices

ACCEPT, DROP, NOT_HERE = "accept", "drop", "not-here"
# Columns that are no value of what is proposed.
ASIDE = ("slug", "status", "passages", "certainty", "reason", "note")


@dataclass
class Draft:
    """A proposal with what was posted of it; `number` ties it to its marks in the text."""

    number: int
    proposal: Proposal
    posted: Mapping[str, str]
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
        return self.said("state")

    @property
    def is_sure(self) -> bool:
        return self.proposal.certainty == Certainty.STATED

    def said(self, name: str, otherwise: str = "") -> str:
        return self.posted.get(f"{self.key}-{name}", otherwise)

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
        return {name: self.said(name, given.get(name, "")).strip() for name in dict.fromkeys([*given, *needed])}

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
            found.setdefault(at, []).extend(each for each in said if each not in found[at])
        return found

    @property
    def cited(self) -> str:
        return SEPARATOR.join("@".join([at, *said]) for at, said in self.places.items())

    def links(self, renamed: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str, str]]:
        """The columns that name records: each with the table and the slug that it names, as `renamed`."""
        for name, cell in table_cells(self.model).items():
            if isinstance(cell, LinkCell) and name != "passages" and self.values.get(name):
                target = cell.target
                if target.key_length() > 1:  # a party, by its partner
                    target = target._meta.get_field(target.key_fields[1]).related_model  # type: ignore[assignment]
                for slug in cell.items(self.values[name]):
                    yield name, target.collection, renamed.get((target.collection, slug), slug)

    def row(self, article: str, renamed: Mapping[tuple[str, str], str]) -> dict[str, str]:
        """The row as the table writes it."""
        row = dict(self.values)
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


class Accepted:
    """The rows of accepted drafts, with those that they need, as one changeset of `user`."""

    def __init__(self, user: Any, article: Article, found: Pasted, drafts: list[Draft]) -> None:
        self.user, self.article, self.found = user, article, found
        named = [each for each in drafts if "slug" in each.values]
        self.renamed = {(each.proposal.table, each.proposal.values["slug"]): each.slug for each in named}
        self.new = {(each.proposal.table, each.slug): each for each in named if not each.chosen}
        self.drafts = [*self._with_needed(each for each in drafts if each.state == ACCEPT)]

    def _with_needed(self, accepted: Iterable[Draft]) -> list[Draft]:
        found: dict[int, Draft] = {}
        waiting = [*accepted]
        while waiting:
            draft = waiting.pop()
            found[draft.number] = draft
            for _name, table, slug in draft.links(self.renamed):
                needed = self.new.get((table, slug))
                if needed and needed.state in (DROP, NOT_HERE):
                    said = _("It names number %(number)s, which you dropped.")
                    draft.errors.append(said % {"number": needed.number})
                elif needed and needed.number not in found:
                    waiting.append(needed)
        return [found[number] for number in sorted(found)]

    @staticmethod
    def named_by(accepted: list[Draft], drafts: list[Draft]) -> list[Draft]:
        """The other drafts of new records that the `accepted` ones name: they are made with them."""
        named = {slug for each in accepted for _name, _table, slug in each.links({})}
        others = (each for each in drafts if each not in accepted and not each.is_known)
        return [each for each in others if each.values.get("slug") in named]

    def write(self) -> Import:
        """Write all of it, or nothing.

        Raises:
            NotDone: and each draft has its errors.
        """
        rows: dict[str, list[tuple[Draft, dict[str, str]]]] = {}
        for draft in self.drafts:
            if not draft.is_known and (row := self._row(draft)):
                rows.setdefault(draft.proposal.table, []).append((draft, row))
        if any(draft.errors for draft in self.drafts):
            raise NotDone(_("Some of it cannot be kept: see what is said of it."))
        if told := [*offices(self.user, rows)]:
            rows[Position.collection] = told
        if not rows:
            raise NotDone(_("Nothing of it is accepted."))
        changeset = Import.objects.create(
            owner=self.user,
            kind=Import.Kind.READING,
            file_name=cut(self.article.title, 200),
            language=get_language() or "vi",
            expires_at=timezone.now() + UNDOABLE,
        )
        sources = [listed(table, [row for _draft, row in of_table]) for table, of_table in rows.items()]
        plan(changeset, [listed(Passage.collection, [*self._passages()]), *sources])
        if changeset.state != Import.State.PLANNED:
            left = []
            for table, fault in faults_of(changeset):
                of_table = rows.get(table, [])
                if 0 < fault.line <= len(of_table):
                    named = f"{fault.column}: " if fault.column else ""
                    of_table[fault.line - 1][0].errors.append(f"{named}{fault.message}")
                else:
                    left.append(fault.message)
            changeset.delete()
            raise NotDone(_("Some of it cannot be kept: see what is said of it."), *dict.fromkeys(left))
        return written(changeset)

    def _row(self, draft: Draft) -> dict[str, str]:
        """The row of a draft; of what the register has, its passages beside what is there."""
        row = draft.row(self.article.slug, self.renamed)
        model: Any = draft.model
        key = KEY_SEPARATOR.join(row.get(name, "") for name in model.key_fields)
        stored = model.objects.by_key(key).first() if all(row.get(name) for name in model.key_fields[:1]) else None
        if stored is None:
            owner = self._owner(draft)
            if owner is not None and owner.status not in (Status.DRAFT, Status.IN_REVIEW):
                draft.errors.append(_("It would add to what is published: propose that in the form of the record."))
            return row
        return self._beside(draft, row, stored)

    def _owner(self, draft: Draft) -> Any:
        """The record of the register of which the draft would be a part."""
        record, _path = draft.model.governing()
        if record is draft.model:
            return None
        slugs = [slug for _name, table, slug in draft.links(self.renamed) if table == record.collection]
        return record._default_manager.filter(slug__in=slugs[:1]).first()

    def _beside(self, draft: Draft, row: dict[str, str], stored: Any) -> dict[str, str]:
        """What the article adds to a row of the register: what is empty there is filled, if nobody sees it yet, what
        is the same is cited, and what differs becomes a reading of the passage."""
        model = draft.model
        columns = importable(model.columns())
        flat = model._default_manager.filter(pk=stored.pk).values_list(*(each.expression() for each in columns)).get()
        now = dict(zip((each.name for each in columns), map(plain, flat), strict=True))
        new = {name: row[name] for name in model.key_fields}
        unseen = governing_record(stored).status in (Status.DRAFT, Status.IN_REVIEW)
        readings = []
        for name in row.keys() - {*new, *ASIDE}:
            default = model._meta.get_field(name).default  # type: ignore[union-attr]
            if unseen and now.get(name, "") in ("", "" if default is NOT_PROVIDED else default) and row[name]:
                new[name] = row[name]
            elif name in draft.reads and row[name]:
                readings.append(written_reading(name, "" if row[name] == now[name] else row[name]))
        if issubclass(model, Fact):
            new["passages"] = self._cited(now["passages"], row["passages"], readings)
        return new

    @staticmethod
    def _cited(before: str, now: str, readings: list[str]) -> str:
        """The passages of a row as they were, with those of the article, of which the first has the readings."""
        found: dict[str, dict[str, str]] = {}
        for item in filter(None, f"{before}{SEPARATOR}{now}".split(SEPARATOR)):
            at, *said = item.split("@")
            found.setdefault(at, {}).update({read_reading(each)[0]: each for each in said})
        own = [item.partition("@")[0] for item in now.split(SEPARATOR) if item]
        for each in readings:
            name = read_reading(each)[0]
            carriers = [at for at in own if name in found[at]] or own[:1]
            for at in carriers:
                found[at][name] = each
        return SEPARATOR.join("@".join([at, *said.values()]) for at, said in found.items())

    def _passages(self) -> Iterator[dict[str, str]]:
        """The passages that are cited and not recorded, each with what it is cited for: the editor may say more."""
        cited: dict[str, list[str]] = {}
        for draft in self.drafts:
            for at in draft.places:
                cited.setdefault(at, []).append(title(draft))
        there = {each.place for each in Passage.objects.filter(article=self.article)}
        for at, names in cited.items():
            kind, _dash, number = at.partition("-")
            if at not in there:
                others = [text for place, text in self.found.places.items() if place != at]
                first, last = few_words(self.found.places.get(at, ""), others)
                yield {
                    "article": self.article.slug,
                    "kind": kind,
                    "number": number or "0",
                    "status": Status.DRAFT,
                    "gist": f"{PROPOSED_GIST}{'; '.join(dict.fromkeys(filter(None, names)))}."[:2000],
                    "first_words": first,
                    "last_words": last,
                }


def title(draft: Draft) -> str:
    """What a draft is called, in the words of its row."""
    for name in ("title", "name", "heading", "name_as_printed", "capacity", "label_vi", "value"):
        if draft.values.get(name):
            return draft.values[name]
    return ""

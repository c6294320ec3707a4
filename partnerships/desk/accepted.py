"""The rows of what an editor accepted of an article, as one changeset."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import NOT_PROVIDED
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Article, Fact, Passage
from articles.models.passages import PROPOSED_GIST
from articles.models.readings import read as read_reading
from articles.models.readings import written as written_reading
from articles.pasted import Pasted, few_words
from changesets.models import Import
from changesets.plan.at_once import NotDone, new_changeset, write_at_once
from changesets.plan.cells import table_cells
from changesets.plan.planner import plan
from changesets.plan.report import faults_of
from changesets.plan.source import listed
from partnerships.models import Agreement, Partner, Party, Position
from records.columns import KEY_SEPARATOR, SEPARATOR, importable
from records.export.data_dictionary import titles
from records.export.tables import tables
from records.export.values import plain
from records.models import Status
from records.roles import governing_record

from .drafts import ACCEPT, ASIDE, DROP, NOT_HERE, Draft, title
from .offices import offices


class Accepted:
    """The rows of accepted drafts, with those that they need, as one changeset of `user`."""

    def __init__(self, user: Any, article: Article, found: Pasted, drafts: list[Draft]) -> None:
        self.user, self.article, self.found = user, article, found
        named = [each for each in drafts if "slug" in each.values]
        self.renamed = {(each.proposal.table, each.proposal.values["slug"]): each.slug for each in named}
        self.new = {(each.proposal.table, each.slug): each for each in named if not each.chosen}
        self.parties: dict[tuple[str, str], Draft] = {}
        for each in drafts:
            links = {table: slug for _name, table, slug in each.links(self.renamed)}
            agreement, partner = links.get(Agreement.collection, ""), links.get(Partner.collection, "")
            if each.model is Party and (Agreement.collection, agreement) in self.new:
                self.parties[agreement, partner] = each
        self.drafts = [*self._with_needed(each for each in drafts if each.state == ACCEPT)]

    def _with_needed(self, accepted: Iterable[Draft]) -> list[Draft]:
        found: dict[int, Draft] = {}
        waiting = [*accepted]
        while waiting:
            draft = waiting.pop()
            found[draft.number] = draft
            for needed in self._named(draft):
                if needed.state in (DROP, NOT_HERE):
                    said = _("It names number %(number)s, which you dropped.")
                    draft.errors.append(said % {"number": needed.number})
                elif needed.number not in found:
                    waiting.append(needed)
        return [found[number] for number in sorted(found)]

    def _named(self, draft: Draft) -> Iterator[Draft]:
        """The drafts of new records that a draft names, and of parties of a new agreement."""
        links, cells = [*draft.links(self.renamed)], table_cells(draft.model)
        agreement = next((slug for _name, table, slug in links if table == Agreement.collection), "")
        for name, table, slug in links:
            yield from filter(None, [self.new.get((table, slug))])
            if cells[name].field.related_model is Party:
                yield from filter(None, [self.parties.get((agreement, slug))])

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
        changeset = new_changeset(self.user, Import.Kind.READING, self.article.title)
        sources = [listed(table, [row for _draft, row in of_table]) for table, of_table in rows.items()]
        plan(changeset, [listed(Passage.collection, [*self._passages()]), *sources])
        if changeset.state != Import.State.PLANNED:
            left = []
            for table, fault in faults_of(changeset):
                of_table = rows.get(table, [])
                if 0 < fault.line <= len(of_table):
                    draft = of_table[fault.line - 1][0]
                    named = titles(tables()[table]).get(fault.column, fault.column)
                    said = self._with_names(fault.message)
                    draft.errors.append(f"{capfirst(named)}: {said}" if named else said)
                else:
                    left.append(fault.message)
            changeset.delete()
            raise NotDone(_("Some of it cannot be kept: see what is said of it."), *dict.fromkeys(left))
        return write_at_once(changeset)

    def _with_names(self, message: str) -> str:
        """`message`, with what the new records are called in place of their slugs."""
        for (_table, slug), draft in self.new.items():
            message = message.replace(f"“{slug}”", f"“{title(draft)}”")
        return message

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

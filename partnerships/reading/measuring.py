"""How much of what is right of some texts the reader finds, and how much of what it proposes is right."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from articles.models import Article
from articles.pasted import outlet_of, read_pasted
from partnerships.models import Agreement, Clause, Deployment, Observation, Party, Signatory
from records.names import means
from records.text import fold, words

from .bodies import party_key
from .names import Names
from .people import titles
from .proposal import Proposal, ReadArticle
from .reader import read

KINDS = ("agreement", "parties", "people", "points", "figures", "systems", "documents")
# What is compared of an agreement, and of the one that it goes on from.
COLUMNS = ("kind", "strategic", "signed", "place", "period", "vision", "stated_points")
EARLIER = ("kind", "signed", "period")


@dataclass
class Tally:
    """What was asked for and found, what was proposed and right, and the same of what is called sure."""

    asked: int = 0
    found: int = 0
    proposed: int = 0
    right: int = 0
    sure: int = 0
    sure_right: int = 0

    def add(self, other: "Tally") -> None:
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)


@dataclass(frozen=True)
class Said:
    """One thing that is proposed, as it is compared."""

    what: Any
    sure: bool


def texts_in(directory: Path) -> Iterator[tuple[str, ReadArticle, dict[str, Any]]]:
    """The name of each text in `directory`, what it reads as, and what is right of it, beside it or in the register."""
    for path in sorted(directory.glob("*.txt")):
        source = path.read_bytes()
        right = path.with_suffix(".json")
        if right.exists():  # there an empty line parts paragraphs, and a list may be one
            blocks = re.split(r"\n\s*\n", source.decode())
            article = article_of("\n".join(" • ".join(block.strip().split("\n")) for block in blocks))
            yield path.stem, article, json.loads(right.read_text(encoding="utf-8"))
        elif recorded := Article.objects.filter(sha256=sha256(source).hexdigest()).first():
            yield path.stem, article_of(source.decode()), right_of(recorded)


def article_of(text: str, url: str = "") -> ReadArticle:
    """A pasted text as the reader wants it."""
    pasted = read_pasted(text)
    outlet = outlet_of(pasted, url)
    return ReadArticle(
        pasted.headline,
        pasted.of_kind("paragraph"),
        pasted.of_kind("caption"),
        date.fromisoformat(pasted.published) if pasted.published else None,
        outlet.slug if outlet else pasted.printed_outlets[0],
        url or pasted.url,
        pasted.byline,
        pasted.published_time,
        sha256(text.encode(errors="replace")).hexdigest(),
    )


def measure(article: ReadArticle, right: Mapping[str, Any], names: Names) -> dict[str, Tally]:
    proposals = read(article, names)
    return {
        kind: _compared([*_asked(kind, right)], [*_said(kind, proposals, right)], _SAME[kind], _free(kind, right))
        for kind in KINDS
    }


def _compared(asked: list[Any], said: list[Said], same: Any, free: list[Any]) -> Tally:
    tally, left = Tally(asked=len(asked)), [*asked]
    for each in said:
        hit = next((other for other in left if same(each.what, other)), None)
        if hit is None and any(same(each.what, other) for other in free):
            continue
        if hit is not None:
            left.remove(hit)
        tally.add(Tally(0, hit is not None, 1, hit is not None, each.sure, each.sure and hit is not None))
    return tally


def _asked(kind: str, right: Mapping[str, Any]) -> Iterator[Any]:
    if kind == "agreement":
        agreement = right["agreement"] or {}
        for column in COLUMNS:
            if agreement.get(column) not in (None, "") and column not in right.get("not_judged", ()):
                yield column, str(agreement[column])
        for column, value in (agreement.get("continues") or {}).items():
            if column != "relation" and value:
                yield f"continues.{column}", str(value)
    elif kind == "people":
        yield from (each for each in right["people"] if each.get("judged", True))
    elif kind == "points":
        yield from (each for each in right["points"] if each.get("told", "listed") == "listed")
    else:
        yield from right[kind]


def _free(kind: str, right: Mapping[str, Any]) -> list[Any]:
    if kind == "agreement":
        return [(column, None) for column in right.get("not_judged", ())]
    if kind == "systems":
        return right.get("systems_also", [])
    return [each for each in right[kind] if isinstance(each, dict)] if kind in ("people", "points", "figures") else []


def _said(kind: str, proposals: list[Proposal], right: Mapping[str, Any]) -> Iterator[Said]:
    rows: dict[str, list[Proposal]] = defaultdict(list)
    for each in proposals:
        if each.table != "parties" or each.values["agreement"] == rows["agreements"][0].values["slug"]:
            rows[each.table].append(each)
    if kind == "agreement":
        for at, row in enumerate(rows["agreements"][:2]):
            yield from _values(row, "continues." if at else "")
        return
    called = {row.values["slug"]: row.values["name"] for row in rows["partners"]}
    offices = {row.values["person"]: row.values.get("capacity", "") for row in rows["signatories"]}
    table, what = _COMPARED[kind]
    for row in rows[table]:
        said = what(row, called, offices)
        if said[0]:
            yield Said(said, row.is_sure)


# Of which table each kind is, and what of its rows is compared; names of partners and offices of people beside.
_COMPARED: dict[str, tuple[str, Any]] = {
    "parties": ("parties", lambda row, called, _: (called[row.values["partner"]], row.values["name_as_printed"])),
    "people": (
        "people",
        lambda row, _, offices: (
            row.values["name"],
            offices.get(row.values["slug"]) or row.values.get("description", ""),
        ),
    ),
    "points": ("clauses", lambda row, *_: ({*row.values.get("topics", "").split(";")}, row.passages)),
    "figures": ("observations", lambda row, *_: tuple(map(row.values.get, ("value", "denominator", "bound")))),
    "systems": ("solutions", lambda row, *_: (row.values["name"],)),
    "documents": ("articles", lambda row, *_: (row.values.get("number"),)),
}


def _values(row: Proposal, prefix: str) -> Iterator[Said]:
    for column in COLUMNS:
        if row.values.get(column) and not (prefix and column not in EARLIER):
            yield Said((prefix + column, row.values[column]), not prefix and column not in row.doubts)


def _same_value(said: tuple[str, str], right: tuple[str, str | None]) -> bool:
    column, value = said
    if column.removeprefix("continues.") != right[0].removeprefix("continues.") or column != right[0]:
        return False
    if right[1] is None:
        return True
    if column == "place":
        return fold(value) in fold(right[1]) or fold(right[1]) in fold(value)
    if column.endswith("period"):
        return re.findall(r"\d{4}(?=/|-|$)", value)[:1] == re.findall(r"\d{4}(?=/|-|$)", right[1])[:1] and (
            re.findall(r"(?<=/)\d{4}", value) == re.findall(r"(?<=/)\d{4}", right[1])
        )
    return re.sub(r"[?~]", "", value) == re.sub(r"[?~]", "", right[1])


def _same_party(said: tuple[str, str], right: Mapping[str, Any]) -> bool:
    names = {party_key(name) for name in (right["partner"], *right.get("also", ()))}
    return party_key(said[0]) in names or party_key(said[1]) in names


def _same_person(said: tuple[str, str], right: Mapping[str, Any]) -> bool:
    if not means(said[0], right["name"]):
        return False
    return {*titles(right["office"] or "")} <= {*titles(said[1])}


def _same_point(said: tuple[set[str], tuple[str, ...]], right: Mapping[str, Any]) -> bool:
    places = right.get("passages") or [right["passage"]]
    return bool({*places} & {*said[1]}) and bool(said[0] & {*right["topics"]})


def _same_figure(said: tuple[str, str | None, str], right: Mapping[str, Any]) -> bool:
    same = float(said[0]) == float(right["value"]) and float(said[1] or 0) == float(right.get("denominator") or 0)
    return same and said[2] == right["bound"]


def _same_name(said: tuple[str], right: str) -> bool:
    return words(said[0]) == words(right)


_SAME: dict[str, Any] = {
    "agreement": _same_value,
    "parties": _same_party,
    "people": _same_person,
    "points": _same_point,
    "figures": _same_figure,
    "systems": _same_name,
    "documents": _same_name,
}


# The articles of the register


def right_of(article: Article) -> dict[str, Any]:
    """What the register holds of an article, in the form of what stands beside other texts."""
    of = {"passages__article": article}
    agreement = Agreement.objects.filter(**of).order_by("-sort_date", "pk").distinct().first()
    told: dict[str, Any] = {kind: [] for kind in KINDS} | {"agreement": None}
    told["article"] = {"slug": article.slug}
    if agreement is None:
        return told
    told["agreement"] = {name: str(getattr(agreement, name) or "") for name in COLUMNS}
    if relation := agreement.relations.continuing().select_related("other").first():
        told["agreement"]["continues"] = {name: str(getattr(relation.other, name)) for name in EARLIER}
    for party in Party.objects.filter(agreement=agreement).select_related("partner"):
        names = [*party.partner.names.values_list("name", flat=True)]
        told["parties"].append({"partner": party.partner.name, "also": [*names, party.name_as_printed]})
    people: dict[str, dict[str, Any]] = {}
    for row in Signatory.objects.filter(agreement=agreement).select_related("person"):
        people.setdefault(row.person.name, {"name": row.person.name, "office": row.capacity})
    told["people"] = [*people.values()]
    for clause in Clause.objects.filter(**of).distinct():  # points of earlier agreements are neither asked nor wrong
        asked = clause.kind == Clause.Kind.AREA and clause.agreement_id == agreement.pk
        places = [each.place for each in clause.passages.filter(article=article)]
        point = {"topics": [each.slug for each in clause.topics.all()], "passages": places}
        told["points"].append(point | {"told": "listed" if asked else "said"})
    for row in Observation.objects.filter(**of).distinct():
        figure = {"value": row.value, "denominator": row.denominator, "bound": row.bound}
        told["figures"].append(figure)
    told["systems"] = [*{row.solution.name for row in Deployment.objects.filter(**of).select_related("solution")}]
    return told


def without_own(right: Mapping[str, Any]) -> Iterable[str]:
    """The slugs of the records that are known of this article alone."""
    slug = right["article"].get("slug")
    own = Agreement.objects.filter(passages__article__slug=slug).values_list("slug", flat=True)
    return {slug, *own} if slug else ()

"""What was meant where a search found nothing, or nothing by a name. Public records alone have a say in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from partnerships.models import Area, AreaName, Partner, PartnerName, Solution, Topic
from people.models import Person, PersonName
from records import text
from records.caching.counts import cached_counts
from records.columns import SEPARATOR
from records.search.queries import anywhere, narrowed
from records.search.terms import Term, read

from .record_types import KINDS, Hit
from .results import Answer, find

# More words are not looked at one by one.
MOST_LOOKED_AT = 4
# Of each table so many names are compared.
MOST_NAMES = 5000
MOST_MEANT = 3
_NAMES = (
    (Area, ("name",)),
    (Partner, ("name",)),
    (Person, ("name",)),
    (Topic, ("label_vi", "label_en", "synonyms")),
    (Solution, ("name", "synonyms")),
)
_OTHER_NAMES = ((AreaName, Area, "area"), (PartnerName, Partner, "partner"), (PersonName, Person, "person"))


@dataclass(frozen=True, slots=True)
class Loosening:
    """What to try. `missing`: words that are nowhere; `without`: the search without them, or without its quotes;
    `instead`: the search as it was probably meant, and `meant`: what that finds first."""

    missing: list[str] = field(default_factory=list)
    without: str = ""
    instead: str = ""
    meant: list[Hit] = field(default_factory=list)


def relax(query: str, answer: Answer) -> Loosening | None:
    """What to try instead of a search that found this; None where it found what it may have sought."""
    terms = answer.terms
    if not terms:
        return Loosening() if query else None
    if not answer.weak:
        return None
    if near := _nearest_name(query):
        return Loosening(instead=near, meant=find(near).hits[:MOST_MEANT])
    if answer:
        return None
    unquoted = " ".join(query.replace('"', " ").split())
    if '"' in query and _in_public(read(unquoted)):
        return Loosening(without=unquoted)
    # One that was sought alone is known to be nowhere.
    missing = [term for term in terms[:MOST_LOOKED_AT] if len(terms) == 1 or not _in_public([term])]
    without = " ".join(term.typed for term in terms if term not in missing) if missing else ""
    instead = _with_nearest_words(terms, missing)
    meant = find(instead).hits[:MOST_MEANT] if instead else []
    return Loosening([term.typed for term in missing], without, instead if meant else "", meant)


def _in_public(terms: Sequence[Term]) -> bool:
    if any(not term.meaning and not anywhere(term) for term in terms):
        return False
    return any(narrowed(kind.model.objects.public(), terms).exists() for kind in KINDS)


@cached_counts
def _register() -> tuple[Mapping[str, str], Sequence[str]]:
    """What records are called, by its folded words; and these words."""
    names: list[str] = []
    for model, columns in _NAMES:
        rows = model.objects.public().order_by("pk").values_list(*columns)[:MOST_NAMES]
        names += (name for row in rows for each in row for name in each.split(SEPARATOR) if name)
    for other, model, link in _OTHER_NAMES:
        of_public = other.objects.filter(**{f"{link}__in": model.objects.public()}).order_by("pk")
        names += of_public.values_list("name", flat=True)[:MOST_NAMES]
    folded = {" ".join(text.words(name)): name for name in reversed(names)}
    return folded, sorted({word for name in folded for word in name.split()})


def _slips(length: int) -> int:
    """So many letters may be wrong, missing, too many or changed about in so many."""
    return 0 if length < 3 else 1 if length < 8 else 2 if length < 14 else 3


def _nearest_name(query: str) -> str:
    """The name that the whole search is almost."""
    names, _words = _register()
    typed = " ".join(text.words(query))
    near = process.extractOne(typed, names.keys(), scorer=OSA.distance, score_cutoff=_slips(len(typed)))
    return names[near[0]] if near and near[1] else ""


def _with_nearest_words(terms: Sequence[Term], missing: Sequence[Term]) -> str:
    """The search with the nearest word that any name has in the place of each that is missing; or empty."""
    _names, words = _register()
    found = []
    for term in terms:
        if term not in missing:
            found.append(term.typed)
            continue
        for word in term.phrases[0].split():
            near = process.extractOne(word, words, scorer=OSA.distance, score_cutoff=_slips(len(word)))
            if near is None:
                return ""
            found.append(near[0])
    return " ".join(found) if missing else ""

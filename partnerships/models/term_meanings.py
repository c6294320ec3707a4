"""What words of a search mean that name no record: terms, states and their denial, days and years."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial, reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Person
from records.date_filters import in_year
from records.labels import codes_called
from records.search.abbreviations import Form
from records.search.vocabulary import Known, Lexicon, Meaning, Rows, understands

from .agreements import Agreement
from .clauses import Clause
from .english import DEPARTMENTS, LEVELS, SHORT_LEVELS
from .events import Event
from .lifecycle import Lifecycle
from .meanings import said
from .parties import Signatory
from .partners import Partner

# What people call a term beside its labels.
_CALLED: Mapping[Any, tuple[str, ...]] = {
    Lifecycle.IN_FORCE: ("còn hiệu lực", "còn hạn", "đang thực hiện", "active", "current", "still in force"),
    Lifecycle.EXPIRED: ("đã hết hạn", "hết hiệu lực", "đã hết hiệu lực", "đã kết thúc", "ended"),
    Lifecycle.TERMINATED: ("đã chấm dứt", "bị chấm dứt", "hủy bỏ"),
    Lifecycle.UNKNOWN: ("không rõ thời hạn", "chưa rõ hiệu lực", "unknown period"),
    Agreement.Kind.AGREEMENT: ("cooperation agreements",),
    Agreement.Kind.MEMORANDUM: ("biên bản ghi nhớ", "mou", "memoranda", "memorandums"),
    Agreement.Kind.MINUTES: (),
    Agreement.Strategic.YES: (),
    Clause.State.OVERDUE: ("quá hạn", "đã quá hạn", "trễ hạn", "chậm tiến độ", "overdue"),
    Clause.State.MET: ("fulfilled", "đã hoàn thành"),
    Signatory.Part.EXCHANGED: ("trao đổi văn bản", "exchanged documents"),
}
# Codes that are no words for what they stand for.
_CODES = ("yes", "agreement")
# Bodies as they are called in English, and what is written here.
_BODIES = {
    **{f"Department of {english}": (f"Sở {name}",) for name, english in DEPARTMENTS.items()},
    **{
        f"{english} People's Committee": (f"UBND {level}", f"Ủy ban nhân dân {level}")
        for level, english in LEVELS.items()
    },
    **{
        f"{english} People's Council": (f"HĐND {level}", f"Hội đồng nhân dân {level}")
        for level, english in LEVELS.items()
    },
    **{f"{english} Party Committee": (f"{level} ủy",) for level, english in SHORT_LEVELS.items()},
    "People's Committee": ("UBND", "Ủy ban nhân dân"),
    "Party Committee": ("Tỉnh ủy",),
    "Department of Education and Training": ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo"),
    "Department of Information and Communications": ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
    "Tax Department": ("Cục Thuế",),
    "Youth Union": ("Tỉnh đoàn", "Đoàn Thanh niên"),
}
# What asks for any row of a model.
_ANY: Mapping[Any, tuple[str, ...]] = {
    Agreement: ("thỏa thuận", "các thỏa thuận", "agreement", "agreements", "văn bản hợp tác", "deals"),
    Clause: ("cam kết", "các cam kết", "commitment", "commitments", "lời hứa", "promises"),
    Partner: (
        *("tổ chức", "các tổ chức", "đối tác", "các đối tác"),
        *("organisation", "organisations", "organization", "organizations", "partner", "partners"),
    ),
}


@cache
def _terms() -> Lexicon:
    known: list[tuple[str, Any]] = []
    for term, others in _CALLED.items():
        terms: Any = type(term)
        labels = [name for name, code in codes_called(terms).items() if code == term.value and name not in _CODES]
        known += [(name, term) for name in (*labels, *others)]
    known += [(name, name) for name in _BODIES]
    return Lexicon([*known, *((name, model) for model, names in _ANY.items() for name in names)])


_DENIALS = Lexicon((name, True) for name in ("chưa", "không", "không còn", "chưa bị", "not", "not yet", "no longer"))


def term(words: Form, typed: Form) -> Known | None:
    length, found = _terms().longest(words, typed)
    if not found:
        return _denied(words, typed)
    asked = next(iter(found))
    if isinstance(asked, type):
        return Known(length, Meaning(asked._meta.verbose_name_plural, {asked: None}, {asked: {}}, asks=True))  # type: ignore[attr-defined]
    if isinstance(asked, str) and asked in _BODIES:
        return Known(length, Meaning(said(_("in Vietnamese"), _BODIES[asked][0])), _BODIES[asked])
    model, parameter, of_term = _OF_TERMS[type(asked)]
    return Known(length, Meaning(asked.label, of_term(asked), {model: {parameter: asked.value}}, asks=True))


def _denied(words: Form, typed: Form) -> Known | None:
    """Not in a state: in any other. Of other terms nobody denies anything, so the words are only words."""
    length, _found = _DENIALS.longest(words, typed)
    states, found = _terms().longest(words[length:], typed[length:]) if length else (0, set())
    asked = next(iter(found), None)
    if not isinstance(asked, (Lifecycle, Clause.State)):
        return None
    model, _parameter, of_term = _OF_TERMS[type(asked)]
    where: Any = of_term(asked)[model]
    meaning = Meaning(said(_("any state but"), asked.label), {model: lambda: ~where()}, asks=True)
    return Known(length + states, meaning)


def _of_points(state: Any) -> Rows:
    points = Clause.objects.agreed().in_states(state).order_by()
    return {Clause: lambda: Q(pk__in=points.values("pk")), Agreement: lambda: Q(pk__in=points.values("agreement"))}


def _of_parts(part: Any) -> Rows:
    parts = Signatory.objects.public().filter(part=part)
    return {Agreement: lambda: Q(pk__in=parts.values("agreement")), Person: lambda: Q(pk__in=parts.values("person"))}


_OF_TERMS: Mapping[Any, tuple[Any, str, Callable[[Any], Rows]]] = {
    Lifecycle: (
        Agreement,
        "lifecycle",
        lambda state: {Agreement: lambda: Q(pk__in=Agreement.objects.in_states(state).order_by().values("pk"))},
    ),
    Agreement.Kind: (Agreement, "kind", lambda kind: {Agreement: lambda: Q(kind=kind)}),
    Agreement.Strategic: (Agreement, "strategic", lambda yes: {Agreement: lambda: Q(strategic=yes)}),
    Clause.State: (Clause, "state", _of_points),
    Signatory.Part: (Signatory, "part", _of_parts),
}


understands(lambda: term)


# Days and years

_ENDED = re.compile(
    r"(?:(?:da |se |sap )?(?:het han|het hieu luc|ket thuc|den han)|expir(?:ed|es|ing)|end(?:ed|s|ing)|until|den het)"
    r"(?: vao| trong| in| by)?(?: nam)? (20\d\d) "
)
_SIGNED = re.compile(r"(?:(?:da )?ky(?: ket)?(?: vao| trong)?(?: nam)?|nam|signed(?: in)?|from|in) (20\d\d) ")
_ALONE = re.compile(r"(20\d\d) ")
_DAY = re.compile(r"(?:ngay )?([0-3]?\d) (?:thang )?([01]?\d) (?:nam )?(20\d\d) ")


def year(words: Form, typed: Form) -> Known | None:
    """A day, or a year alone or with what happened in it: an agreement was signed or ended then."""
    phrase = f"{' '.join(words[:8])} "
    if found := _DAY.match(phrase):
        try:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:  # no day of any calendar: it says nothing of the year behind it, either
            return Known(len(found[0].split()), Meaning(_("no day of the calendar"), {Agreement: lambda: Q(pk=None)}))
        rows: Rows = {
            Agreement: lambda: Q(signed_earliest=day, signed_latest=day),
            Event: lambda: Q(date_earliest=day, date_latest=day),
        }
        return Known(len(found[0].split()), Meaning(said(_("day"), f"{day.day}/{day.month}/{day.year}"), rows))
    signed = partial(in_year, Agreement, "signed")
    for pattern, label, ways, parameter in (
        (_ENDED, _("end of the period"), (_ended,), ""),
        (_SIGNED, _("year of signing"), (signed,), "year"),
        (_ALONE, _("year"), (signed, _ended), ""),
    ):
        if found := pattern.match(phrase):
            conditions = [way(found[1]) for way in ways]
            filters = {Agreement: {parameter: found[1]}} if parameter else {}
            rows = {Agreement: lambda conditions=conditions: reduce(or_, conditions)}
            return Known(len(found[0].split()), Meaning(said(label, found[1]), rows, filters, asks=pattern != _ALONE))
    return None


def _ended(year: str) -> Q:
    days = (date(int(year), 1, 1), date(int(year), 12, 31))
    return Q(period_latest__range=days) | Q(terminated_latest__range=days)


understands(lambda: year)

"""The offices in which people signed stand among those of the person, too, as by the form of an agreement."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from partnerships.models import Agreement, Position, Signatory
from records.columns import SEPARATOR
from records.models import Status
from records.roles import permissions

Draft = TypeVar("Draft")
Row = dict[str, str]


def offices(user: Any, rows: Mapping[str, Sequence[tuple[Draft, Row]]]) -> Iterator[tuple[Draft, Row]]:
    """Those that are not recorded of whom `rows` of signatories tell, each with the draft of which it follows."""
    if not user.has_perms(permissions("add", Position)):
        return
    dates = {row["slug"]: row.get("signed", "") for _draft, row in rows.get(Agreement.collection, ())}
    told: set[tuple[str, str]] = set()
    for draft, row in rows.get(Signatory.collection, ()):
        person, partner, title = (row.get(name, "") for name in ("person", "party", "capacity"))
        held = Position.objects.filter(person__slug=person, partner__slug=partner).values_list("title", flat=True)
        if not partner or (person, partner) in told or not Position.is_told_anew(title, held):
            continue
        told.add((person, partner))
        slug = row["agreement"]
        on = dates.get(slug) or Agreement.objects.filter(slug=slug).values_list("signed", flat=True).first() or ""
        places = (each.partition("@")[0] for each in row.get("passages", "").split(SEPARATOR))
        office = {"person": person, "partner": partner, "title": title, "first_cited": on, "last_cited": on}
        why = {name: row[name] for name in ("certainty", "reason") if row.get(name)}
        yield draft, office | why | {"passages": SEPARATOR.join(places), "status": Status.DRAFT}

"""Values that two have changed since, side by side and in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from changesets.plan.up_to_date import Clash
from records.past import Names


def in_words(clashes: Sequence[Clash], chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    names, found = Names(), []
    told = [(each, [_row(each, value) for value in (each.base, each.now, each.proposed)]) for each in clashes]
    keys = [(each.model, each.number) for each in clashes]
    names.load((row for _each, rows in told for row in rows), keys)
    for each, rows in told:
        found.append(
            {
                "name": each.name,
                "noun": each.model._meta.verbose_name,
                "row": names.called((each.model, each.number)),
                "label": each.field.verbose_name if each.field else "",
                "values": [names.said(row, each.field) for row in rows] if each.field else [],
                "deleted": each.now is None and not each.field,
                "chosen": chosen.get(each.name, ""),
            }
        )
    return found


def _row(clash: Clash, value: Any) -> Any:
    if clash.field is None:
        return clash.model()
    return clash.model(**{clash.field.attname: clash.field.to_python(value)})

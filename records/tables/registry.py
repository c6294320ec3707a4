"""The tables of the register by the name they have in addresses, imports and downloads."""

from __future__ import annotations

import difflib
from functools import cache

from django.apps import apps
from django.utils.translation import gettext as _

from records.models import Traced


class UnknownTable(LookupError):
    """There is no table of that name; the text says which there are."""


@cache
def tables() -> dict[str, type[Traced]]:
    """Every collection and its model, in alphabetical order."""
    named = {model.collection: model for model in apps.get_models() if issubclass(model, Traced) and model.collection}
    return dict(sorted(named.items()))


def table(name: str) -> type[Traced]:
    """Return the model of the collection `name`.

    Raises:
        UnknownTable: with the nearest name and all of them.
    """
    if name in tables():
        return tables()[name]
    listed = ", ".join(tables())
    if near := difflib.get_close_matches(name, tables(), n=1):
        raise UnknownTable(
            _("There is no table “%(name)s”. Did you mean “%(near)s”? The tables are: %(listed)s.")
            % {"name": name, "near": near[0], "listed": listed}
        )
    raise UnknownTable(
        _("There is no table “%(name)s”. The tables are: %(listed)s.") % {"name": name, "listed": listed}
    )

"""On which side of an agreement somebody stands where nobody says so: what kind of organisation it is."""

from collections.abc import Sequence

from .parties import Party
from .partners import Partner

_PROVIDERS = (Partner.Kind.GROUP, Partner.Kind.PROVIDER_UNIT)
_OF_KINDS: dict[str, str] = {
    **dict.fromkeys((*Partner.BUSINESS, Partner.Kind.SCHOOL), Party.Side.NEITHER),
    **dict.fromkeys((Partner.Kind.ASSOCIATION, Partner.Kind.MASS_ORGANISATION), Party.Side.ORGANISATION),
    Partner.Kind.OTHER: "",
}


def side_of(kind: str) -> str:
    """The side that a kind says by itself: of a business none but a customer's. Empty where it says nothing."""
    return str(_OF_KINDS.get(kind, Party.Side.PUBLIC_BODY)) if kind else ""


def sides_by_kind(parties: Sequence[tuple[str, str]]) -> list[str]:
    """The side of each of those who agree, given as its kind and the side that somebody said, which wins.

    A business is the provider, unless somebody said who that is, or a group or a unit of one is among them.
    """
    kinds = {kind for kind, said in parties if not said}
    if any(said == Party.Side.PROVIDER for _kind, said in parties):
        provide: tuple[str, ...] = (Partner.Kind.PROVIDER_UNIT,)
    else:
        provide = _PROVIDERS if kinds & {*_PROVIDERS} else Partner.BUSINESS
    return [said or (str(Party.Side.PROVIDER) if kind in provide else side_of(kind)) for kind, said in parties]

"""What is read, and what is proposed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from articles.models import Certainty
from articles.models.passages import place


@dataclass(frozen=True)
class ReadArticle:
    """An article as it was split: the numbers of its passages are the places in these tuples, from 1.

    outlet: slug of the outlet, or its name where the register has none.
    """

    headline: str = ""
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    published: date | None = None
    outlet: str = ""
    url: str = ""
    byline: str = ""
    published_time: time | None = None
    sha256: str = ""

    def passages(self) -> dict[str, str]:
        """Each text by its place, in the order of reading: `headline`, `paragraph-3`, `caption-1`."""
        headline = {"headline": self.headline} if self.headline else {}
        paragraphs = {place("paragraph", at): text for at, text in enumerate(self.paragraphs, 1)}
        return headline | paragraphs | {place("caption", at): text for at, text in enumerate(self.captions, 1)}


@dataclass(frozen=True)
class Proposal:
    """A row that the article may stand for, as the CSV of `table` writes it; rows name each other by their keys.

    passages: the places that carry it; those of single columns stand in `places`.
    certainty: `stated`: it may be taken unseen. `inferred`: somebody should look. `disputed`: the register has it
        otherwise, and what the passage says is a reading.
    reason: why it was read so, in the reader's language.
    known: slug of the record of the register that it is; None: a new one. alternatives: those that it may be instead.
    doubts: of single columns, why somebody should look at them; where there are any, the row is not `stated`.
    """

    table: str
    values: Mapping[str, str]
    passages: tuple[str, ...] = ()
    certainty: Certainty = Certainty.STATED
    reason: str = ""
    known: str | None = None
    alternatives: tuple[str, ...] = ()
    doubts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        return self.certainty == Certainty.STATED

    def as_json(self) -> dict[str, object]:
        return {
            "table": self.table,
            "values": dict(self.values),
            "passages": [*self.passages],
            "certainty": self.certainty.value,
            "reason": self.reason,
            "known": self.known,
            "alternatives": [*self.alternatives],
            "doubts": dict(self.doubts),
        }

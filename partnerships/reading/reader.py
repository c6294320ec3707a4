"""What an article proposes, a row each, as the tables of the register write them; the article itself first."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article, Certainty
from partnerships.models import Agreement, Partner
from partnerships.models.instruments import instrument
from records.dates import format_date
from records.text import words

from . import agreement as agreements
from .bodies import Body
from .context import Context
from .names import Known, Names
from .parties import parties, side
from .proposal import Proposal, ReadArticle

# The longest text that is read: what an article may have as its full text.
MOST_LETTERS = 100_000


def read(article: ReadArticle, names: Names | None = None) -> list[Proposal]:
    """What the article proposes; rows of the register that it names are those rows, with why.

    Raises:
        ValidationError: it is longer than an article may be.
    """
    if sum(map(len, article.passages().values())) > MOST_LETTERS:
        said = _("An article of more than %(most)s characters is not read: paste its own text alone.")
        raise ValidationError(said % {"most": f"{MOST_LETTERS:,}"}, code="max_length")
    return [*_Reader(article, names or Names()).proposals()]


class _Reader:
    def __init__(self, article: ReadArticle, names: Names) -> None:
        self.article, self.names = article, names
        self.context = Context(article, names)
        self.slugs: dict[str, str] = {}

    def proposals(self) -> Iterator[Proposal]:
        yield self.of_article()
        sides = parties(self.context)
        found = agreements.agreement(self.context) if sides else None
        if found is None:
            sides = []
        for body in sides:
            yield from self.of_partner(body)
        if found:
            yield from self.of_agreement(found, sides)

    def of_article(self) -> Proposal:
        article, title = self.article, self.context.passages.get("headline", "")
        values = {
            "slug": self.names.free_slug(Article, title),
            "kind": Article.Kind.PRESS_ARTICLE.value,
            "title": title,
            "outlet": self.names.outlet(article.outlet),
            "byline": article.byline,
            "url": article.url,
            "language": "vi",
            "published": str(article.published or ""),
            "published_time": str(article.published_time or ""),
            "sha256": article.sha256,
        }
        given = {name: text for name, text in values.items() if text}
        return Proposal("articles", given, ("headline",) if title else ())

    def of_partner(self, body: Body) -> Iterator[Proposal]:
        """The partner of which `body` is a naming: a record of the register, or a draft."""
        if body.key in self.slugs:
            return
        known = self.names.partners(body.name) or self.names.partners(self.printed(body))
        slug = known[0] if known else self.names.free_slug(Partner, body.name)
        self.slugs[body.key] = slug
        places = self.places(body)
        if known:
            reason = _("“%(name)s” is a name of this record.") % {"name": body.name}
            certainty = Certainty.STATED if len(known) == 1 else Certainty.INFERRED
            yield Proposal(
                "partners", {"slug": slug, "name": body.name}, places, certainty, reason, slug, tuple(known[1:])
            )
            return
        values = {"slug": slug, "name": body.name, "kind": body.kind, "area": body.area.slug if body.area else ""}
        reason = _("The register has no partner of this name.")
        yield Proposal("partners", {name: text for name, text in values.items() if text}, places, reason=reason)

    def places(self, body: Body) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                sentence.place
                for sentence in self.context.sentences
                if any(each.key == body.key for each in self.context.bodies(sentence))
            )
        )

    def printed(self, body: Body) -> str:
        """The longest form in which the text prints it."""
        forms = [
            sentence.text[each.start : each.end]
            for sentence in self.context.sentences
            for each in self.context.bodies(sentence)
            if each.key == body.key and not each.bare
        ]
        return max(forms, key=len, default=body.name)

    def of_agreement(self, found: agreements.Found, sides: Sequence[Body]) -> Iterator[Proposal]:
        values = {column: value.text for column, value in found.values.items() if value.text}
        doubts = {column: value.doubt for column, value in found.values.items() if value.doubt}
        places = {column: value.places for column, value in found.values.items() if value.places}
        known, others, reason = self.recorded(values, [self.slugs[body.key] for body in sides])
        slug = known.slug if known else self.names.free_slug(Agreement, self.called(values, sides))
        title = self.title(values, sides)
        reasons = [value.reason for value in found.values.values() if value.reason]
        certainty = Certainty.INFERRED if doubts or others else Certainty.STATED
        values = {"slug": slug, "title": title, **values}
        if doubts:
            values |= {"certainty": "inferred", "reason": str(reasons[0]) if reasons else "from_context"}
        if known and self.contradicts(known, values):
            certainty = Certainty.DISPUTED
        cited = tuple(dict.fromkeys(place for each in places.values() for place in each))
        reason = " ".join(filter(None, (reason, *doubts.values())))
        yield Proposal(
            "agreements", values, cited, certainty, reason, known.slug if known else None, others, doubts, places
        )  # fmt: skip
        for body in sides:
            row = {"agreement": slug, "partner": self.slugs[body.key], "side": side(body, sides), "role": "principal"}
            row["name_as_printed"] = self.printed(body)
            yield Proposal("parties", row, self.places(body))

    def recorded(self, values: dict[str, str], partners: Sequence[str]) -> tuple[Known | None, tuple[str, ...], str]:
        """The agreement of the register that this is, others that it may be, and why."""
        near = self.names.agreements(partners)
        same = [each for each in near if values.get("signed", "").replace("?", "") == each.signed.replace("?", "")]
        same = same or [each for each in near if each.period and each.period == values.get("period")]
        if not same:
            return None, tuple(each.slug for each in near[:3]), ""
        reason = _("The register has an agreement of the same parties, signed %(day)s.")
        told = reason % {"day": format_date(same[0].signed) or "?"}
        return same[0], tuple(each.slug for each in near if each != same[0])[:3], told

    def contradicts(self, known: Known, values: dict[str, str]) -> bool:
        signed = values.get("signed", "")
        day = known.signed and not signed.startswith("[") and signed.replace("?", "") != known.signed.replace("?", "")
        period = known.period and values.get("period") and known.period != values["period"]
        return bool(day or period)

    def called(self, values: dict[str, str], sides: Sequence[Body]) -> str:
        """What its slug is made of: the public side and the year."""
        who = next((body.place or body.name for body in sides if not body.is_business), sides[0].name)
        year = next((part for part in (values.get("signed", ""), values.get("period", "")) if part[:4].isdigit()), "")
        if not year and self.article.published:
            year = str(self.article.published.year)
        return " ".join([*words(who), year[:4]])

    def title(self, values: dict[str, str], sides: Sequence[Body]) -> str:
        kind = instrument(values["kind"], values.get("strategic", "")) or _("Cooperation")
        told = {
            "instrument": kind[:1].upper() + kind[1:],
            "one": next((body.name for body in sides if body.is_business), sides[-1].name),
            "other": next((body.name for body in sides if not body.is_business), sides[0].name),
        }
        said = _("%(instrument)s between %(one)s and %(other)s") % told
        period = values.get("period", "")
        return f"{said}, {period.replace('/', '–')}" if period else said

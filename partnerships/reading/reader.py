"""What an article proposes, a row each, as the tables of the register write them; the article itself first."""

from collections.abc import Iterator, Sequence
from itertools import count

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Article, Certainty, Passage
from partnerships.models import Agreement, Indicator, Partner, Solution
from people.models import Person
from records.dates import format_date
from records.text import cut

from . import agreement as agreements
from .bodies import Body
from .context import Context
from .earlier import earlier, is_annex
from .figures import documents, figures, systems
from .names import Names
from .parties import other_signings, parties, party_of, sides_of
from .people import people
from .points import points
from .proposal import Proposal, ReadArticle
from .titles import called, title, title_of_earlier

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
        self.figures = [*figures(self.context)]
        self.is_digest, self.sure, self.unread = False, frozenset[str](), ""

    def proposals(self) -> Iterator[Proposal]:
        yield self.of_article()
        signing = parties(self.context)
        sides, self.sure = signing.bodies, signing.sure
        others = other_signings(self.context, sides) if sides else ()
        self.unread = ", ".join(dict.fromkeys(Passage.label_of(each.place) for each in others))
        self.is_digest = signing.are_some_of_many or self.context.is_review or bool(others)
        found = agreements.agreement(self.context) if sides else None
        if found is None:
            sides = ()
        for body in sides:
            yield from self.of_partner(body)
        slug = ""
        if found:
            rows = [*self.of_agreement(found, sides)]
            slug = rows[0].values["slug"]
            yield from rows
            yield from self.of_earlier(slug, sides)
        if self.context.is_review:  # who reviews it did not sign it, and what was agreed is told elsewhere
            slug = ""
        yield from self.of_people(slug, sides)
        if slug:
            yield from self.of_points(slug, sides)
        yield from self.of_figures(sides)
        yield from self.of_documents()

    def of_article(self) -> Proposal:
        article, title = self.article, self.context.passages.get("headline", "")
        values = {
            "slug": self.names.free(Article, title),
            "kind": Article.Kind.PRESS_ARTICLE.value,
            "title": title,
            "outlet": article.outlet,
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
        known = self.names.found(Partner, body.name) or self.names.found(Partner, self.printed(body))
        slug = known[0] if known else self.names.free(Partner, body.name)
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
        if self.is_digest:
            several = _("The article tells of several signings.")
            if self.unread:
                several = _("Another signing is told of in %(places)s: it is not read.") % {"places": self.unread}
            before = _("The text tells of it as what was before.")
            doubts |= dict.fromkeys(values, before if self.context.is_review else several)
        places = {column: value.places for column, value in found.values.items() if value.places}
        known, others, reason = self.recorded(values, [self.slugs[body.key] for body in sides])
        slug = known.slug if known else self.names.free(Agreement, called(values, sides, self.context.day))
        reasons = [value.reason for value in found.values.values() if value.reason]
        certainty = Certainty.INFERRED if doubts or (others and not known) else Certainty.STATED
        values = {"slug": slug, "title": title(values, sides), **values}
        if doubts:
            values |= {"certainty": "inferred", "reason": str(reasons[0]) if reasons else "from_context"}
        if known and self.contradicts(known, values):
            certainty = Certainty.DISPUTED
        cited = tuple(dict.fromkeys(place for each in places.values() for place in each))
        reason = " ".join(dict.fromkeys(filter(None, (reason, *doubts.values()))))
        yield Proposal(
            "agreements", values, cited, certainty, reason, known.slug if known else None, others, doubts, places
        )  # fmt: skip
        for body, side in zip(sides, sides_of(sides), strict=True):
            row = {"agreement": slug, "partner": self.slugs[body.key], "side": side, "role": "principal"}
            row["name_as_printed"] = self.printed(body)
            sure = body.key in self.sure and not self.is_digest
            yield Proposal("parties", row, self.places(body), Certainty.STATED if sure else Certainty.INFERRED)

    def of_earlier(self, slug: str, sides: Sequence[Body]) -> Iterator[Proposal]:
        """The agreement that this one goes on from, and how it stands to it."""
        found = earlier(self.context, sides)
        if not found:
            return
        values = {column: value.text for column, value in found.values.items()}
        places = tuple(dict.fromkeys(place for value in found.values.values() for place in value.places))
        known, others, reason = self.recorded(values, [*self.slugs.values()])
        name = called(values, sides, None)
        other = known.slug if known else self.names.free(Agreement, name)
        if other == slug:  # of the same year
            other = self.names.free(Agreement, f"{name} 2")
        values = {"slug": other, "title": known.title if known else title_of_earlier(values), **values}
        certainty = Certainty.INFERRED
        yield Proposal("agreements", values, places, certainty, reason, known.slug if known else None, others)
        for body, side in zip(sides, sides_of(sides), strict=True) if not known else ():
            row = {"agreement": other, "partner": self.slugs[body.key], "side": side, "role": "principal"}
            yield Proposal("parties", row, places, certainty, _("The text tells of it as signed by the same."))
        amends = any(map(is_annex, self.context.signings))
        row = {"agreement": slug, "kind": "amends" if amends else "follows", "other": other}
        row |= {"certainty": "inferred", "reason": "relation_not_said"}
        yield Proposal("relations", row, places, certainty, _("The text tells of it as what was before."))

    def of_people(self, agreement: str, sides: Sequence[Body]) -> Iterator[Proposal]:
        found = people(self.context)
        recorded = self.names.people(man.name for man in found)
        for man in found:
            known, places = recorded[man.name], tuple(man.places)
            slug = known[0] if known else self.names.free(Person, man.name)
            reason = (
                _("A person of the register has this name.") if known else _("The register has nobody of this name.")
            )
            certainty = Certainty.INFERRED if len(known) > 1 or not man.office else Certainty.STATED
            row = {"slug": slug, "name": man.name}
            if man.office and not agreement and not known:  # nothing else would hold what they were, and when
                row["description"] = (
                    f"{man.office}, {self.article.published.year}" if self.article.published else man.office
                )
            yield Proposal("people", row, places, certainty, reason, known[0] if known else None, tuple(known[1:]))
            if agreement:
                party = party_of(man, sides, self.printed)
                row = {"agreement": agreement, "person": slug, "part": man.part, "capacity": man.office}
                row |= {"party": self.slugs[party.key]} if party else {}
                certainty = Certainty.STATED if man.office and party and not self.is_digest else Certainty.INFERRED
                why = "" if party else _("For whom they were there is not said.")
                if man.body and not party:
                    why = _("They were there for %(name)s, which is none of the parties.") % {"name": man.body.name}
                yield Proposal(
                    "signatories", {name: text for name, text in row.items() if text}, places, certainty, why
                )

    def of_points(self, agreement: str, sides: Sequence[Body]) -> Iterator[Proposal]:
        """The points; of an agreement of the register as the one that it has of the same topic, or behind all."""
        recorded = self.names.clauses(agreement)
        is_new = not recorded
        numbers = count(max(recorded, default=0) + 1)
        found, promised = points(self.context, sides), {each.place for each in self.figures if each.is_promised}
        for point in found:
            near = [number for number, (_row, topics) in recorded.items() if topics & {*point.topics}]
            if len(near) == 1 and sum(bool(recorded[near[0]][1] & {*each.topics}) for each in found) == 1:
                reason = _("The register has a clause on this topic: the passage is cited for it.")
                row = {"agreement": agreement, "number": str(near[0]), **recorded[near[0]][0]}
                yield Proposal("clauses", row, (point.place,), Certainty.INFERRED, reason)
                continue
            number = next(numbers)
            with translation.override("vi"):  # it is kept, whoever reads
                point_called = _("Clause %(number)s") % {"number": number}
            heading = ", ".join(self.names.topic_labels[slug] for slug in point.topics) or point_called
            row = {"agreement": agreement, "number": str(number), "kind": "area", "heading": cut(heading, 300)}
            row |= {"topics": ";".join(point.topics)} if point.topics else {}
            if point.obligor:
                row |= {"kind": "obligation", "obligors": self.slugs[point.obligor.key]}
            reason = _("Write its words yourself; its topics are those that its passage names.")
            if not is_new:
                reason = _("The register has other clauses of this agreement: look whether this is one of them.")
            if near:
                told = _("It may be clause %(numbers)s of the register: several here or there have its topics.")
                reason = told % {"numbers": ", ".join(map(str, near))}
            if point.place in promised:
                reason = " ".join((reason, _("Its passage promises an amount, which is no figure yet.")))
            sure = point.is_listed and is_new and not self.is_digest
            yield Proposal("clauses", row, (point.place,), Certainty.STATED if sure else Certainty.INFERRED, reason)

    def of_figures(self, sides: Sequence[Body]) -> Iterator[Proposal]:
        public = next((body for body in sides if body.area and not body.is_business), None)
        about = {"area": public.area.slug} if public and public.area else {}
        day = {"as_of": str(self.article.published)} if self.article.published else {}
        for figure in self.figures:
            if figure.is_promised:  # nothing of it can be counted yet
                continue
            slug = self.names.free(Indicator, figure.what)
            reason = _("Name what is counted, and of whom or where.")
            unit = {"slug": slug, "name": figure.what, "unit": figure.unit}
            yield Proposal("indicators", unit, (figure.place,), Certainty.INFERRED, reason)
            row = {"indicator": slug, "value": figure.value, "bound": figure.bound}
            row |= (about if figure.is_here else {}) | (day if figure.is_now else {})
            row |= {"denominator": figure.denominator} if figure.denominator else {}
            yield Proposal("observations", row, (figure.place,), Certainty.INFERRED, reason)
        for system in systems(self.context):
            slug = system.slug or self.names.free(Solution, system.name)
            known = system.slug or None
            row = {"slug": slug, "name": system.name}
            sure = Certainty.STATED if system.is_product else Certainty.INFERRED
            yield Proposal("solutions", row, (system.place,), sure, known=known)
            provider = {"provider": next(self.slugs[body.key] for body in sides if body.is_business)} if sides else {}
            row = {"solution": slug, **(about if system.is_here else {}), **provider, **day, "state": system.state}
            guess, unsaid = _("How far it has come is a guess."), _("How far it has come is not said: choose it.")
            yield Proposal("deployments", row, (system.place,), Certainty.INFERRED, guess if system.state else unsaid)

    def of_documents(self) -> Iterator[Proposal]:
        for number, issuer, place in documents(self.context):
            row = {"slug": self.names.free(Article, number), "kind": "official_document", "number": number}
            row |= {"title": number} | ({"issuer": issuer} if issuer else {})
            yield Proposal("articles", row, (place,), Certainty.STATED if issuer else Certainty.INFERRED)

    def recorded(
        self, values: dict[str, str], partners: Sequence[str]
    ) -> tuple[Agreement | None, tuple[str, ...], str]:
        """The agreement of the register that this is, others that it may be, and why."""
        near = self.names.agreements(partners)
        same = [each for each in near if values.get("signed", "").replace("?", "") == each.signed.replace("?", "")]
        same = same or [each for each in near if each.period and each.period == values.get("period")]
        if not same:
            return None, tuple(each.slug for each in near[:3]), ""
        reason = _("The register has an agreement of the same parties, signed %(day)s.")
        told = reason % {"day": format_date(same[0].signed) or "?"}
        return same[0], tuple(each.slug for each in near if each != same[0])[:3], told

    def contradicts(self, known: Agreement, values: dict[str, str]) -> bool:
        signed = values.get("signed", "")
        day = known.signed and not signed.startswith("[") and signed.replace("?", "") != known.signed.replace("?", "")
        period = known.period and values.get("period") and known.period != values["period"]
        return bool(day or period)

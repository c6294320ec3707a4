"""What no article says of an agreement: who signed it, when, until when, with whose money, and what came of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import certainty_of
from partnerships.models import Agreement, Clause, Lifecycle, Party, Signatory
from records.spoken import called

from .sentences import doubted, names

# Of a clause that speaks of money, as its words are folded.
MONEY = re.compile(r"(?<!cong )\bty dong\b|\btrieu dong\b(?! bao)|\bkinh phi\b|\bngan sach\b")
# Of points like these nobody says what came of them.
OPEN = (Clause.State.OVERDUE, Clause.State.DUE_SOON, Clause.State.SCHEDULED, Clause.State.NOT_TOLD)


@dataclass(frozen=True, slots=True)
class Signers:
    """Who is said to have signed, and who to have exchanged the documents, by name; empty where nobody is.

    `hidden`: who is said to have signed is not public.
    """

    signed: str
    exchanged: str
    hidden: bool = False


def signers_named(agreement: Agreement, people: Iterable[Signatory]) -> Signers:
    of_each: dict[str, dict[int, str]] = {Signatory.Part.SIGNED: {}, Signatory.Part.EXCHANGED: {}}
    for each in people:
        if each.part in of_each:
            of_each[each.part].setdefault(each.person_id, doubted(called(each.person), certainty_of(each)))
    signed, exchanged = (names(of_one.values()) for of_one in of_each.values())
    hidden = not signed and agreement.signatories.filter(part=Signatory.Part.SIGNED).exists()
    return Signers(signed, exchanged, hidden)


@dataclass(frozen=True, slots=True)
class Question:
    """What nobody says, and where more of it stands, if anywhere."""

    text: str
    way: str = ""


def unanswered(agreement: Agreement, signers: Signers, clauses: Sequence[Clause]) -> Iterator[str]:
    if agreement.signing_told and not signers.signed and not signers.hidden:
        yield _("Who signed it?")
    if agreement.signing_told and not agreement.signed:
        yield _("On which day was it signed?")
    if not agreement.period:
        yield _("From when until when does it hold?")
    if not any(MONEY.search(clause.folded) for clause in clauses):
        yield _("What does it cost, and who pays for it?")


def untold(agreement: Agreement, clauses: Iterable[Clause]) -> tuple[int, int]:
    """Of how many promised points nobody says what came of them, and of how many in all; none before the signing."""
    promised = () if agreement.lifecycle is Lifecycle.UNSIGNED else clauses
    states = [clause.state for clause in promised if clause.kind in Clause.PROMISED]
    return sum(state in OPEN for state in states), len(states)


def questions(agreement: Agreement, signers: Signers, clauses: Sequence[Clause]) -> Iterator[Question]:
    yield from map(Question, unanswered(agreement, signers, clauses))
    n, among = untold(agreement, clauses)
    if n:
        asked = _("What came of %(n)s of its %(all)s clauses?") if among > 1 else _("What came of its clause?")
        query = {"agreement": agreement.slug, "kind": Clause.PROMISED, "state": OPEN}
        way = f"{reverse('commitments')}?{urlencode(query, doseq=True)}"
        yield Question(asked % {"n": n, "all": among}, way)


def asked_of(parties: Iterable[Party]) -> list[str]:
    """The public bodies that know, by name: of a place that is no more, who administers it today."""
    bodies: dict[str, None] = {}
    for party in parties:
        if party.side == Party.Side.PUBLIC_BODY:
            place = party.place
            gone = place and (place.now or place.area.ended)
            today = (place.now or (place.around,)) if place and gone else ()
            names_today = [f"UBND {str(area)[:1].lower()}{str(area)[1:]}" for area in today if area]
            bodies.update(dict.fromkeys(names_today or [party.partner.name]))
    return list(bodies)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of which bodies, in the language of theirs."""

    bodies: Sequence[str]
    questions: Sequence[str]

    def mail(self, agreement: Agreement, address: str) -> str:
        """The request as a mail that is ready but for where it is sent."""
        with override(settings.LANGUAGE_CODE):
            law = _("Under the law on access to information (104/2016/QH13) I ask about “%(title)s”, %(address)s:")
            lines = (
                _("To: %(bodies)s") % {"bodies": "; ".join(self.bodies)},
                law % {"title": agreement.title, "address": address},
                *(f"- {question}" for question in self.questions),
                _("Name, address and identity paper of whoever asks:"),
            )
            subject = _("Request for information: %(title)s") % {"title": agreement.title}
        mail = {"subject": subject, "body": "\n".join(lines)}
        return f"mailto:?{urlencode(mail, quote_via=quote)}"


def asked(agreement: Agreement, signers: Signers, clauses: Sequence[Clause], parties: Iterable[Party]) -> Asked | None:
    """None where no public body is to be asked, or nothing."""
    with override(settings.LANGUAGE_CODE):
        open_questions = [question.text for question in questions(agreement, signers, clauses)]
    bodies = asked_of(parties)
    return Asked(bodies, open_questions) if bodies and open_questions else None

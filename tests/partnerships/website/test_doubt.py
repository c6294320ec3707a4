"""Whatever is derived is as certain as the least certain part it is made of, and says so.

One line a derived statement: where it stands, what it says while all of its parts are stated, which part is broken,
and what it says then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.core.cache import caches
from django.test import Client

from articles.models import Certainty, Reason, certainty_of
from partnerships.models import Agreement, Clause, Indicator, Party, Position, Signatory
from records import dates
from records.dates import UncertainDate
from tests import factories as make
from tests.pages import texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
THIS = dates.today().year
NEXT = THIS + 1


@pytest.fixture(autouse=True)
def _register(db: None) -> None:
    """One agreement of which everything is stated, with two people at its signing and a claim that counts it."""
    place = make.passage(make.article("bai", published=f"{THIS - 1}-05-05", title="Tít"))
    agreed = make.signed_agreement("mau", title="Mẫu", signed=f"{THIS - 2}-03-01", passages=[place])
    agreed.period = f"{THIS - 2}-03-01/{NEXT}-06-30"
    agreed.save()
    vnpt, committee = agreed.parties.order_by("pk")
    make.clause(agreed, topics=[make.topic()], passages=[place])
    for slug, party in (("long", vnpt), ("trung", committee)):
        person = make.person(slug, name=slug.title())
        make.position(person, party.partner, "Chủ tịch", passages=[place])
        make.signatory(agreed, person, party=party, part="signed", passages=[place])
    counted = make.indicator("da-ky", counts=Indicator.Counts.STRATEGIC, counterpart=vnpt.partner)
    make.observation(counted, partner=vnpt.partner, value=2, as_of=f"{THIS}")


def inferred(model: Any, **which: Any) -> Callable[[], None]:
    doubt = {"certainty": Certainty.INFERRED, "reason": Reason.FROM_CONTEXT}
    return lambda: model.objects.filter(**which).update(**doubt)


def dated(**fields: Any) -> Callable[[], None]:
    def change() -> None:
        agreement = Agreement.objects.get()
        for name, value in fields.items():
            setattr(agreement, name, value)
        agreement.save()

    return change


def read_otherwise(**said: str) -> Callable[[], None]:
    def change() -> None:
        agreement = Agreement.objects.get()
        make.reads(agreement, agreement.passages.get(), **said)

    return change


def title_is_ours() -> None:
    article = Agreement.objects.get().passages.get().article
    article.title_is_ours = True
    article.save()


def linked(response: Any) -> Any:
    (script,) = texts(response, "script")[:1] or [""]
    blocks = [text for text in texts(response, "script") if text.startswith("{")]
    return json.loads(blocks[0] if blocks else script)


class Derived(NamedTuple):
    address: str
    said: Callable[[Any], Any]
    stated: Any
    broken: Callable[[], None]
    doubted: Any


def lead(response: Any) -> str:
    return texts(response, "p", "lead")[0]


def front(response: Any) -> str:
    return f"{texts(response, 'div', 'tally')[0]} {texts(response, 'p', 'remark')[0]}"


def column(response: Any) -> dict[str, int]:
    (chart,) = [response.context["in_force"]]
    return {part.term: part.count for part in chart.columns[-1].parts}


VNPT = {"partner__slug": "vnpt"}
ENDING = "1 ends within 12 months, as far as the dates tell"
LONG = {"person__slug": "long"}
WHEN = f"1 March {THIS - 2}"
DISPUTED = {"certainty": Certainty.DISPUTED, "reason": Reason.SOURCES_DISAGREE}
STATEMENTS = {
    "who signed": Derived(
        "/en/agreements/mau/",
        lambda response: lead(response).partition(" signed")[0],
        "VNPT",
        inferred(Party, **VNPT),
        "VNPT (inferred)",
    ),
    "where it stands": Derived(
        "/en/agreements/mau/",
        lambda response: texts(response, "p", "kicker")[0].partition(" in force")[1:],
        (" in force", ""),
        dated(**DISPUTED),
        (" in force", " (possibly)"),
    ),
    "its bar": Derived(
        "/en/agreements/mau/",
        lambda response: response.context["timeline"].bars[0].certain is not None,
        True,
        dated(**DISPUTED),
        False,
    ),
    "a row of a list": Derived(
        "/en/agreements/",
        lambda response: response.context["rows"][0].between,
        "VNPT · UBND TINH NGHE AN",
        inferred(Party, **VNPT),
        "VNPT (inferred) · UBND TINH NGHE AN",
    ),
    "where a row stands": Derived(
        "/en/agreements/",
        lambda response: "(possibly)" in texts(response, "tr", "agreement")[0],
        False,
        read_otherwise(period=f"{THIS - 5}/{THIS - 1}"),
        True,
    ),
    "at whose signing": Derived(
        "/en/people/long/",
        lead,
        f"Recorded at the signing of 1 agreement, on {WHEN}, cited in 1 office: Chairman.",
        inferred(Signatory, **LONG),
        f"Recorded at the signing of 1 agreement (1 of them not certain), on {WHEN}, cited in 1 office: Chairman.",
    ),
    "in which office": Derived(
        "/en/people/long/",
        lead,
        f"Recorded at the signing of 1 agreement, on {WHEN}, cited in 1 office: Chairman.",
        inferred(Position, **LONG),
        f"Recorded at the signing of 1 agreement, on {WHEN}, cited in 1 office (1 of them not certain): Chairman.",
    ),
    "whom one met": Derived(
        "/en/people/long/",
        lambda response: texts(response, "tr")[1],
        "Trung other side Mẫu 1",
        inferred(Signatory, **LONG),
        "Trung other side Mẫu (inferred) 1 (1 not certain)",
    ),
    "who met one": Derived(
        "/en/people/trung/",
        lambda response: texts(response, "tr")[1],
        "Long other side Mẫu 1",
        inferred(Signatory, **LONG),
        "Long other side Mẫu (inferred) 1 (1 not certain)",
    ),
    "with whom a partner signed": Derived(
        "/en/partners/ubnd-tinh-nghe-an/",
        lambda response: "VNPT (inferred)" in texts(response, "li", "row")[0],
        False,
        inferred(Party, **VNPT),
        True,
    ),
    "who was there for a partner": Derived(
        "/en/partners/vnpt/",
        lambda response: "signed (inferred)" in texts(response, "li", "row")[0],
        False,
        inferred(Signatory, **LONG),
        True,
    ),
    "a partner's count": Derived(
        "/en/partners/vnpt/",
        lead,
        "Party to 1 recorded agreement. As far as the dates tell, 1 is in force today.",
        dated(period=""),
        "Party to 1 recorded agreement. Of 1 no period is known.",
    ),
    "of how many it is a party": Derived(
        "/en/partners/vnpt/",
        lambda response: lead(response).partition(". ")[0],
        "Party to 1 recorded agreement",
        inferred(Party, **VNPT),
        "Party to 1 recorded agreement (1 of them not certain)",
    ),
    "a party at the top": Derived(
        "/en/agreements/mau/",
        lambda response: texts(response, "dd")[3],
        "VNPT",
        inferred(Party, **VNPT),
        "VNPT (inferred) Inferred, not stated: inferred from the context",
    ),
    "a topic's count": Derived(
        "/en/topics/ha-tang/",
        lead,
        "In 1 recorded agreement, with 1 clause. As far as the dates tell, 1 is in force today.",
        dated(period=""),
        "In 1 recorded agreement, with 1 clause. Of 1 no period is known.",
    ),
    "a topic's certain count": Derived(
        "/en/topics/ha-tang/",
        lambda response: lead(response).partition(", ")[0],
        "In 1 recorded agreement",
        inferred(Clause),
        "In 1 recorded agreement (1 of them not certain)",
    ),
    "a topic in the list": Derived(
        "/en/topics/",
        lambda response: texts(response, "td", "num"),
        ["1"],
        inferred(Clause),
        ["1 (1 not certain)"],
    ),
    "a topic's bar": Derived(
        "/en/trends/",
        lambda response: [each.unsure for each in response.context["topics"]],
        [0],
        inferred(Clause),
        [1],
    ),
    "a province on the front page": Derived(
        "/en/",
        lambda response: texts(response, "td", "num")[0],
        "1",
        inferred(Party, partner__slug="ubnd-tinh-nghe-an"),
        "1 (1 not certain)",
    ),
    "a province on the map": Derived(
        "/en/map/",
        lambda response: texts(response, "td")[:2],
        ["1", "1"],
        inferred(Party, partner__slug="ubnd-tinh-nghe-an"),
        ["1 (1 not certain)", "1 (1 not certain)"],
    ),
    "in force in a province": Derived(
        "/en/map/",
        lambda response: texts(response, "td")[:2],
        ["1", "1"],
        dated(**DISPUTED),
        ["1 (1 not certain)", "1"],
    ),
    "in force on the front page": Derived(
        "/en/",
        front,
        f"1 in force {ENDING}",
        dated(**DISPUTED),
        f"1 in force 1 of them possibly {ENDING}",
    ),
    "not known on the front page": Derived(
        "/en/",
        front,
        f"1 in force {ENDING}",
        dated(period=""),
        "1 of no known period none ends within 12 months",
    ),
    "a claim": Derived(
        "/en/claims/",
        lambda response: texts(response, "div", "claim")[0],
        "Reported 2 xã Recorded 1 by name",
        inferred(Party, **VNPT),
        "Reported 2 xã Recorded 1 by name (1 not certain)",
    ),
    "a chart": Derived("/en/trends/", column, {"certain": 1}, dated(**DISPUTED), {"possibly": 1}),
    "a comparison": Derived(
        "/en/compare/?agreement=mau&agreement=khac",
        lambda response: response.context["comparison"].sides[1][1][-1],
        "VNPT",
        inferred(Party, **VNPT, agreement__slug="mau"),
        "VNPT (inferred)",
    ),
    "an entry of a feed": Derived(
        "/en/agreements.atom",
        lambda response: "VNPT" in response.content.decode() and "(inferred)" in response.content.decode(),
        False,
        inferred(Party, **VNPT),
        True,
    ),
    "the end in a calendar": Derived(
        "/en/agreements.ics",
        lambda response: "CONFIRMED" in response.content.decode(),
        True,
        read_otherwise(period=f"{THIS - 2}/{NEXT}-08-31"),
        False,
    ),
    "the parties in a calendar": Derived(
        "/en/agreements.ics",
        lambda response: "VNPT (inferred)" in response.content.decode(),
        False,
        inferred(Party, **VNPT),
        True,
    ),
    "linked data: authors": Derived(
        "/en/agreements/mau/",
        lambda response: len(linked(response)["author"]),
        2,
        inferred(Party, **VNPT),
        1,
    ),
    "linked data: the period": Derived(
        "/en/agreements/mau/",
        lambda response: "temporalCoverage" in linked(response),
        True,
        read_otherwise(period=f"{THIS - 2}/{NEXT}"),
        False,
    ),
    "linked data: the day": Derived(
        "/en/agreements/mau/",
        lambda response: "dateCreated" in linked(response),
        True,
        read_otherwise(signed=f"{THIS - 2}-03-02"),
        False,
    ),
    "linked data: an office": Derived(
        "/en/people/long/",
        lambda response: "memberOf" in linked(response),
        True,
        inferred(Position, **LONG),
        False,
    ),
    "linked data: the name of an article": Derived(
        "/en/articles/bai/", lambda response: linked(response).get("name"), "Tít", title_is_ours, None
    ),
    "a title in BibTeX": Derived(
        "/en/articles/bai/",
        lambda response: "title = {{[Tít]}}" in texts(response, "code")[0],
        False,
        title_is_ours,
        True,
    ),
}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_derived_statement_is_as_sure_as_its_least_certain_part(client: Client, statement: str) -> None:
    derived = STATEMENTS[statement]
    if "khac" in derived.address:
        make.signed_agreement("khac", signed=f"{THIS - 4}")
    assert derived.said(client.get(derived.address)) == derived.stated
    derived.broken()
    caches["pages"].clear()
    assert derived.said(client.get(derived.address)) == derived.doubted


def test_a_doubt_that_does_not_touch_a_statement_is_none_of_it() -> None:
    year = Party(certainty=Certainty.INFERRED, reason=Reason.YEAR_NOT_PRINTED)
    name = Party(certainty=Certainty.INFERRED, reason=Reason.NAME_AMBIGUOUS)
    disputed = Party(certainty=Certainty.DISPUTED)
    assert certainty_of() == Certainty.STATED
    assert certainty_of(year) == Certainty.STATED
    assert certainty_of(name, Party(certainty=Certainty.STATED)) == Certainty.INFERRED
    assert certainty_of(name, disputed) == Certainty.DISPUTED
    assert certainty_of(UncertainDate("2016?-08-03")) == Certainty.INFERRED

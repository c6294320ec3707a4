"""iCalendar of the ends of periods: the days, how sure they are, and the rules of RFC 5545."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from icalendar import Calendar

from partnerships.website.feeds import icalendar
from records import dates
from records.changes import updated
from tests import factories as make
from tests.pages import queries, texts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NEXT = dates.today().year + 1


def calendar(client: Client, address: str = "/en/agreements.ics") -> Any:
    response = client.get(address)
    assert (response.status_code, response["content-type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content)


def events(client: Client, address: str = "/en/agreements.ics") -> list[Any]:
    return list(calendar(client, address).walk("VEVENT"))


def told(event: Any) -> tuple[str, str, str]:
    """The status, the heading, and what of the description is not the parties, the period and the address."""
    lines = str(event["description"]).split("\n")
    return str(event["status"]), str(event["summary"]), " ".join(lines[2:-1])


def test_a_day_that_is_known_is_a_whole_day_and_confirmed(client: Client):
    make.signed_agreement("nghe-an", title="Nghệ An", period=f"2020-12-18/{NEXT}-06-30")
    (event,) = events(client)
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(NEXT, 6, 30), date(NEXT, 7, 1))
    assert event["dtstart"].params["value"] == "DATE"
    assert told(event) == ("CONFIRMED", "Period ends: Nghệ An", "")
    assert str(event["transp"]) == "TRANSPARENT"
    address = "http://testserver/en/agreements/nghe-an/"
    assert event["url"] == address
    assert str(event["description"]) == (
        f"VNPT – UBND TINH NGHE AN\nPeriod: 18 December 2020 – 30 June {NEXT}\n{address}"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"period": f"2020/{NEXT}"},
            f"The day is not known: any day from 1 January {NEXT} to 31 December {NEXT}.",
        ),
        ({"period": f"2020/{NEXT}-12-31~"}, "The dates are inferred or approximate."),
        ({"period": f"2020?/{NEXT}-12-31"}, "The dates are inferred or approximate."),
        (
            {"period": f"2020/{NEXT}-12-31", "certainty": "disputed", "note": "Hai bài viết khác nhau."},
            "The articles contradict each other on this agreement.",
        ),
    ],
)
def test_an_end_that_is_not_certain_says_why_and_is_tentative(client: Client, fields: dict[str, str], said: str):
    make.signed_agreement("nghe-an", title="Nghệ An", **fields)
    (event,) = events(client)
    assert told(event) == ("TENTATIVE", "Period may end: Nghệ An", said)
    assert event["dtstart"].dt == date(NEXT, 12, 31)  # the last day it can be


def test_what_was_terminated_is_cancelled(client: Client):
    make.signed_agreement("nghe-an", title="Nghệ An", period=f"2020/{NEXT}", terminated="2023-05")
    (event,) = events(client)
    assert told(event) == ("CANCELLED", "Terminated: Nghệ An", "Terminated before the end of its period: May 2023.")


def test_what_is_still_to_come_goes_before_what_is_over(client: Client, monkeypatch: pytest.MonkeyPatch):
    for slug, period in (
        ("vo-han", "2020/.."),
        ("khong-ro", ""),
        ("lau-roi", f"2010/{NEXT - 3}"),
        ("nam-ngoai", f"2020/{NEXT - 2}"),
        ("con-lau", f"2020/{NEXT + 3}"),
        ("sap-het", f"2020/{NEXT}"),
    ):
        make.signed_agreement(slug, title=slug, period=period)

    def shown(most: int) -> list[str]:
        monkeypatch.setattr(icalendar, "MOST", most)
        caches["pages"].clear()
        return [event["url"].split("/")[-2] for event in events(client)]

    assert shown(9) == ["lau-roi", "nam-ngoai", "sap-het", "con-lau"]
    assert shown(3) == ["nam-ngoai", "sap-het", "con-lau"]
    assert shown(2) == ["sap-het", "con-lau"]
    assert shown(1) == ["sap-het"]


def test_a_partners_calendar_has_its_units_and_no_others(client: Client):
    group = make.partner("vnpt", name="VNPT")
    for slug, partner in (
        ("a", group),
        ("b", make.partner("vnpt-nghe-an", parent=group)),
        ("c", make.partner("viettel")),
        ("d", make.partner("bi-mat", parent=group, status="draft")),
    ):
        make.party(make.agreement(slug, title=slug, period=f"2020/{NEXT}"), partner)
    whole = calendar(client, "/en/partners/vnpt/agreements.ics")
    assert str(whole["name"]) == str(whole["x-wr-calname"]) == "Ends of periods: Agreements of VNPT"
    assert [str(event["summary"])[-1] for event in whole.walk("VEVENT")] == ["a", "b"]
    assert client.get("/partners/bi-mat/agreements.ics").status_code == 404


def test_an_event_is_the_same_in_every_language_and_under_a_new_slug(client: Client):
    agreement = make.signed_agreement("nghe-an", period=f"2020/{NEXT}")
    addresses = ("/agreements.ics", "/en/agreements.ics", "/partners/vnpt/agreements.ics")
    names = {str(events(client, address)[0]["uid"]) for address in addresses}
    assert len(names) == 1
    agreement.slug = "nghe-an-moi"
    agreement.save()
    assert {str(events(client)[0]["uid"])} == names


def test_stamped_with_the_last_change_that_readers_could_see(client: Client):
    agreement = make.signed_agreement("nghe-an", period=f"2020/{NEXT}")
    before = client.get("/agreements.ics").content
    changed = updated(agreement).replace(microsecond=0)
    (event,) = events(client)
    assert event["dtstamp"].dt == event["last-modified"].dt == changed
    agreement.save()  # a version without news
    assert client.get("/agreements.ics").content == before


def test_lines_are_folded_and_end_as_the_standard_wants(client: Client):
    make.signed_agreement("nghe-an", title="Thỏa thuận hợp tác viễn thông, CNTT; " * 7, period=f"2020/{NEXT}")
    content = client.get("/agreements.ics").content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]


def test_no_text_adds_a_line_of_its_own(client: Client):
    make.signed_agreement("nghe-an", title="Ký;BEGIN:VEVENT\\nX", period=f"2020/{NEXT}", summary="a\nEND:VEVENT")
    (event,) = events(client, "/en/agreements.ics")
    assert str(event["summary"]) == "Period may end: Ký;BEGIN:VEVENT\\nX"
    hostile = "khong%0D%0ABEGIN%3AVEVENT%0D%0AEND%3AVEVENT%01"
    response = client.get(f"/en/agreements.ics?search={hostile}")
    assert response.content.count(b"\r\nBEGIN:VEVENT") == 0
    assert str(Calendar.from_ical(response.content)["name"]) == (
        "Ends of periods: Agreements · Search: khong BEGIN:VEVENT END:VEVENT"
    )


def test_the_name_of_a_calendar_is_escaped_as_text(client: Client):
    make.partner("vnpt", name="VNPT; Viettel, FPT")
    lines = client.get("/en/partners/vnpt/agreements.ics").content.decode().replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if "NAME" in line] == [
        "NAME:Ends of periods: Agreements of VNPT\\; Viettel\\, FPT",
        "X-WR-CALNAME:Ends of periods: Agreements of VNPT\\; Viettel\\, FPT",
    ]


def test_a_filter_that_cannot_be_used_is_named(client: Client):
    response = client.get("/en/agreements.ics?lifecycle=soon")
    assert response.status_code == 400
    assert "lifecycle=soon: " in " ".join(texts(response, "div", "problems"))


def test_a_calendar_that_is_current_is_not_sent_again(client: Client):
    etag = client.get("/agreements.ics")["etag"]
    assert client.get("/agreements.ics", headers={"if-none-match": etag}).status_code == 304


def test_a_calendar_asks_as_much_for_many_agreements_as_for_two(client: Client):
    asked = ("/agreements.ics", "/partners/vnpt/agreements.ics")
    for number in range(2):
        make.signed_agreement(f"so-{number}", period=f"2020/{NEXT}")
    counted = [queries(client, address) for address in asked]
    for number in range(2, 20):
        make.signed_agreement(f"so-{number}", period=f"2020/{NEXT}")
    assert [queries(client, address) for address in asked] == counted
    assert max(counted) <= 12, counted

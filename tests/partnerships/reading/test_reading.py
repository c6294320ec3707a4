"""What the reader proposes of sentences of our own."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnerships.reading import Names, ReadArticle, read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def proposed(*paragraphs, table="agreements", names=None, **given):
    article = ReadArticle(
        **({"headline": "Ký kết hợp tác", "published": date(2021, 4, 19)} | given), paragraphs=paragraphs
    )
    return [row for row in read(article, names) if row.table == table]


SIGNED = "Chiều 18/4, UBND tỉnh Nghệ An và Tập đoàn VNPT ký thỏa thuận hợp tác chiến lược giai đoạn 2021 – 25."


@pytest.mark.usefixtures("seeded")
def test_the_article_comes_first_and_then_who_signed_what():
    rows = read(ReadArticle("Nghệ An ký với VNPT", (SIGNED,), published=date(2021, 4, 19)))
    assert [row.table for row in rows] == ["articles", "partners", "partners", "agreements", "parties", "parties"]
    agreement, public, provider = rows[3:]
    assert {name: agreement.values[name] for name in ("kind", "strategic", "signed", "period")} == {
        "kind": "agreement", "strategic": "yes", "signed": "2021?-04-18", "period": "2021/2025",
    }  # fmt: skip
    assert (public.values["partner"], public.values["side"]) == ("ubnd-tinh-nghe-an", "public_body")
    assert (provider.values["partner"], provider.values["side"]) == ("vnpt", "provider")
    assert [row.known for row in rows[1:3]] == ["ubnd-tinh-nghe-an", "vnpt"]


def test_what_is_longer_than_an_article_may_be_is_refused():
    with pytest.raises(ValidationError):
        read(ReadArticle("Dài", ("a" * 1_000_000,)), Names(only_lists=True))

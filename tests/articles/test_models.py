"""Sources: what is kept of an article or an official document, and how a reader is led to its very words."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from articles.models import Article, Passage
from records.checks.asking import in_words
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_an_official_document_has_its_number_and_issuer_and_needs_no_outlet():
    law = make.article("nq", kind="official_document", number="202/2025/QH15", issuer="Quốc hội", outlet=None)
    assert (law.is_official, law.publisher) == (True, "Quốc hội")
    for given in ({"kind": "official_document", "number": "1/2025"}, {"number": "1/2025"}, {"issuer": "Quốc hội"}):
        with pytest.raises(ValidationError, match="An official document has its number"):
            make.article("sai", **given)
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=law.pk).update(**{"kind": "press_article", "number": "", "issuer": "", **given})


def test_an_outlet_that_is_not_known_hides_nothing_and_a_hidden_one_does():
    unknown = make.article("khong-ro", outlet=None)
    make.article("an", outlet=make.outlet("nhap", status="draft"))
    assert [*Article.objects.public()] == [unknown]
    assert (unknown.publisher, make.article("bai").publisher) == ("", "Ictpress")


def test_a_passage_is_called_by_its_place():
    article = make.article("bai", title="Bài báo")
    places = [make.passage(article, number=2), make.passage(article, kind="headline", number=0)]
    assert [in_words(each) for each in places] == ["Bài báo, paragraph 2", "Bài báo, headline"]
    assert [in_words(each, part=True) for each in places] == ["paragraph 2", "headline"]


@pytest.mark.parametrize("name", ["first_words", "last_words"])
def test_no_more_than_six_words_of_a_place_are_kept(name):
    passage = make.passage(first_words="một hai ba bốn năm sáu", last_words="một  hai ba")
    with pytest.raises(ValidationError, match="Six words are enough"):
        make.passage(number=2, **{"first_words": "một", name: "một hai ba bốn năm sáu bảy"})
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(**{name: "một hai ba bốn năm sáu bảy"})
    with pytest.raises(ValidationError, match="The last words need the first ones"):
        make.passage(number=2, last_words="một")


@pytest.mark.parametrize(
    ("url", "words", "address"),
    [
        ("", ("một", "hai"), ""),
        ("https://bao.vn/bai", ("", ""), "https://bao.vn/bai"),
        ("https://bao.vn/bai", ("Ký, kết", ""), "https://bao.vn/bai#:~:text=K%C3%BD%2C%20k%E1%BA%BFt"),
        ("https://bao.vn/bai#y", ("2016-2020 &", "VNPT"), "https://bao.vn/bai#y:~:text=2016%2D2020%20%26,VNPT"),
    ],
)
def test_a_link_leads_to_the_very_words(url, words, address):
    passage = make.passage(make.article(url=url), first_words=words[0], last_words=words[1])
    assert passage.printed_at == address
    if url:
        Article.objects.update(url="", archive_url=url)
        assert Passage.objects.select_related("article").get().printed_at == address

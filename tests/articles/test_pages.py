import pytest
from django.test import Client

from tests import factories as make
from tests.pages import attributes, slugs, texts

pytestmark = pytest.mark.django_db


def test_list_is_newest_first_and_tells_outlet_and_date_as_known(client: Client):
    paper = make.outlet("nhan-dan", name="Nhân Dân")
    make.article("cu", title="Bài cũ", outlet=paper, published="2014-10-15")
    make.article("moi", title="Bài mới", outlet=paper, published="2018-06", byline="PV")
    response = client.get("/en/articles/")
    assert texts(response, "h3") == ["Bài mới", "Bài cũ"]
    assert texts(response, "p", "when") == ["June 2018", "15 October 2014"]
    assert texts(response, "p", "remark") == ["Nhân Dân · PV", "Nhân Dân"]
    # A month is no day, so no machine is told one.
    assert attributes(response, "time", "datetime") == ["2014-10-15"]


def test_list_filters_by_outlet_and_says_so_in_a_chip_that_can_be_removed(client: Client):
    make.article("mot", outlet=make.outlet("nhan-dan", name="Nhân Dân"))
    make.article("hai", outlet=make.outlet("ictnews"))
    response = client.get("/en/articles/?outlet=nhan-dan&search=bai")
    assert slugs(response) == ["mot"]
    chips = response.context["form"].chips
    assert [(chip.label, chip.value, chip.without) for chip in chips] == [
        ("Search", "bai", "outlet=nhan-dan"),
        ("Outlet", "Nhân Dân", "search=bai"),
    ]

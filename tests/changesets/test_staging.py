"""Rows on the stage, and what happens to their numbers when somebody else writes meanwhile."""

from __future__ import annotations

from io import BytesIO

import pytest

from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.undo import undo
from partnerships.models import Agreement, Partner, PartnerName
from tests import factories as make

ROWS = "slug,title,kind,passages\nmot,Một,agreement,bai-bao#paragraph-1\nhai,Hai,agreement,bai-bao#paragraph-2\n"


@pytest.mark.one_database
def test_rows_created_after_ours_were_planned_keep_their_numbers(db: None):
    article = make.article()
    passages = [make.passage(article, number) for number in (1, 2, 3)]
    upload = receive(BytesIO(ROWS.encode()), "agreements.csv", owner=None, table="agreements")
    jobs.plan_now(upload)
    assert confirm(upload, None)
    make.agreement("da-co", passages=[passages[2]])
    jobs.apply_now(upload)
    assert (upload.state, upload.faults) == (Import.State.APPLIED, [])
    cited = {each.slug: [passage.number for passage in each.passages.all()] for each in Agreement.objects.all()}
    assert cited == {"mot": [1], "hai": [2], "da-co": [3]}
    for slug in cited:
        row = Agreement.objects.get(slug=slug)
        assert [(each.slug, each.history_type) for each in row.history.all()] == [(slug, "+")]


def test_undone_deletions_keep_their_numbers_whoever_writes_meanwhile(db: None):
    make.partner("vnpt", name="VNPT")
    name = make.partner_name(Partner.objects.get(), "Tập đoàn Bưu chính")
    number = name.pk
    rows = b"slug,names\nvnpt,\n"
    upload = receive(BytesIO(rows), "partners.csv", owner=None, table="partners")
    jobs.plan_now(upload)
    assert confirm(upload, None)
    jobs.apply_now(upload)
    assert not PartnerName.objects.exists()
    opposite = undo(upload, None)
    assert confirm(opposite, None)
    make.partner_name(make.partner("fpt", name="FPT"), "Tập đoàn FPT")
    jobs.apply_now(opposite)
    assert (opposite.state, opposite.faults) == (Import.State.APPLIED, [])
    assert PartnerName.objects.get(partner__slug="vnpt").pk == number

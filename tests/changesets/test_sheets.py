"""Sheets of people's own shape: an agreement a row, under headings of their author's own."""

import io
import json
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles.models import Article, Passage
from changesets.models import Import
from changesets.plan.report import faults_of, warnings_of
from changesets.readers.csv_reader import read_csv
from changesets.readers.matching import LEFT_OUT, guessed, lines_of
from partnerships.models import Agreement, Partner, Party, Signatory
from partnerships.models.sheet_dates import lasting
from people.models import Person
from records.columns import importable
from tests import factories as make

from . import uploading
from .files import sheet, workbook
from .uploading import at, content_of, read, shown, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # of words; names are looked up as imports do

State = Import.State
TWENTY = Path(__file__).with_name("twenty.csv")


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with translation.override("en"):
        yield


def upload(client, name, content, leads_to="columns"):
    """A sheet under headings of its author's own leads to the page that asks what they are."""
    return uploading.upload(client, name, content, leads_to=leads_to)


def match(client, found, lines="", **chosen):
    """Send the page of columns as it is offered, but for those `chosen` by their number."""
    page = client.get(at("columns", found.pk))
    form = page.context["form"]
    fields = {f"column-{number}": form[f"column-{number}"].initial for number in range(len(form.shape.headings))}
    response = client.post(
        at("columns", found.pk) + f"?table={form.model.collection}", {**fields, **chosen, "lines": lines}
    )
    found.refresh_from_db()
    return response


def applied(client, found):
    assert [str(fault) for _table, fault in faults_of(found)] == []
    client.post(at("confirm", found.pk))
    found.refresh_from_db()
    assert found.state == State.APPLIED, found.faults
    return found


def test_twenty_agreements_of_other_providers_go_in_with_one_refusal(tmp_path):
    editor = signed_in("editor")
    make.whole_register()
    there = {*Agreement.objects.values_list("pk", flat=True)}
    known = make.partner("ubnd-quang-ninh", name="UBND tỉnh Quảng Ninh", kind="peoples_committee")
    found = upload(editor, "cua toi.csv", TWENTY.read_bytes())
    assert found.table == ""
    match(editor, found)
    assert [(table, fault.line, fault.column, fault.value) for table, fault in faults_of(found)] == [
        ("agreements", 13, "Ngày ký", "31/6/2022")
    ]
    assert shown(editor, found)["refused_lines"] == "13"

    match(editor, found, lines="13")
    assert "Left out of the file: 2 columns (“STT”, “Ghi chú nội bộ”) and 1 row." in read(
        editor, at("change", found.pk)
    )
    applied(editor, found)
    new = Agreement.objects.exclude(pk__in=there)
    assert (new.count(), {*new.values_list("status", flat=True)}) == (19, {"draft"})
    days = dict(Agreement.objects.values_list("slug", "signed"))
    assert [days[slug] for slug in ("quang-ninh-2019", "lao-cai-2017", "hoi-nong-dan-tinh-ben-tre-2018")] == [
        "2019-12-18",
        "2017-10",
        "[2018-07..2018-09]",
    ]
    agreement = Agreement.objects.get(slug="quang-ninh-2019")
    assert (agreement.kind, agreement.period, agreement.place) == ("agreement", "2020/2025", "Hạ Long")
    assert {(party.partner.slug, party.side) for party in agreement.parties.all()} == {
        ("tap-doan-viettel", "provider"),
        (known.slug, "public_body"),
    }
    assert {(row.person.name, row.capacity, row.part, row.party.side) for row in agreement.signatories.all()} == {
        ("Lê Văn Một", "Tổng Giám đốc", "signed", "provider"),
        ("Trần Thị Hai", "Chủ tịch UBND tỉnh", "signed", "public_body"),
    }
    assert [clause.heading for clause in agreement.clauses.all()] == ["Chính quyền số, đô thị thông minh"]
    source = agreement.passages.get().article
    assert (source.url, source.outlet.name, source.published) == ("https://bao-mot.vn/bai-1", "Báo Một", "2019-12-19")
    # Two rows of one article, and one partner under two of its spellings.
    sources = Article.objects.filter(url__startswith="https://bao-")
    assert sources.count() == Passage.objects.filter(article__in=sources).count() == 4
    assert Partner.objects.filter(name__contains="Quảng Ninh").count() == 1
    assert (
        Agreement.objects.get(slug="kon-tum-2013").title == "Thỏa thuận hợp tác giữa Viettel và UBND tỉnh Kon Tum, 2013"
    )

    # What has come in leaves and comes back like everything else.
    out = io.StringIO()
    call_command("export_records", "all", tmp_path / "all.xlsx", stdout=out)
    out.truncate(out.seek(0))
    call_command("import_records", "all", tmp_path / "all.xlsx", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["created"], told["updated"], told["refused"], told["errors"]) == (0, 0, 0, [])


@pytest.mark.parametrize(
    ("heading", "cells", "name"),
    [
        ("Bên A", ["Tập đoàn Viettel", "VNPT"], "parties.provider"),
        ("Bên A", ["UBND tỉnh Lào Cai", "Sở Y tế Hà Nội"], "parties.partner"),
        ("Đối tác", ["UBND tỉnh Lào Cai"], "parties.partner"),
        ("Đối tác", ["Công ty Cổ phần FPT"], "parties.provider"),
        ("NGÀY KÝ", [], "signed"),
        ("Ngày ký kết chính thức", [], "signed"),
        ("Hiệu lực đến", [], "period.until"),
        ("Date of signing", [], "signed"),
        ("slug", [], "slug"),
        ("STT", ["1"], LEFT_OUT),
        ("Xem thêm", ["https://bao.vn/1", "https://bao.vn/2"], "articles.url"),
        ("Thời điểm", ["3/8/2016", "tháng 10/2017"], "signed"),
        ("Khoảng", ["2016-2020", "giai đoạn 2020 - 2025"], "period"),
        ("Đại diện", ["Nguyễn Văn Phóng"], "signatories.signed"),
        ("Đầu mối", ["Nguyễn Văn Phóng"], ""),
        ("lifecycle", ["in_force"], LEFT_OUT),
    ],
)
def test_a_column_is_guessed_by_its_heading_and_by_its_cells(heading, cells, name):
    assert guessed(Agreement, [heading], [[cell] for cell in cells]) == {heading: name}


def test_what_is_not_chosen_or_chosen_twice_is_asked_again(client):
    editor = signed_in("editor")
    found = upload(editor, "agreements.csv", "Tên văn bản,Đại diện,Cỡ chữ\nThỏa thuận,Lê A,12\n")
    assert found.state == State.REFUSED
    response = match(editor, found, **{"column-1": "title"}, lines="2-")
    assert [*response.context["form"].errors] == ["lines", "column-0", "column-1"]
    match(editor, found, **{"column-1": "signatories.signed"})
    assert "Left out of the file: 1 column (“Cỡ chữ”) and 0 rows." in found.summary[0]["note"]
    applied(editor, found)
    assert [(row.person.slug, row.part) for row in Signatory.objects.all()] == [("le-a", "signed")]


def test_the_page_is_its_owners_and_a_reader_has_none():
    editor = signed_in("editor", "mot")
    found = upload(editor, "agreements.csv", "Tên văn bản\nThỏa thuận\n")
    assert "Say what each column is" in read(editor, at("change", found.pk))
    assert signed_in("editor", "hai").get(at("columns", found.pk)).status_code == 403
    assert signed_in("viewer").get(at("columns", found.pk)).status_code == 403


def test_a_fault_is_put_on_the_line_and_the_heading_as_typed_and_comes_back_in_the_sheet():
    editor = signed_in("editor")
    sheet = "STT,Tên gọi,Bên A,Người ký bên A,Đến ngày\n=1,Thỏa thuận,FPT,L? ??c Một,2020\n2,Văn bản,FPT,,30/2/2021\n"
    found = upload(editor, "agreements.csv", sheet)
    match(editor, found)
    faults = [(fault.line, fault.column, fault.value) for _table, fault in faults_of(found)]
    assert faults == [(3, "Đến ngày", "30/2/2021"), (2, "Người ký bên A", "L? ??c Một")]
    first, second, third = content_of(editor.get(at("errors", found.pk))).decode("utf-8-sig").splitlines()
    assert first == "error,STT,Tên gọi,Bên A,Người ký bên A,Đến ngày"
    assert second.startswith('"Người ký bên A: “L?”: letters were lost')
    assert "Đến ngày: “30/2/2021” is no day of the calendar." in third


def test_several_parties_and_people_of_one_cell_and_offices_beside_them():
    editor = signed_in("editor")
    make.partner("vnpt", name="Tập đoàn VNPT")
    sheet = (
        "Tên,Bên A,Tỉnh,Người ký,Chức vụ,Hiệu lực từ,Hiệu lực đến\n"
        'Hợp tác,Tập đoàn VNPT (VNPT); FPT,"Lào Cai\nTP Hải Phòng",Ông Lê A; Bà Lê B,Giám đốc; Chủ tịch,2020,12/2025\n'
        "Hợp tác,FPT,,Lê A; Lê B; Lê C,Giám đốc; Chủ tịch,,\n"
        "Thỏa thuận,FPT,,Lê Văn D; Lê E (FPT),Phó Giám đốc,,\n"
    )
    found = upload(editor, "agreements.csv", sheet)
    match(editor, found)
    assert [(fault.line, fault.column, fault.message) for _table, fault in faults_of(found)] == [
        (4, "Chức vụ", "2 offices stand beside 3 names: write as many, with “;” between them.")
    ]
    match(editor, found, lines="4")
    said = "“Phó Giám đốc” stands beside several names, and was taken for the office of each."
    assert ("signatories", 5, said) in warnings_of(found)
    applied(editor, found)
    shared = Agreement.objects.get(title="Thỏa thuận").signatories
    assert {(row.person.name, row.capacity, row.party and row.party.partner.name) for row in shared.all()} == {
        ("Lê Văn D", "Phó Giám đốc", None),
        ("Lê E", "Phó Giám đốc", "FPT"),
    }
    agreement = Agreement.objects.get(title="Hợp tác")
    assert (agreement.period, agreement.kind) == ("2020/2025-12", "not_named")
    assert {(party.partner.name, party.side) for party in agreement.parties.all()} == {
        ("Tập đoàn VNPT", "provider"),
        ("FPT", "provider"),
        ("UBND tỉnh Lào Cai", "public_body"),
        ("UBND TP Hải Phòng", "public_body"),
    }
    assert {(row.person.name, row.capacity) for row in agreement.signatories.all()} == {
        ("Lê A", "Giám đốc"),
        ("Lê B", "Chủ tịch"),
    }

    again = upload(editor, "agreements.csv", sheet)
    assert editor.get(at("columns", again.pk)).context["form"].kept == found
    match(editor, again, lines="4")
    assert (again.created, again.updated, again.refused) == (0, 0, 0)


def test_a_row_of_an_agreement_of_the_register_adds_to_it_and_takes_nothing():
    """Nor does it put a guess in the place of what somebody has read."""
    article = make.article("bai", url="https://bao.vn/1", title="Bài một")
    agreement = make.agreement(
        "hop-tac",
        title="Thỏa thuận hợp tác",
        kind="memorandum",
        signed="2020-02-01",
        period="2019/2022",
        passages=[make.passage(article, number) for number in (1, 2)],
    )
    group, province = make.partner("vnpt", name="VNPT"), make.partner("ubnd-x", name="UBND tỉnh X", kind="other")
    side = make.party(agreement, group, side="provider")
    make.party(agreement, province, side="organisation")
    make.signatory(agreement, make.person("le-a", name="Lê A"), party=side, capacity="Giám đốc", part="spoke")
    make.clause(agreement, 1, heading="Y tế")
    before = cells(agreement)
    headings = "Tên văn bản,Ngày ký,Bên A,Bên B,Người ký bên A,Nội dung hợp tác,Link,Hiệu lực đến"
    row = "thỏa thuận hợp tác,1/2/2020,VNPT,UBND tỉnh X,Lê A,Giáo dục; Du lịch,{link},{until}"

    publisher = signed_in("publisher")
    found = upload(publisher, "agreements.csv", f"{headings}\n{row.format(link=article.url, until='')}\n")
    match(publisher, found)
    assert (faults_of(found), found.created, found.updated) == ([], 0, 0)
    assert "those of the sheet are left aside. Lines: 2." in found.summary[0]["note"]

    sheet = f"{headings}\n{row.format(link='https://bao.vn/2', until='2023')}\n"
    found = upload(publisher, "agreements.csv", sheet)
    match(publisher, found)
    applied(publisher, found)
    after = cells(agreement)
    assert {name: text for name, text in after.items() if text != before[name]} == {
        "period": "2019/2023",
        "passages": "bai#paragraph-1;bai#paragraph-2;bai-ve-thoa-thuan-hop-tac#headline",
    }


def cells(agreement):
    """What an agreement and its parts hold, and the number of parts."""
    rows = (agreement, *agreement.parties.all(), *agreement.signatories.all(), *agreement.clauses.all())
    found = {}
    for row in rows:
        columns = importable(type(row).columns())
        values = type(row).objects.filter(pk=row.pk).rows(columns)[0]
        prefix = "" if row is agreement else f"{row} "
        found |= {f"{prefix}{column.name}": str(value) for column, value in zip(columns, values, strict=True)}
    return found


def test_people_whose_names_differ_in_marks_are_several_and_of_one_name_are_one_with_a_warning():
    editor = signed_in("editor")
    sheet = "Tên,Đối tác,Người ký\n" + "".join(
        f"Thỏa thuận {number},Viettel,{name}\n"
        for number, name in enumerate(
            ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng", "Ông Nguyễn Văn Hừng", "Nguyễn Văn Hùng", "Ông Thị Hoa", "Ông Ích")
        )
    )
    found = upload(editor, "agreements.csv", sheet)
    match(editor, found)
    alike = "It goes by almost the same name as another"
    assert [each for each in warnings_of(found) if not each[2].startswith(alike)] == [
        ("partners", 2, "“Viettel” is new, by its name: corporate group. Side: provider."),
        ("people", 7, "“Ông Ích” was read as “Ích”."),
        ("signatories", 5, "“Nguyễn Văn Hùng” stands in an earlier row too: both are taken for one person."),
    ]
    applied(editor, found)
    assert dict(Person.objects.values_list("slug", "name")) == {
        "nguyen-van-hung": "Nguyễn Văn Hùng",
        "nguyen-van-hung-2": "Nguyễn Văn Hưng",
        "nguyen-van-hung-3": "Nguyễn Văn Hừng",
        "ong-thi-hoa": "Ông Thị Hoa",
        "ich": "Ích",
    }


@pytest.mark.parametrize(
    ("name", "called", "kind", "side"),
    [
        ("Viện kiểm sát nhân dân tỉnh X", "", "ministry", "public_body"),
        ("Viện Công nghệ X", "", "school", "neither"),
        ("Hội đồng nhân dân tỉnh X", "", "peoples_committee", "public_body"),
        ("Tỉnh X", "UBND tỉnh X", "peoples_committee", "public_body"),
        ("Thành phố X", "UBND thành phố X", "peoples_committee", "public_body"),
        ("TP X", "UBND TP X", "peoples_committee", "public_body"),
        ("Huyện X", "UBND huyện X", "peoples_committee", "public_body"),
        ("Tỉnh ủy X", "", "party_committee", "public_body"),
        ("Tỉnh đoàn X", "", "mass_organisation", "organisation"),
        ("Ủy ban Mặt trận Tổ quốc tỉnh X", "", "mass_organisation", "organisation"),
        ("Văn phòng UBND tỉnh X", "", "department", "public_body"),
        ("Văn phòng luật sư X", "", "other", "neither"),
    ],
)
def test_what_a_partner_is_its_name_says_and_somebody_is_to_look(name, called, kind, side):
    editor = signed_in("editor")
    found = upload(editor, "agreements.csv", f"Tên,Đối tác\nThỏa thuận,{name}\n")
    match(editor, found, **{"column-1": "parties.partner"})
    said = f"“{called or name}” is new, by its name: {Partner.Kind(kind).label}. Side: {Party.Side(side).label}."
    told, *nowhere = warnings_of(found)
    assert told == ("partners", 2, said)
    missing = "It is a body of some place, and its area is not named: pages, map and filter of that miss it."
    assert nowhere == [("partners", 2, missing)] * (kind in ("peoples_committee", "party_committee"))
    applied(editor, found)
    party = Party.objects.get()
    assert (party.partner.name, party.partner.kind, party.side) == (called or name, kind, side)


@pytest.mark.parametrize(
    ("period", "first", "last", "read"),
    [
        ("2018-2020", "01/2018", "", "2018-01/2020"),
        ("2018-2020", "", "12/2020", "2018/2020-12"),
        ("2018-2020", "01/2020", "", "period.from"),
        ("2018-2020", "2018", "2021", "period.until"),
        ("2 năm (2018-2030)", "", "", "period"),
        ("", "2018", "", "2018/.."),
    ],
)
def test_a_period_and_its_ends_in_columns_of_their_own_agree(period, first, last, read):
    editor = signed_in("editor")
    found = upload(editor, "a.csv", f"Tên,period,period.from,period.until\nA,{period},{first},{last}\n")
    match(editor, found)
    if "/" in read:
        applied(editor, found)
        assert Agreement.objects.get().period == read
    else:
        assert [(fault.line, fault.column) for _table, fault in faults_of(found)] == [(2, read)]


def test_a_table_under_other_headings_keeps_its_meaning_and_its_refused_rows_can_be_left_out():
    editor = signed_in("editor")
    make.person("le-a", name="Lê A", description="Cũ", status="draft")
    found = upload(
        editor, "people.csv", "slug,Họ và tên,Mô tả,Mô tả\nle-a,Lê A,,x\n,?,Mới,\n,Lê B,Mới,\n", leads_to="change"
    )
    match(editor, found, **{"column-1": "name", "column-3": "-"}, lines="3, 4")
    applied(editor, found)
    assert list(Person.objects.values_list("slug", "description")) == [("le-a", "")]


def test_the_command_takes_what_columns_are_from_a_file(tmp_path):
    (tmp_path / "map.json").write_text('{"Đại diện": "signatories.signed", "Cỡ chữ": "-"}')
    sheet = tmp_path / "cua-toi.csv"
    sheet.write_text("Tên,Đại diện,Cỡ chữ\nThỏa thuận,Lê A,12\nThỏa thuận,Lê B,12\n")

    def told(*more):
        out = io.StringIO()
        with suppress(SystemExit):
            call_command("import_records", "agreements", sheet, "--json", *more, stdout=out, stderr=io.StringIO())
        report = json.loads(out.getvalue())
        return report["applied"], report["created"], [(e["column"], e["message"]) for e in report["errors"]]

    assert told("--map", tmp_path / "map.json", "--leave-out", "3") == (True, 3, [])
    assert [row.person.name for row in Signatory.objects.all()] == ["Lê A"]
    (tmp_path / "map.json").write_text('{"Cỡ chữ": "size", "Họ tên": "-"}')
    applied, created, ((first, unknown), second) = told("--map", tmp_path / "map.json")
    assert (applied, created, first, unknown[:29]) == (False, 0, "Cỡ chữ", "There is no column “size”. Th")
    assert second == ("Họ tên", "The file has no such column.")
    (said,) = told("--leave-out", "banana")[2]
    assert said == ("", "--leave-out is for files whose columns --map says.")
    assert told("--reason", "x" * 81)[2] == [("", "The reason has at most 80 letters.")]
    (tmp_path / "map.json").write_text("[]")
    assert told("--map", tmp_path / "map.json")[2] == [
        ("", f"“{tmp_path / 'map.json'}” is no JSON object of headings and columns.")
    ]


@pytest.mark.parametrize("title", ["Danh sách thỏa thuận hợp tác 2020;;", "\n;;\nDanh sách thỏa thuận hợp tác 2020;;"])
def test_what_the_table_is_may_stand_above_its_headings(title):
    editor = signed_in("editor")
    found = upload(editor, "agreements.csv", f"{title}\nTên;Đối tác;Ngày ký\nThỏa thuận;UBND tỉnh Lào Cai;2/2020\n")
    match(editor, found)
    applied(editor, found)
    assert Agreement.objects.get().slug == "lao-cai-2020"


def test_what_is_wrong_with_headings_is_said_of_their_line():
    editor = signed_in("editor")
    found = upload(editor, "people.csv", "Danh sách người ký thỏa thuận;\n\nslug;Tuổi của họ\na;3\n", leads_to="change")
    assert {fault.line for _table, fault in faults_of(found)} == {3}


def test_a_heading_of_many_words_is_one_where_no_longer_row_follows():
    rows = read_csv(io.BytesIO("Tên đầy đủ của người ký\nLê A\nLê B\n".encode()))
    assert (rows.headings, [cells for _line, cells in rows]) == (["Tên đầy đủ của người ký"], [["Lê A"], ["Lê B"]])


def test_a_plan_that_may_be_confirmed_says_the_headings_already(monkeypatch):
    """Nobody writes to it behind the back of who confirms it."""
    editor = signed_in("editor")
    found = upload(editor, "agreements.csv", "Tên gọi,Đến ngày\nVăn bản,30/2/2021\n")
    seen = []
    move = Import.move

    def watched(upload, before, after, **values):
        moved = move(upload, before, after, **values)
        seen.extend(fault.column for _table, fault in faults_of(upload) if after == State.REFUSED)
        return moved

    monkeypatch.setattr(Import, "move", watched)
    match(editor, found)
    assert seen == ["Đến ngày"]


def test_a_title_over_merged_cells_is_no_fault_of_the_table():
    editor = signed_in("editor")
    formula = "<c><f>ROW()-2</f><v>1</v></c>"
    rows = [
        ["Danh sách thỏa thuận hợp tác 2020"],
        ["STT", "Tên", "Đối tác"],
        [formula, "Thỏa thuận", "UBND tỉnh Lào Cai"],
        [formula, "<c><f>B3</f></c>", "UBND tỉnh Sơn La"],
    ]
    merged = '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    found = upload(editor, "cua-toi.xlsx", workbook(sheet(*rows, after=merged)))
    match(editor, found)
    # A formula in a column that is left out spoils nothing; one that is kept does.
    assert [fault.line for _table, fault in faults_of(found)] == [4]
    match(editor, found, lines="4")
    applied(editor, found)
    assert Agreement.objects.get().slug == "lao-cai"


def test_lines_are_numbers_and_ranges():
    assert lines_of(" 3, 7-9;12 ") == {3, 7, 8, 9, 12}


@pytest.mark.parametrize(
    ("period", "signed", "read"),
    [
        ("5 năm", "2019-12-18", "2019-12-18/2024-12-18"),
        ("05 năm", "2019", "2019/2024"),
        ("12 tháng", "2020-03", "2020-03/2021-03"),
        ("18 tháng kể từ ngày ký", "2020-08-31", "2020-08-31/2022-02-28"),
        ("1 year from the day of signing", "2020-02-29", "2020-02-29/2021-02-28"),
        ("24 tháng", "2020", "2020/2022"),
        ("18 tháng", "2020", ""),
        ("5 năm", "", ""),
        ("5 năm", "[2018-07..2018-09]", ""),
        ("2016-2020", "2016", ""),
        ("0 năm kể từ ngày đăng", "2016", ""),
    ],
)
def test_a_period_said_by_its_length_is_counted_from_the_signing(period, signed, read):
    assert lasting(period, signed) == read


def test_totals_placeholders_and_outlets_alone_become_no_records():
    editor = signed_in("editor")
    text = (
        "Tên văn bản,Ngày ký,Bên A,Bên B,Thời hạn,Người ký A,Báo\n"
        "Thỏa thuận A,18/12/2019,Viettel,UBND tỉnh Hà Giang,5 năm,không rõ,Báo Một\n"
        "Thỏa thuận B,2020,Viettel,-,,n/a,\n"
        "Cộng: 2 thỏa thuận,,,,,,\n"
    )
    found = upload(editor, "cua toi.csv", text)
    match(editor, found)
    warned = [(line, said) for _table, line, said in warnings_of(found)]
    assert (
        "What names no party, day or signer is no agreement, and is left aside. Lines: 4." in found.summary[0]["note"]
    )
    assert (2, "“5 năm” was counted from the signing: 2019-12-18/2024-12-18.") in warned
    applied(editor, found)
    first = Agreement.objects.get(title="Thỏa thuận A")
    assert (first.period, Person.objects.count(), Article.objects.count()) == ("2019-12-18/2024-12-18", 0, 0)
    assert [*Partner.objects.values_list("name", flat=True).order_by("name")] == ["UBND tỉnh Hà Giang", "Viettel"]

    again = upload(editor, "lan hai.csv", text)
    match(editor, again, lines="4")
    counted = again.counts()
    assert (counted["created"], counted["updated"], counted["refused"]) == (0, 0, 0)


def test_bodies_of_a_row_are_of_its_province_and_groups_are_one_under_short_names():
    editor = signed_in("editor")
    elsewhere = make.area("thanh-hoa", name="Thanh Hóa", designation="Tỉnh")
    make.area("nghe-an", name="Nghệ An", designation="Tỉnh")
    other = make.partner("so-y-te-thanh-hoa", name="Sở Y tế Thanh Hóa", kind="department", area=elsewhere)
    make.partner_name(other, "Sở Y tế", kind="variant")
    text = (
        "Tên,Bên A,Bên B,Người ký B\n"
        'A,Tập đoàn FPT,"Tỉnh ủy, UBND tỉnh Nghệ An",Lê Văn Một - Chủ tịch UBND tỉnh\n'
        "B,FPT,UBND tỉnh Nghệ An; Sở Y tế,\n"
        "C,Tập đoàn Công nghệ (FPT),Sở Y tế,\n"
        "D,FPT,UBND tỉnh Thanh Hóa; Sở Y tế,\n"
    )
    found = upload(editor, "agreements.csv", text)
    match(editor, found)
    applied(editor, found)
    parties = {(each.agreement.title, each.partner.name) for each in Party.objects.all()}
    assert {name for _title, name in parties} == {
        *("Tập đoàn FPT", "Tỉnh ủy Nghệ An", "UBND tỉnh Nghệ An", "Sở Y tế Nghệ An", "Sở Y tế"),
        *("UBND tỉnh Thanh Hóa", "Sở Y tế Thanh Hóa"),
    }
    assert {title for title, name in parties if name.startswith("Sở Y tế Th")} == {"D"}
    assert Partner.objects.get(name="UBND tỉnh Nghệ An").area.slug == "nghe-an"
    assert Signatory.objects.get().party.partner.name == "UBND tỉnh Nghệ An"


def test_a_question_stands_on_the_record_that_it_is_about():
    editor = signed_in("editor")
    found = upload(editor, "agreements.csv", "Tên,Bên A,Bên B,Thời hạn\nA,FPT,UBND tỉnh X,không thời hạn\n")
    match(editor, found)
    rows = shown(editor, found)["preview"]["rows"]
    asked = {(row["table"], row["key"]): row["warnings"] for row in rows}
    assert {key: len(said) for key, said in asked.items() if said} == {
        ("agreements", "x"): 1,
        ("partners", "fpt"): 1,
        ("partners", "ubnd-tinh-x"): 2,  # its area is not known either
    }
    assert asked["partners", "fpt"] == ["“FPT” is new, by its name: corporate group. Side: provider."]


def test_a_sheet_of_40_rows_asks_the_register_as_much_as_one_of_4():
    def queries(start, number):
        rows = "".join(
            f"Thỏa thuận {n},2/2020,Công ty {n},UBND tỉnh {n},Lê Văn {n}a,Bài {n},https://bao.vn/{n}\n"
            for n in range(start, start + number)
        )
        found = upload(editor, f"{start}.csv", f"Tên,Ngày ký,Bên A,Bên B,Người ký A,Tên bài,Link\n{rows}")
        with CaptureQueriesContext(connection) as asked:
            match(editor, found)
        assert (found.state, found.refused) == (State.PLANNED, 0)
        # The plan itself is written page by page.
        return len([query for query in asked.captured_queries if "records_planpage" not in query["sql"]])

    editor = signed_in("editor")
    few = queries(100, 4)
    assert queries(200, 40) <= few + 4


def test_the_command_lists_what_columns_seem_to_be_and_names_the_option(tmp_path):
    sheet, out, err = tmp_path / "agreements.csv", io.StringIO(), io.StringIO()
    sheet.write_text("Tên văn bản,Bên A,Cỡ chữ\nThỏa thuận,FPT,12\n")
    with suppress(SystemExit):
        call_command("import_records", "agreements", sheet, "--json", stdout=out, stderr=err)
    assert json.loads(out.getvalue())["columns"] == {"Tên văn bản": "title", "Bên A": "parties.provider", "Cỡ chữ": "-"}
    assert "--map FILE" in err.getvalue()
    assert "  Bên A: parties.provider\n" in err.getvalue()

"""Tables in and out. The rules are one for all tables, so all of them are tested here."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import translation

from articles.models import Article, Outlet
from changesets import jobs
from changesets.jobs import receive
from changesets.models import Import
from changesets.plan.apply import confirm
from changesets.plan.report import faults_of
from changesets.resources import table_resource
from partnerships.models import Agreement, Area, AreaCode, AreaSuccession, Clause, Partner, PartnerName
from people.models import Person, PersonName
from records.export.formats import FORMATS, write
from records.export.tables import by_dependency, tables
from records.models import Status
from tests import NIGHTLY
from tests import factories as make
from tests.office import complaints_about


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def register(db):
    """Something in every table, with what is easily lost: order, empty links, formula beginnings.

    What is published here may be: the article `z-bai` is a draft, so that its passage alone carries nothing.
    """
    second = make.article("z-bai", published="2018-06", byline="'PV", status="draft")
    first = make.article("a-bai")
    quote, other = make.passage(second, 3), make.passage(first, kind="headline", number=0)
    person = make.person()
    make.person_name(person, "Ông Phạm Đức Long")
    make.person_name(person, "PHẠM ĐỨC LONG.")
    today = make.area("hung-yen", code=("gso-2025", "33"))
    then = make.area("thai-binh", ended="2025-07-01")
    make.area_succession(then, today, passages=[other])
    make.area("dong-hung", level="district", parent=then)
    make.area_name(then, "Thái Bình", designation="Tỉnh", until="2025-06-30", passages=[quote, other])
    group, committee = make.partner(description="=1+1"), make.partner("ubnd-thai-binh", kind="peoples_committee")
    make.partner_name(group, "VNPT", "short")
    make.partner_name(group, "Tập đoàn a=b")
    make.partner("a-vnpt-thai-binh", parent=group, area=then)
    topic = make.topic(synonyms="mạng;cáp")
    solution = make.solution(provider=group)
    indicator = make.indicator()
    earlier = make.agreement("thai-binh-2014", period="2014/2020", stated_points=5, passages=[quote, other])
    later = make.agreement(
        "a-thai-binh-2021", status="draft", certainty="inferred", note="Năm suy ra.\nTừ đoạn 3.", signed="2021?"
    )
    public = make.party(earlier, committee, "public_body", passages=[quote, other])
    provider = make.party(earlier, group, name_as_printed="-VNPT", passages=[other])
    make.clause(earlier, 2, topics=[topic], obligors=[provider, public], due="2015", passages=[other, quote])
    make.clause(earlier, 1, passages=[other])
    make.signatory(earlier, person, part="signed", party=provider, capacity="Phó Tổng Giám đốc", passages=[other])
    make.signatory(earlier, person, part="spoke", passages=[other])
    make.relation(later, earlier, passages=[quote])
    make.position(person, group, first_cited="2014-10-15", passages=[other])
    make.deployment(solution, partner=committee, provider=group, passages=[quote, other])
    make.deployment(solution, area=then, status="draft")
    make.observation(indicator, area=then, as_of="2014", value="47", denominator="63", passages=[other])
    make.observation(indicator, partner=committee, value="-0.5", bound="almost", status="draft")
    make.event(agreements=[earlier, later], passages=[quote, other])
    make.succession(committee, group, passages=[other])


def exported(collection, ending="csv"):
    model = tables()[collection]
    resource = table_resource(model)()
    columns = resource.chosen()
    return b"".join(write(ending, columns, resource.ordered(model.objects.all()).rows(columns), collection))


def planned(collection, content, ending="csv", user=None, name="", *, why=""):
    """The import of `content`, planned; all tables of a workbook or an archive if no `collection` is said."""
    content = content.encode() if isinstance(content, str) else content
    upload = receive(BytesIO(content), name or f"{collection}.{ending}", owner=user, table=collection, why=why)
    jobs.plan_now(upload)
    return upload


def imported(*args, user=None, **kwargs):
    upload = planned(*args, user=user, **kwargs)
    if confirm(upload, user):
        jobs.apply_now(upload)
    return upload


def applied(upload):
    return upload.state == Import.State.APPLIED


def told(upload):
    return [(fault.line, fault.column, fault.value, fault.message) for _table, fault in faults_of(upload)]


def counts(created=0, updated=0, unchanged=0, refused=0):
    return {"created": created, "updated": updated, "unchanged": unchanged, "refused": refused}


# Lines of JSON go out to programs alone.
READ = [ending for ending in FORMATS if ending != "jsonl"]


@pytest.mark.parametrize(
    "ending", [pytest.param(ending, marks=[pytest.mark.one_database] * (ending != "csv")) for ending in READ]
)
def test_reading_what_was_written_changes_nothing(seeded, ending):
    for collection, model in tables().items():
        content, history = exported(collection, ending), model.history.count()
        result = imported(collection, content, ending)
        assert (told(result), result.counts()) == ([], counts(unchanged=model.objects.count())), collection
        assert applied(result)
        assert exported(collection, ending) == content, collection
        assert model.history.count() == history, collection


@pytest.mark.parametrize("ending", READ if NIGHTLY else ["csv"])
def test_the_tables_rebuild_the_register(register, ending):
    """Agreements come as drafts, then all that they are made of, and are published by their own table last."""
    order = [model.collection for model in by_dependency(tables().values())]
    files = {collection: exported(collection, ending) for collection in order}
    rows = {collection: tables()[collection].objects.count() for collection in order}
    Agreement.objects.update(status=Status.DRAFT)
    drafts = {**files, "agreements": exported("agreements", ending)}
    for collection in reversed(order):
        delete_all(tables()[collection])
    for collection in order:
        result = imported(collection, drafts[collection], ending)
        assert told(result) == []
        assert result.counts() == counts(created=rows[collection])
    assert imported("agreements", files["agreements"], ending).counts() == counts(updated=1, unchanged=1)
    assert {collection: exported(collection, ending) for collection in order} == files
    for collection in order:
        assert imported(collection, files[collection], ending).counts() == counts(unchanged=rows[collection])


def delete_all(model):
    model.objects.update(**{f.name: None for f in model._meta.fields if f.related_model is model and f.null})
    model.objects.all().delete()


@pytest.mark.one_database
def test_the_command_and_the_resource_write_the_same(register):
    out = StringIO()
    call_command("export_records", "agreements", stdout=out)
    assert out.getvalue().encode() == exported("agreements")


@pytest.mark.one_database
def test_rows_stand_by_what_they_are_part_of_and_then_as_entered(register):
    def firsts(collection, width):
        lines = exported(collection).decode().splitlines()[1:]
        return [tuple(line.split(",")[:width]) for line in lines if line.count(",") >= width]

    assert firsts("partners", 1) == [("a-vnpt-thai-binh",), ("ubnd-thai-binh",), ("vnpt",)]
    assert firsts("clauses", 2) == [("thai-binh-2014", "2"), ("thai-binh-2014", "1")]


def test_formulas_leave_marked_and_come_back_whole(register):
    content = exported("partners").decode()
    assert ",'=1+1\r\n" in content
    Partner.objects.filter(slug="vnpt").update(description="")
    assert imported("partners", content).counts() == counts(updated=1, unchanged=2)
    assert Partner.objects.get(slug="vnpt").description == "=1+1"
    assert "-0.5" in exported("observations").decode()
    assert "'-0.5" not in exported("observations").decode()


def test_rows_are_created_updated_and_left(register):
    content = "slug,status,name,unit\nphu-song-4g,published,Phủ sóng 4G,xã\nthue-bao,draft,Thuê bao,thuê bao\n"
    result = imported("indicators", content)
    assert (told(result), result.counts(), applied(result)) == ([], counts(created=1, updated=1), True)
    assert imported("indicators", content).counts() == counts(unchanged=2)


def test_a_missing_column_is_left_alone_and_an_empty_cell_clears(register):
    Agreement.objects.update(status=Status.DRAFT)
    imported("agreements", "slug,period,passages\nthai-binh-2014,,\n")
    agreement = Agreement.objects.get(slug="thai-binh-2014", period="", period_latest=None, stated_points=5)
    assert not agreement.passages.exists()
    imported("agreements", "slug,stated_points\nthai-binh-2014,\n")
    assert Agreement.objects.get(slug="thai-binh-2014").stated_points is None


def test_dates_are_read_as_people_type_them(register):
    imported("agreements", "slug,signed,period\nthai-binh-2014,27/10/2014,2014-2020\n")
    agreement = Agreement.objects.get(slug="thai-binh-2014")
    assert (agreement.signed, agreement.period) == ("2014-10-27", "2014/2020")
    imported("articles", "slug,retrieved\na-bai,05/06/2025\n")
    assert Article.objects.get(slug="a-bai").retrieved == date(2025, 6, 5)


def test_rows_may_name_rows_that_follow(db):
    content = "slug,name,level,parent\nthai-thuy,Thái Thụy,district,thai-binh\nthai-binh,Thái Bình,province,\n"
    assert imported("areas", content).counts() == counts(created=2)
    assert Area.objects.get(slug="thai-thuy").parent == Area.objects.get(slug="thai-binh")


def test_rows_in_a_circle_are_refused_by_line(db):
    result = imported("areas", "slug,name,level,parent\na,A,commune,b\nb,B,district,a\n")
    assert [(line, column) for line, column, _value, _message in told(result)] == [(2, "parent"), (3, "parent")]
    assert result.counts() == counts(refused=2)


def test_rows_that_close_a_circle_step_by_step_are_refused(db):
    for slug in ("p-a", "p-b", "p-c"):
        make.partner(slug)
    result = imported("partners", "slug,parent\np-c,p-a\np-a,p-b\np-b,p-a\n")
    message = "It is a unit of itself, by way of others: correct what it is a unit of."
    assert told(result) == [(3, "parent", "p-b", message), (4, "parent", "p-a", message)]
    assert not Partner.objects.filter(parent__isnull=False).exists()


ENDED = "The former area has not ended: say when, or that only a part was handed over."


def test_successions_of_areas_in_a_circle_are_refused(db):
    for slug in ("p-a", "p-b", "p-c"):
        make.area(slug, ended="2025-07-01")
    make.area("p-d")
    rows = ("p-c,p-a,merge,2025", "p-a,p-b,split,2025", "p-b,p-a,merge,2025", "p-d,p-a,merge,2025")
    result = imported("area-successions", "predecessor,successor,kind,date\n" + "\n".join(rows) + "\n")
    message = "It succeeds itself, by way of others: correct one of these successions."
    assert told(result) == [
        (3, "successor", "p-b", message),
        (4, "successor", "p-a", message),
        (5, "predecessor", "p-d", ENDED),
    ]
    assert not AreaSuccession.objects.exists()


def test_areas_of_before_bring_their_code_and_their_successor(db):
    """A succession is a draft: no law is named yet."""
    before = "slug,name,level,code,scheme,ended,succeeded_by\n"
    rows = "moi,Mới,province,33,gso-2025,,\ncu,Cũ,province,34,gso-2004,2025-07-01,moi\n"
    assert told(imported("areas", before + rows)) == []
    assert {*AreaCode.objects.values_list("area__slug", "scheme", "code")} == {
        ("moi", "gso-2025", "33"),
        ("cu", "gso-2004", "34"),
    }
    made = AreaSuccession.objects.values_list("predecessor__slug", "successor__slug", "kind", "date", "status")
    assert [*made] == [("cu", "moi", "merge", "2025-07-01", "draft")]


def test_a_derived_column_is_not_taken_for_one_of_before(db):
    today = "slug,name,level,codes,ended,succeeded_by\n"
    rows = "moi,Mới,province,gso-2025=33,,\ncu,Cũ,province,,2025-07-01,moi\n"
    assert told(imported("areas", today + rows)) == []
    assert not AreaSuccession.objects.exists()


def test_codes_follow_their_cell(register):
    imported("areas", "slug,codes\nhung-yen,gso-2025=33; gso-2004=33\n")
    assert [*AreaCode.objects.order_by("scheme").values_list("scheme", "code")] == [
        ("gso-2004", "33"),
        ("gso-2025", "33"),
    ]


def test_names_follow_their_cell(register):
    imported("people", "slug,names\npham-duc-long,Ông Phạm Đức Long; Phạm Đức  Long\n")
    assert sorted(PersonName.objects.values_list("name", flat=True)) == ["Phạm Đức Long", "Ông Phạm Đức Long"]
    imported("partners", "slug,names\nvnpt,short=VNPT;former=Tổng công ty BCVT\n")
    assert sorted(PartnerName.objects.values_list("kind", "name")) == [
        ("former", "Tổng công ty BCVT"),
        ("short", "VNPT"),
    ]
    assert [(row.name, row.history_type) for row in PartnerName.history.order_by("history_id")][-2:] == [
        ("Tập đoàn a=b", "-"),
        ("Tổng công ty BCVT", "+"),
    ]


NO_ADDRESS = "This is no web address: write it as https://example.vn/page."

SPOILED = {
    "bad-date": (
        "agreements",
        "slug,signed\nthai-binh-2014,31/02/2014\n",
        (2, "signed", "31/02/2014", "“31/02/2014” is no day of the calendar."),
    ),
    "period-for-a-date": (
        "agreements",
        "slug,signed\nthai-binh-2014,2014-2020\n",
        (2, "signed", "2014-2020", "“2014-2020” is a period; a single date is wanted."),
    ),
    "unknown-slug": (
        "partners",
        "slug,area\nvnpt,thai-bin\n",
        (2, "area", "thai-bin", "There is no area “thai-bin”. Did you mean “thai-binh”?"),
    ),
    "unknown-passage": (
        "agreements",
        "slug,passages\nthai-binh-2014,a-bai#headline;a-bai#paragraph-9\n",
        (2, "passages", "a-bai#headline;a-bai#paragraph-9", "There is no passage “a-bai#paragraph-9”."),
    ),
    "no-passage-at-all": (
        "agreements",
        "slug,passages\nthai-binh-2014,a-bai\n",
        (2, "passages", "a-bai", "There is no passage “a-bai”."),
    ),
    "party-of-another-agreement": (
        "signatories",
        "agreement,person,part,party\nthai-binh-2014,pham-duc-long,signed,a-vnpt-thai-binh\n",
        (
            2,
            "party",
            "a-vnpt-thai-binh",
            "“a-vnpt-thai-binh” is no party of “thai-binh-2014”. There are: “ubnd-thai-binh”, “vnpt”.",
        ),
    ),
    "slug-of-nothing-alike": (
        "parties",
        "agreement,partner,side\nthai-nguyen-2016,vnpt,provider\n",
        (2, "agreement", "thai-nguyen-2016", "There is no agreement “thai-nguyen-2016”."),
    ),
    "almost-a-name": (
        "parties",
        "agreement,partner,side\nthai-binh-2014,UBND Thái Bnh,provider\n",
        (2, "partner", "UBND Thái Bnh", "There is no partner “UBND Thái Bnh”. Did you mean “ubnd-thai-binh”?"),
    ),
    "key-of-nothing": (
        "parties",
        "agreement,partner,side\nthai-binh-2015,vnpt,provider\n",
        (
            2,
            "agreement",
            "thai-binh-2015",
            "There is no agreement “thai-binh-2015”. Did you mean “thai-binh-2014”?",
        ),
    ),
    "twice-in-the-file": (
        "indicators",
        'slug,name\nphu-song-4g,"Phủ\nsóng"\nphu-song-4g,Phủ sóng\n',
        (4, "slug", "phu-song-4g", "Line 2 of the file is about the same record."),
    ),
    "too-long": (
        "outlets",
        f"slug,name\nictpress,{'x' * 301}\n",
        (2, "name", "x" * 80 + "…", "Ensure this value has at most 300 characters (it has 301)."),
    ),
    "bad-choice": (
        "agreements",
        "slug,kind\nthai-binh-2014,treaty\n",
        (
            2,
            "kind",
            "treaty",
            "“treaty” is none of these: agreement (cooperation agreement); memorandum (memorandum of understanding); "
            "minutes; plan; not_named (document not named).",
        ),
    ),
    "bad-truth": (
        "articles",
        "slug,title_is_ours\na-bai,maybe\n",
        (2, "title_is_ours", "maybe", "Say “true” or “false”."),
    ),
    "bad-number": (
        "observations",
        "indicator,partner,area,as_of,value\nphu-song-4g,,thai-binh,2014,47.12345\n",
        (2, "value", "47.12345", "Ensure that there are no more than 3 decimal places."),
    ),
    "endless-number": (
        "observations",
        "indicator,partner,area,as_of,value\nphu-song-4g,,thai-binh,2014,1e999999999\n",
        (2, "value", "1e999999999", "Ensure that there are no more than 16 digits in total."),
    ),
    "endless-date": (
        "agreements",
        f"slug,signed\nthai-binh-2014,{'2014-' * 20_000}\n",
        (
            2,
            "signed",
            "2014-" * 16 + "…",
            "A date has at most 60 characters. Write 27/10/2017, 6/2018, 2016 or 2020-2025; in words what is not "
            "certain: about 2016, no later than 15/10/2014.",
        ),
    ),
    "no-number": (
        "clauses",
        "agreement,number,heading\nthai-binh-2014,two,Hai\n",
        (2, "number", "two", "“two” is no whole number."),
    ),
    "uncertain-without-note": (
        "agreements",
        "slug,certainty\nthai-binh-2014,disputed\n",
        (2, "certainty", "disputed", "What is inferred or disputed needs a reason, or a note that says why."),
    ),
    "constraint-of-two-columns": (
        "articles",
        "slug,number\na-bai,1/2025\n",
        (2, "number", "1/2025", "An official document has its number and its issuer; a press article neither."),
    ),
    "part-without-scheme": (
        "areas",
        "slug,codes\nhung-yen,33\n",
        (2, "codes", "33", "“33”: write scheme=33."),
    ),
    "rule-across-rows": (
        "areas",
        "slug,parent\nthai-binh,dong-hung\n",
        (2, "parent", "dong-hung", "It is part of itself, by way of others: correct what it is part of."),
    ),
    "required-and-empty": (
        "agreements",
        "slug,title\nthai-binh-2014,\n",
        (2, "title", "", "This cell may not be empty."),
    ),
    "term-required-and-empty": (
        "articles",
        "slug,language\na-bai,\n",
        (2, "language", "", "This cell may not be empty: write one of vi (Vietnamese); en (English)."),
    ),
    "script-address": (
        "outlets",
        "slug,url\nictpress,javascript:alert(1)\n",
        (2, "url", "javascript:alert(1)", NO_ADDRESS),
    ),
    "name-without-kind": (
        "partners",
        "slug,names\nvnpt,VNPT\n",
        (2, "names", "VNPT", "“VNPT”: write official=VNPT, short=VNPT, former=VNPT or variant=VNPT."),
    ),
    "name-of-no-kind": (
        "partners",
        "slug,names\nvnpt,nick=VNPT\n",
        (2, "names", "nick=VNPT", "“nick” is none of these: official; short; former; variant."),
    ),
    "unknown-heading": (
        "agreements",
        "slug,titel\nthai-binh-2014,x\n",
        (1, "titel", "titel", "There is no such column. Did you mean “title”?"),
    ),
    "heading-of-one-letter-more": (
        "agreements",
        "slug,Tieu dee\nthai-binh-2014,x\n",
        (1, "Tieu dee", "Tieu dee", "There is no such column. Did you mean “title”?"),
    ),
    "heading-of-nothing": (
        "agreements",
        "slug,Tài khoản\nthai-binh-2014,x\n",
        (1, "Tài khoản", "Tài khoản", "There is no such column: say which it is, or leave it out."),
    ),
    "kept-heading": (
        "agreements",
        "slug,version\nthai-binh-2014,7\n",
        (1, "version", "version", "This column is not imported: the register keeps it itself."),
    ),
    "missing-key": (
        "parties",
        "agreement,side\nthai-binh-2014,provider\n",
        (1, "partner", "", "This column is missing: rows are found by it."),
    ),
    "row-of-another-width": (
        "outlets",
        "slug,name\nictpress,ICT Press,x\n",
        (2, "", "x", "The row has more cells than there are headings: 3, not 2."),
    ),
}


@pytest.mark.one_database
@pytest.mark.parametrize(("collection", "content", "problem"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_row_is_told_and_nothing_is_written(register, collection, content, problem):
    before, history = exported(collection), tables()[collection].history.count()
    result = imported(collection, content)
    assert told(result) == [problem]
    assert result.counts()["refused"] == 1
    assert sum(result.counts().values()) == result.total == 1 + (collection == "indicators")
    assert not applied(result)
    assert exported(collection) == before
    assert tables()[collection].history.count() == history


def test_one_bad_row_holds_back_the_good_ones(register):
    result = imported("outlets", "slug,name,url\nmoi,Báo Mới,\nictpress,ICT,ftp//x\nz,,nowhere\n")
    assert told(result) == [
        (3, "url", "ftp//x", NO_ADDRESS),
        (4, "name", "", "This cell may not be empty."),
        (4, "url", "nowhere", NO_ADDRESS),
    ]
    assert result.counts() == counts(created=1, refused=2)
    assert list(Outlet.objects.values_list("slug", flat=True)) == ["ictpress"]


def test_a_trial_writes_nothing(register):
    result = planned("outlets", "slug,name\nmoi,Báo Mới\n")
    assert (result.counts(), applied(result), told(result)) == (counts(created=1), False, [])
    assert not Outlet.objects.filter(slug="moi").exists()
    assert not Outlet.history.filter(slug="moi").exists()


def test_history_names_the_user_and_the_file(register):
    user = make.staff("publisher")
    upload = imported(
        "clauses",
        "agreement,number,heading,passages,obligors\nthai-binh-2014,2,Điểm mới,a-bai#headline,vnpt\n",
        user=user,
    )
    clause = Clause.objects.get(number=2, agreement__slug="thai-binh-2014")
    traces = [
        clause.history.first(),
        clause.citations.model.history.filter(history_type="-").first(),
        clause.obligor_links.model.history.filter(history_type="-").first(),
    ]
    reason = f"import {upload.pk}: clauses.csv"
    assert [(trace.history_user, trace.history_change_reason) for trace in traces] == [(user, reason)] * 3
    assert [place.place for place in clause.passages.all()] == ["headline"]
    assert [party.partner.slug for party in clause.obligors.all()] == ["vnpt"]


def test_a_changed_record_has_a_new_version(register):
    imported("agreements", "slug,place\nthai-binh-2014,Thái Bình\na-thai-binh-2021,\n")
    versions = dict(Agreement.objects.values_list("slug", "version"))
    assert versions == {"thai-binh-2014": 2, "a-thai-binh-2021": 1}


def test_a_record_whose_parts_changed_has_a_new_version_too(register):
    """Else an agreement's form that was open meanwhile would write over the imported clauses unwarned."""
    upload = imported("clauses", "agreement,number,heading\nthai-binh-2014,1,Điểm mới\nthai-binh-2014,2,Điểm khác\n")
    imported("clauses", "agreement,number,heading\nthai-binh-2014,1,Điểm mới\n")
    versions = dict(Agreement.objects.values_list("slug", "version"))
    assert versions == {"thai-binh-2014": 2, "a-thai-binh-2021": 1}
    traces = Agreement.objects.get(slug="thai-binh-2014").history.all()
    assert [trace.history_change_reason for trace in traces] == [f"import {upload.pk}: clauses.csv", None]


def test_a_name_holds_no_separator(register):
    with translation.override("en"):
        assert told(imported("people", "slug,name\nmoi,Mới\n")) == []
        with pytest.raises(ValidationError) as refused:
            make.person_name(Person.objects.get(slug="moi"), "Một; Hai")
    assert refused.value.messages == ["A name has no “;” in it: tables separate names by it."]


REFUSED = "You may not do this: publishers change what is published."
PROPOSED = "proposed"
RIGHTS = {
    "editor-adds-draft": ("editor", "agreements", "slug,title,kind\nmoi,Mới,plan\n", None),
    "editor-adds-published": ("editor", "agreements", "slug,title,kind,status\nmoi,Mới,plan,published\n", "status"),
    "editor-changes-draft": ("editor", "articles", "slug,title\nz-bai,Mới\n", None),
    "editor-sends-to-review": ("editor", "articles", "slug,status\nz-bai,in_review\n", None),
    "editor-publishes": ("editor", "articles", "slug,status\nz-bai,published\n", "status"),
    "editor-changes-published": ("editor", "agreements", "slug,place\nthai-binh-2014,Huế\n", PROPOSED),
    "editor-withdraws": ("editor", "agreements", "slug,status\nthai-binh-2014,withdrawn\n", "status"),
    "editor-leaves-published": ("editor", "agreements", "slug,stated_points\nthai-binh-2014,5\n", None),
    "editor-changes-part-of-published": (
        "editor",
        "clauses",
        "agreement,number,heading\nthai-binh-2014,1,Mới\n",
        PROPOSED,
    ),
    "editor-cites-for-part-of-published": (
        "editor",
        "parties",
        "agreement,partner,passages\nthai-binh-2014,vnpt,a-bai#headline;z-bai#paragraph-3\n",
        PROPOSED,
    ),
    "editor-adds-part-to-published": (
        "editor",
        "clauses",
        "agreement,number,heading,passages\nthai-binh-2014,3,Mới,a-bai#headline\n",
        PROPOSED,
    ),
    "publisher-changes-part": ("publisher", "clauses", "agreement,number,heading\nthai-binh-2014,1,Mới\n", None),
    "publisher-publishes": ("publisher", "articles", "slug,status\nz-bai,published\n", None),
    "viewer-adds": ("viewer", "outlets", "slug,name\nmoi,Mới\n", "slug"),
    "viewer-changes-draft": ("viewer", "articles", "slug,title\nz-bai,Mới\n", "slug"),
    "nobody-changes-draft": ("", "articles", "slug,title\nz-bai,Mới\n", "slug"),
    "admin": ("admin", "agreements", "slug,status\nthai-binh-2014,withdrawn\n", None),
}


@pytest.mark.one_database
@pytest.mark.parametrize(("role", "collection", "content", "column"), RIGHTS.values(), ids=RIGHTS)
def test_rights(register, role, collection, content, column):
    result = imported(collection, content, user=make.staff(role), why="Nhầm")
    refusals = [(2, column, REFUSED)] if column and column != PROPOSED else []
    assert [(line, where, message) for line, where, _value, message in told(result)] == refusals
    assert applied(result) is (column is None)
    assert (result.kind == Import.Kind.PROPOSAL) is (column == PROPOSED)


@pytest.mark.one_database
def test_a_file_that_withdraws_says_why_and_the_history_has_it(register):
    content = "slug,status\nthai-binh-2014,withdrawn\n"
    refused = imported("agreements", content)
    said = "Say why it is withdrawn: bring the file in with a reason."
    assert told(refused) == [(2, "status", "withdrawn", said)]
    result = imported("agreements", content, why="Ghi hai lần")
    reason = Agreement.objects.get(slug="thai-binh-2014").history.first().history_change_reason
    assert (applied(result), reason) == (True, f"import {result.pk} – Ghi hai lần")


NOTHING_CITED = "No published passage carries it: cite one, or publish the one it cites, its article and outlet."
ONE_SIDE = "It needs at least two published principal parties."
PARTIES_UNCITED = f"Parties (%s): {NOTHING_CITED}"
DRAFT_FIRST = (
    "A new record comes as a draft: import it so, then its parts (clauses, parties, "
    f"relations of agreements, signatories), then publish it. So far: {ONE_SIDE}"
)


@pytest.mark.one_database
def test_publishing_by_a_column_meets_the_rules_of_publishing(register):
    make.agreement("trong", status=Status.DRAFT)
    result = imported("agreements", "slug,status\ntrong,published\n", user=make.staff("publisher"))
    assert told(result) == [(2, "status", "published", said) for said in (NOTHING_CITED, ONE_SIDE)]
    assert result.counts() == counts(refused=1)
    assert Agreement.objects.get(slug="trong").status == Status.DRAFT


def test_a_new_agreement_is_not_published_before_its_parts_are_in(register):
    content = "slug,title,kind,status,passages\nmoi,Mới,plan,draft,\nmoi-2,Mới,plan,published,a-bai#headline\n"
    result = imported("agreements", content, user=make.staff("publisher"))
    assert told(result) == [(3, "status", "published", DRAFT_FIRST)]
    assert (result.counts(), applied(result)) == (counts(created=1, refused=1), False)
    assert not Agreement.objects.filter(slug__startswith="moi").exists()


@pytest.mark.parametrize(
    ("passages", "problems"), [("a-bai#headline", []), ("z-bai#paragraph-3", [f"{NOTHING_CITED} (Bài z-bai)"])]
)
def test_a_new_fact_is_published_by_the_passages_of_its_own_row(register, passages, problems):
    content = f"person,partner,title,status,passages\npham-duc-long,vnpt,Chủ tịch,published,{passages}\n"
    result = imported("positions", content)
    assert told(result) == [(2, "status", "published", said) for said in problems]
    assert applied(result) is not problems


def test_parts_may_not_unmake_what_is_published(register):
    content = (
        "agreement,partner,role,passages\nthai-binh-2014,ubnd-thai-binh,witness,\nthai-binh-2014,vnpt,principal,\n"
    )
    result = imported("parties", content, user=make.staff("publisher"))
    assert told(result) == [
        (2, "agreement", "thai-binh-2014", said) for said in (ONE_SIDE, PARTIES_UNCITED % "UBND THAI BINH; VNPT")
    ]
    assert (result.counts(), applied(result)) == (counts(updated=1, refused=1), False)
    assert complaints_about(Agreement.objects.get(slug="thai-binh-2014"), "publication") == []


def test_only_the_end_of_the_file_counts(register):
    """The two parties change sides: half-way, they are on the same one."""
    content = "agreement,partner,side\nthai-binh-2014,ubnd-thai-binh,provider\nthai-binh-2014,vnpt,public_body\n"
    result = imported("parties", content)
    assert (told(result), result.counts()) == ([], counts(updated=2))


def test_what_was_published_against_the_rules_is_mended_step_by_step(register):
    make.agreement("cu")
    for collection, content in {
        "agreements": "slug,place\ncu,Huế\n",
        "parties": "agreement,partner,side,passages\ncu,vnpt,provider,a-bai#headline\n",
    }.items():
        assert (told(result := imported(collection, content)), applied(result)) == ([], True)
    result = imported("parties", "agreement,partner,side\ncu,ubnd-thai-binh,public_body\n")
    assert told(result) == [(2, "agreement", "cu", PARTIES_UNCITED % "UBND THAI BINH")]

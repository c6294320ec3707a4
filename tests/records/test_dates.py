import copy
import pickle
from datetime import UTC, date, datetime

import pytest
from django.contrib import admin
from django.core import serializers
from django.core.exceptions import ValidationError
from django.utils import translation
from edtf import EDTFParseException, parse_edtf
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from articles.models import Article
from partnerships.models import Agreement
from records.date_filters import DayField
from records.dates import LONGEST, Span, UncertainDate, as_typed, format_date, read, read_day, span, today
from tests import factories as make


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("", ""),
        ("27/10/2017", "2017-10-27"),
        ("7.1.2017", "2017-01-07"),
        ("6/2018", "2018-06"),
        ("06-2018", "2018-06"),
        ("2016", "2016"),
        ("2018-06", "2018-06"),
        ("2018-06-01", "2018-06-01"),
        ("2020-2025", "2020/2025"),
        ("2020 – 2025", "2020/2025"),
        ("05 năm (2020-2025)", "2020/2025"),
        ("5 years, from 2020 to 2025", "2020/2025"),
        ("2020 – 25", "2020/2025"),
        ("2021÷2025", "2021/2025"),
        ("2020-25", "2020/2025"),
        ("2011 – 12", "2011/2012"),
        ("2011-12", "2011-12"),
        ("6/2018 - 12/2020", "2018-06/2020-12"),
        ("1/1/2018 – 31/12/2020", "2018-01-01/2020-12-31"),
        ("2014/2020", "2014/2020"),
        ("2018/..", "2018/.."),
        ("2016?-08-03", "2016?-08-03"),
        ("[..2014-10-15]", "[..2014-10-15]"),
        ("2020~", "2020~"),
        # as articles write it
        *(
            (typed, "2017-10-27")
            for typed in (
                *("ngày 27 tháng 10 năm 2017", "ngày 27/10/2017", "27 tháng 10 năm 2017", "Ngày 27 tháng 10, 2017"),
                *("thứ Sáu, ngày 27/10/2017", "sáng ngày 27/10/2017", "27 tháng Mười năm 2017", "27/10 năm 2017"),
                *("27 Oct 2017", "27 October 2017", "October 27, 2017", "Oct. 27th, 2017", "27th of October 2017"),
                *("27-Oct-2017", "Friday, 27 October 2017", "on October 27, 2017", "27 / 10 / 2017", "27/10/2017."),
                *("2017/10/27", "2017.10.27", "2017-10-27 00:00:00", "2017-10-27T00:00:00", "(27/10/2017)"),
            )
        ),
        *(
            (typed, "2017-10")
            for typed in (
                "tháng 10 năm 2017",
                "tháng 10/2017",
                "Tháng Mười, 2017",
                "T10/2017",
                "Oct 2017",
                "tháng 10-2017",
            )
        ),
        ("ngày mùng 2 tháng 9 năm 2019", "2019-09-02"),
        ("tháng mười hai năm 2019", "2019-12"),
        ("năm 2017", "2017"),
        ("in 2017", "2017"),
        ("22 Apr 2016", "2016-04-22"),
        ("August 11, 2020", "2020-08-11"),
        ("khoảng năm 2018", "2018~"),
        ("around June 2018", "2018-06~"),
        ("quý III/2018", "[2018-07..2018-09]"),
        ("quý 3 năm 2018", "[2018-07..2018-09]"),
        ("Q3 2018", "[2018-07..2018-09]"),
        ("third quarter of 2018", "[2018-07..2018-09]"),
        ("6 tháng đầu năm 2020", "[2020-01..2020-06]"),
        ("6 tháng cuối năm 2020", "[2020-07..2020-12]"),
        ("first half of 2020", "[2020-01..2020-06]"),
        # periods
        *(
            (typed, "2020/2025")
            for typed in (
                *(
                    "giai đoạn 2020 - 2025",
                    "Giai đoạn 2020-2025",
                    "giai đoạn 2020-25",
                    "từ 2020 đến 2025",
                    "2020 to 2025",
                ),
                *("từ năm 2020 đến hết năm 2025", "from 2020 until 2025", "nhiệm kỳ 2020–2025", "the period 2020-2025"),
            )
        ),
        ("giai đoạn 2011-12", "2011/2012"),
        ("29/10/2025-29/10/2030", "2025-10-29/2030-10-29"),
        ("10/2025-12/2030", "2025-10/2030-12"),
        ("từ ngày 27 tháng 10 năm 2017 đến ngày 31 tháng 12 năm 2020", "2017-10-27/2020-12-31"),
        ("tháng 6/2018 – tháng 12/2020", "2018-06/2020-12"),
        ("từ 2018 đến nay", "2018/.."),
        ("2018 - nay", "2018/.."),
        ("since 2018", "2018/.."),
        ("đến hết năm 2025", "../2025"),
        ("giữa 2018 và 2020", "[2018..2020]"),
        # one spelling of one meaning
        ("2018/", "2018/.."),
        ("/2018", "../2018"),
        ("[2018-06..2018-06]", "2018-06"),
        ("2016?-08?", "2016-08?"),
    ],
)
def test_what_people_type_becomes_edtf(typed, edtf):
    assert read(typed) == edtf


MONTH_FIRST = "“%s” is no day of the calendar. Is the month first in it? Then write %s."
NO_ZERO = "“%s”: there is no month 0 and no day 0. If that is not known, write %s."
NO_DATE = (
    "“%s” is not a date. Write 27/10/2017, 6/2018, 2016 or 2020-2025; in words what is not certain: "
    "about 2016, no later than 15/10/2014."
)
NOT_EXACT = "“%s” is not exact: write what is known for certain, such as %s."


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("30/02/2018", "“30/02/2018” is no day of the calendar."),
        ("13/2018", "“13/2018” is no day of the calendar."),
        ("10/27/2017", MONTH_FIRST % ("10/27/2017", "27/10/2017")),
        ("12/21/2020", MONTH_FIRST % ("12/21/2020", "21/12/2020")),
        ("8/1/2011 - 6/30/2013", MONTH_FIRST % ("6/30/2013", "30/06/2013")),
        ("ngày 31 tháng 2 năm 2018", "“ngày 31 tháng 2 năm 2018” is no day of the calendar."),
        ("2017-00-15", NO_ZERO % ("2017-00-15", "2017")),
        ("2017-00-00", NO_ZERO % ("2017-00-00", "2017")),
        ("00/00/2017", NO_ZERO % ("00/00/2017", "2017")),
        ("2017-05-00", NO_ZERO % ("2017-05-00", "05/2017")),
        ("00/05/2017", NO_ZERO % ("00/05/2017", "05/2017")),
        ("00/2017", NO_ZERO % ("00/2017", "2017")),
        ("2017-00-00/2020-00-00", NO_ZERO % ("2017-00-00", "2017")),
        ("cuối năm 2018", NOT_EXACT % ("cuối năm 2018", "2018")),
        ("early October 2018", NOT_EXACT % ("early October 2018", "10/2018")),
        ("quý I/2018 - quý IV/2020", NOT_EXACT % ("quý I/2018", "01/2018")),
        ("27/10/17", "“27/10/17”: write the year with four digits, such as 27/10/2017."),
        ("27.10.98", "“27.10.98”: write the year with four digits, such as 27.10.1998."),
        ("5 năm", "“5 năm” says how long, and not when: write both ends, such as 2020-2025."),
        ("2025-2020", "“2025-2020” ends before it begins."),
        ("không rõ", "“không rõ”: leave it empty where it is not known."),
        ("n/a", "“n/a”: leave it empty where it is not known."),
        ("43035", "“43035” is how a spreadsheet counts days. If that day is meant, write 27/10/2017."),
        ("2025-21", "“2025-21”: seasons are not kept; write the months."),
        ("hôm qua", NO_DATE % "hôm qua"),
        ("2020-01-01..", NO_DATE % "2020-01-01.."),
        ("..2020", NO_DATE % "..2020"),
    ],
)
def test_what_is_no_date_is_refused_with_a_hint(typed, message):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        read(typed)
    assert refused.value.messages == [message]


@pytest.mark.parametrize(
    ("edtf", "typed"),
    [
        ("2024-11-18", "18/11/2024"),
        ("2018-06", "tháng 6/2018"),
        ("2024/2029", "2024–2029"),
        ("[..2014-10-15]", "không muộn hơn 15/10/2014"),
        ("2016?-08-03", "3/8/2016 (năm suy ra)"),
        ("2016~", "khoảng 2016"),
        ("2016-08~-03", "2016-08~-03"),  # no words of ours say it
        ("", ""),
    ],
)
def test_what_is_stored_comes_back_as_people_type_it(edtf, typed):
    with translation.override("vi"):
        assert (as_typed(edtf), read(as_typed(edtf))) == (typed, edtf)


@pytest.mark.parametrize(
    "text",
    [
        *("0000", "9999", "y17E7", "/", "../..", "[..]", "2018-02-30", "1/2/3/4", "20181", "2018/2019/2020"),
        *("201X", "?2016", "[2014,2016]", "[..2014..]", "2014-07-XX"),
        *("10-12/2017", "tháng 10-12/2017", "ngày 5-6/8/2018", "2017/10", "hai năm 2017", "May", "2016-08-03 00:00:01"),
        *("２０１８", "٢٠١٨", "2016-08-03T10:00:00", "2016-08-03T10:00:00/2017"),
    ],
)
def test_out_of_range_or_malformed_edtf_is_refused(text):
    with pytest.raises(ValidationError):
        read(text)


def test_spans_know_their_inner_and_open_bounds():
    assert span("2018-06") == Span(date(2018, 6, 1), date(2018, 6, 30), date(2018, 6, 1), date(2018, 6, 30))
    assert span("2020/2025") == Span(
        date(2020, 1, 1), date(2020, 12, 31), date(2025, 1, 1), date(2025, 12, 31), interval=True
    )
    assert span("2018/..") == Span(date(2018, 1, 1), date(2018, 12, 31), None, None, interval=True)
    assert span("[..2014-10-15]") == Span(None, date(2014, 10, 15), None, date(2014, 10, 15))
    assert span("2016?-08-03") == Span(*[date(2016, 8, 3)] * 4, certain=False)


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
PATTERNS = st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d", "%Y?", "%Y?-%m-%d", "%Y-%m?-%d", "%Y-%m-%d~", "%Y-%m%%"])


@given(st.lists(DAYS, min_size=2, max_size=2).map(sorted), PATTERNS, PATTERNS, st.sampled_from(["", "/", "["]))
def test_where_the_edtf_library_reads_a_date_it_means_the_same(days, start, end, form):
    first, last = (day.strftime(pattern) for day, pattern in zip(days, (start, end), strict=True))
    text = {"": first, "/": f"{first}/{last}", "[": f"[{days[0]}..{days[1]}]"}[form]
    ends = [read_by_the_library(part) for part in (first, last)]
    assume(form != "/" or ends[0][0] <= ends[1][1])
    parsed = read_by_the_library(text)
    assert (span(text).earliest, span(text).latest) == parsed
    if form == "/":
        assert (span(text).starts_latest, span(text).ends_earliest) == (ends[0][1], ends[1][0])


def read_by_the_library(text):
    try:
        parsed = parse_edtf(text)
    except EDTFParseException:  # it knows fewer of the marked intervals
        reject()
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        ("2017-10-27", "27/10/2017", "27 October 2017"),
        ("2018-06", "tháng 6/2018", "June 2018"),
        ("2016", "2016", "2016"),
        ("2020?-12-18", "18/12/2020 (năm suy ra)", "18 December 2020 (year inferred)"),
        ("2020?", "2020 (năm suy ra)", "2020 (year inferred)"),
        ("[..2014-10-15]", "không muộn hơn 15/10/2014", "no later than 15 October 2014"),
        ("[2014-10..]", "không sớm hơn tháng 10/2014", "no earlier than October 2014"),
        ("2020/2025", "2020–2025", "2020–2025"),
        ("2018-06/2020-12", "tháng 6/2018 – tháng 12/2020", "June 2018 – December 2020"),
        ("2018/..", "từ 2018", "from 2018"),
        ("2018~", "khoảng 2018", "about 2018"),
        ("2018-06-01?", "1/6/2018 (chưa chắc)", "1 June 2018 (uncertain)"),
        ("2018-06?-01", "1/6/2018 (năm và tháng suy ra)", "1 June 2018 (year and month inferred)"),
        ("2018%", "khoảng 2018 (năm suy ra)", "about 2018 (year inferred)"),
        ("../2018-06", "đến tháng 6/2018", "until June 2018"),
        ("[2018..2020-06]", "trong khoảng từ 2018 đến tháng 6/2020", "between 2018 and June 2020"),
        ("", "", ""),
    ],
)
def test_dates_are_said_in_both_languages_and_never_more_exactly_than_known(text, vietnamese, english):
    with translation.override("vi"):
        assert format_date(text) == vietnamese
        assert read(vietnamese) == text
    with translation.override("en"):
        assert format_date(text) == english
        assert read(vietnamese) == read(english) == text


def test_today_is_the_day_in_viet_nam(monkeypatch):
    evening_in_utc = datetime(2026, 1, 1, 18, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening_in_utc)
    assert today() == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "precision", "certain", "exact_day", "plain"),
    [
        ("", "", True, "", ""),
        ("2018", "year", True, "", "2018"),
        ("2018-06", "month", True, "", "2018-06"),
        ("2018-06-01", "day", True, "2018-06-01", "2018-06-01"),
        ("2018?-06-01", "day", False, "", ""),
        ("2018~", "year", False, "", ""),
        ("[..2014-10-15]", "", True, "", ""),
        ("2018/2020-06", "", True, "", "2018/2020-06"),
        ("2018/..", "", True, "", "2018/.."),
        ("../2018", "", True, "", ""),
        ("2018/", "", True, "", ""),
        ("2018/2020%", "", False, "", ""),
    ],
)
def test_a_date_says_what_its_form_says(text, precision, certain, exact_day, plain):
    value = UncertainDate(text)
    assert (value.precision, value.certain, value.exact_day, value.plain) == (precision, certain, exact_day, plain)
    assert value == text
    assert value.span == span(text)


@pytest.mark.django_db
def test_a_column_holds_a_date_set_read_copied_and_kept_in_the_history():
    made = make.agreement(signed="2018-06-01")
    stored = Agreement.objects.get()
    values = [
        Agreement(signed="2018-06-01").signed,
        made.signed,
        stored.signed,
        Agreement.objects.defer("signed").get().signed,
        Agreement.objects.values_list("signed", flat=True).get(),
        stored.history.get().signed,
        copy.deepcopy(stored).signed,
        pickle.loads(pickle.dumps(stored)).signed,
    ]
    assert [value.exact_day for value in values] == ["2018-06-01"] * len(values)
    assert '"signed": "2018-06-01"' in serializers.serialize("json", [stored])
    assert type(Agreement._meta.get_field("signed").get_prep_value(stored.signed)) is str


def test_what_is_longer_than_a_column_is_no_date_at_any_door():
    longest = "[..2014-10-15]".ljust(LONGEST)
    assert read(longest) == "[..2014-10-15]"  # spaces at the end are none of it
    with translation.override("en"), pytest.raises(ValidationError, match="A date has at most 60 characters"):
        read("{" + ",".join(["2020"] * 700) + "}")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("đến năm 2020", "“đến năm 2020” is a period. If a day in it is meant, write no later than 2020."),
        ("from 6/2018", "“from 6/2018” is a period. If a day in it is meant, write no earlier than June 2018."),
        ("2018 -  2020", "“2018 - 2020” is a period; a single date is wanted."),
    ],
)
def test_a_period_where_a_date_is_wanted_is_quoted_as_typed(typed, message):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        Agreement._meta.get_field("signed").clean(typed, None)
    with translation.override("en"):
        assert refused.value.messages == [message]


@pytest.mark.parametrize(
    "typed", ["18 tháng 12 năm 2019", "18 Dec 2019", "December 18, 2019", "18/12/2019", "2019-12-18 00:00:00"]
)
def test_one_day_is_read_alike_in_forms_and_filters(typed):
    field = admin.site.get_model_admin(Article).formfield_for_dbfield(Article._meta.get_field("retrieved"), None)
    assert [field.clean(typed), DayField().clean(typed), read_day(typed)] == [date(2019, 12, 18)] * 3
    assert Agreement._meta.get_field("signed").clean(typed, None) == "2019-12-18"
    with translation.override("en"), pytest.raises(ValidationError, match="name one day, such as 27/10/2017"):
        field.clean("12/2019")

"""The fixtures, the command that loads them and the table that says where each fact comes from."""

import json
import re
from collections import Counter, defaultdict
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import translation

from articles.models import Article, Fact, Passage
from partnerships.models import Agreement, Area, AreaCode, AreaName, AreaSuccession, Clause, Party, Signatory
from partnerships.models.area_tree import places
from people.models import Person
from records.dates import UncertainDate
from records.models import PublishableModel, TrackedModel

FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("*.json"))
FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_the_register_holds_fifteen_agreements(seeded):
    assert set(Agreement.objects.public().values_list("slug", flat=True)) == {
        "thai-binh-2014",
        "hung-yen-2016",
        "thanh-hoa-2015",
        "thieu-hoa-2017",
        "cam-thuy-2018",
        "quang-xuong-2018",
        "nga-son-2018",
        "cuc-thue-thanh-hoa-2016",
        "lien-doan-vo-thuat-thanh-hoa-2018",
        "so-gddt-thanh-hoa-2018",
        "tinh-doan-thanh-hoa-2018",
        "bac-kan-2015",
        "bac-kan-2020",
        "nghe-an-2014",
        "nghe-an-2020",
    }


def test_there_were_63_provinces_and_are_34(seeded):
    provinces = Area.objects.filter(level=Area.Level.PROVINCE)
    before, since = date(2025, 6, 30), date(2025, 7, 1)
    there = Q(founded_earliest=None) | Q(founded_earliest__lte=before)
    assert provinces.filter(there, Q(ended_latest=None) | Q(ended_latest__gt=before)).count() == 63
    assert provinces.filter(Q(ended_latest=None) | Q(ended_latest__gt=since)).count() == 34
    whole = AreaSuccession.objects.filter(kind__in=AreaSuccession.WHOLE)
    assert not provinces.exclude(ended="").exclude(pk__in=whole.values("predecessor")).exists()
    today = Area.objects.get(slug="hung-yen")
    within = Area.objects.filter(pk__in=places().within(today.pk))
    assert set(within.values_list("slug", flat=True)) == {"hung-yen", "hung-yen-cu", "thai-binh"}


def test_there_are_25_provinces_and_9_cities_each_with_its_codes(seeded):
    """As of November 2026, by the resolutions of that year; a name in force is what the area is shown under."""
    today = Area.objects.filter(level=Area.Level.PROVINCE, ended="")
    assert Counter(today.values_list("designation", flat=True)) == {"Tỉnh": 25, "Thành phố": 9}
    schemes = Counter(AreaCode.objects.values_list("scheme", flat=True))
    assert schemes == {"gso-2004": 64, "gso-2025": 34, "iso-3166-1": 1}  # Hà Tây among those of 2004
    assert {each.area for each in AreaCode.objects.filter(scheme="gso-2025").select_related("area")} == {*today}
    for name in AreaName.objects.filter(kind=AreaName.Kind.OFFICIAL).select_related("area"):
        assert str(name) == str(name.area)


@pytest.mark.parametrize(
    ("slug", "day", "called", "now"),
    [
        ("hue", "2016", "Tỉnh Thừa Thiên Huế", ["hue"]),
        ("hue", "2024-12-31", "Tỉnh Thừa Thiên Huế", ["hue"]),
        ("hue", "2025-01-01", "Thành phố Huế", ["hue"]),
        ("dong-nai", "2026-04-29", "Tỉnh Đồng Nai", ["dong-nai"]),
        ("dong-nai", "2026-04-30", "Thành phố Đồng Nai", ["dong-nai"]),
        ("ha-tay", "2006", "Tỉnh Hà Tây", ["ha-noi"]),
        ("vinh-phuc", "2006", "Tỉnh Vĩnh Phúc", ["phu-tho"]),
        ("can-tho-truoc-2004", "2003", "Tỉnh Cần Thơ", ["can-tho"]),
        ("lai-chau-truoc-2004", "2003", "Tỉnh Lai Châu", ["dien-bien", "lai-chau"]),
        ("dak-lak-truoc-2004", "2003", "Tỉnh Đắk Lắk", ["dak-lak", "lam-dong"]),
    ],
)
def test_areas_are_called_and_followed_as_the_law_says(seeded, slug, day, called, now):
    tree = places()
    area = tree.by_slug[slug]
    assert tree.called(area, UncertainDate(day)) == called
    assert sorted(each.slug for each in tree.provinces_now(area)) == now


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("Thừa Thiên Huế", "hue"),
        ("Thành phố Hồ Chí Minh", "ho-chi-minh"),
        ("TP Hồ Chí Minh", "ho-chi-minh"),
        ("TP.HCM", "ho-chi-minh"),
        ("TPHCM", "ho-chi-minh"),
        ("Sài Gòn", "ho-chi-minh"),
        ("Đắc Lắc", "dak-lak"),
        ("Daklak", "dak-lak"),
        ("Bắc Cạn", "bac-kan"),
        ("Hà Tây", "ha-tay"),
    ],
)
def test_areas_are_found_by_every_name(seeded, query, slug):
    assert slug in Area.objects.search(query).values_list("slug", flat=True)


def test_every_fact_has_a_passage_and_every_row_is_public(seeded):
    without = {model: model.objects.filter(passages=None) for model in FACTS}
    # Spellings and everyday names have no document that set them, and say so.
    everyday = without.pop(AreaName)
    assert {*everyday.values_list("kind", "certainty")} == {("variant", "inferred"), ("short", "inferred")}
    assert {model: [row.key for row in rows] for model, rows in without.items()} == {model: [] for model in without}
    for model in apps.get_models():
        if issubclass(model, PublishableModel):
            assert model.objects.public().count() == model.objects.count(), model


def test_every_agreement_counts_the_points_it_states(seeded):
    for agreement in Agreement.objects.all():
        if agreement.stated_points is not None:
            areas = agreement.clauses.filter(kind=Clause.Kind.AREA).count()
            assert (agreement.slug, areas) == (agreement.slug, agreement.stated_points)


def test_one_person_held_three_offices_over_four_articles(seeded):
    person = Person.objects.get(slug="pham-duc-long")
    said = Signatory.objects.filter(person=person).values_list("agreement__slug", flat=True)
    assert set(said) == {"thai-binh-2014", "hung-yen-2016", "bac-kan-2020", "nghe-an-2020"}
    articles = Article.objects.filter(passages__signatories__person=person).distinct()
    assert articles.count() == 4
    assert list(person.positions.values_list("partner__slug", "title", "first_cited")) == [
        ("vnpt", "Thành viên Hội đồng Thành viên kiêm Phó Tổng Giám đốc", "[..2014-10-15]"),
        ("vnpt", "Tổng Giám đốc", "2016?-08-03"),
        ("vnpt", "Chủ tịch Hội đồng Thành viên", "2020?"),
    ]


def test_obligors_are_parties_of_the_clause_s_own_agreement(seeded):
    for clause in Clause.objects.prefetch_related("obligors"):
        assert {party.agreement_id for party in clause.obligors.all()} <= {clause.agreement_id}


def test_what_the_articles_leave_open_stays_open(seeded):
    said = dict(Agreement.objects.values_list("slug", "signed"))
    assert said["thai-binh-2014"] == "[..2014-10-15]"
    assert said["hung-yen-2016"] == "2016?-08-03"
    assert said["nghe-an-2020"] == "2020?-12-18"
    assert said["cam-thuy-2018"] == "2018-06"
    assert said["nga-son-2018"] == "[2018-08-01..2018-08-13]"  # the month is told, and the day of the article
    assert said["cuc-thue-thanh-hoa-2016"] == "2016"
    # What a passage calls strategic there is the partner, and no passage tells of a signing.
    assert (said["bac-kan-2015"], Agreement.objects.get(slug="bac-kan-2015").strategic) == ("", "not_said")
    disputed = Agreement.objects.get(slug="bac-kan-2015")
    assert disputed.certainty == "disputed"
    assert "2015" in disputed.note
    assert "2016" in disputed.note
    ours = Article.objects.filter(title_is_ours=True)
    assert [article.slug for article in ours] == ["vnpt-nghe-an-2020"]


def test_fixtures_name_rows_by_natural_keys_alone():
    for path in FIXTURES:
        for entry in json.loads(path.read_text(encoding="utf-8")):
            assert set(entry) == {"model", "fields"}, path
            assert not {"id", "version", "folded", "sort_key"} & set(entry["fields"]), entry


def history_rows():
    return sum(model.history.count() for model in apps.get_models() if issubclass(model, TrackedModel))


def test_a_second_seed_changes_nothing_and_writes_no_history(seeded, capsys):
    before = history_rows()
    call_command("seed")
    assert set(re.findall(r"\d+ (\w+)", capsys.readouterr().out)) == {"unchanged"}
    assert history_rows() == before


def test_the_seed_keeps_what_the_office_changed_or_deleted(seeded, capsys):
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    agreement.place = "Vinh"
    agreement.save()
    agreement.relations.get().delete()
    Party.objects.filter(agreement=agreement).first().set_links("passages", [])
    call_command("seed")
    kept = {line.split(":")[0]: line for line in capsys.readouterr().out.splitlines() if "kept" in line}
    assert set(kept) == {"agreements", "relations"}
    agreement.refresh_from_db()
    assert (agreement.place, agreement.relations.count()) == ("Vinh", 0)
    call_command("seed", "--overwrite", verbosity=0)
    agreement.refresh_from_db()
    assert (agreement.place, agreement.relations.count()) == ("", 1)


def test_a_corrected_fixture_reaches_what_nobody_touched(seeded, capsys):
    # As if the fixture had been corrected: the stored row is older, and its last change was the seed's.
    Agreement.objects.filter(slug="nghe-an-2020").update(title="Tên cũ")
    call_command("seed")
    assert "agreements: 1 updated, 14 unchanged" in capsys.readouterr().out
    assert Agreement.objects.get(slug="nghe-an-2020").title != "Tên cũ"


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("agreements", ('"2015-09-19"', '"2015-02-30"'), r"agreements\.json, record \d+, .*thanh-hoa-2015"),
        ("areas", ('"ended": "2004-01-01"', '"ended": ""'), r"AreaSuccession \d+: The former area has not ended"),
    ],
)
def test_a_bad_fixture_is_named_and_nothing_is_loaded(tmp_path, settings, file, change, said):
    (tmp_path / "fixtures").mkdir()
    for path in FIXTURES:
        (tmp_path / "fixtures" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    broken = tmp_path / "fixtures" / f"{file}.json"
    broken.write_text(broken.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match=said):
        call_command("seed", verbosity=0)
    assert not Area.objects.exists()


ROW = re.compile(r"^\| (?P<place>[a-z]+(?:-\d+)?) \| (?P<taken>`[^`]*`)? ?\|")


def documented():
    """Of docs/seeds.md: each place with the facts listed there, as `collection: key`."""
    listed, article = {}, ""
    for line in (settings.BASE_DIR / "docs" / "seeds.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"Article `([a-z0-9-]+)`", line):
            article = heading[1]
        elif article and (row := ROW.match(line)):
            taken = (row["taken"] or "").strip("`")
            facts = set()
            for group in filter(None, taken.split("; ")):
                collection, _colon, keys = group.partition(": ")
                facts |= {f"{collection}: {key}" for key in keys.split(", ")}
            listed[f"{article}#{row['place']}"] = facts
    return listed


def test_the_table_of_places_is_true_in_both_directions(seeded):
    cited = defaultdict(set, {passage.reference: set() for passage in Passage.objects.select_related("article")})
    for model in FACTS:
        for fact in model.objects.prefetch_related("passages__article"):
            for passage in fact.passages.all():
                cited[passage.reference].add(f"{model.collection}: {fact.key}")
    assert documented() == dict(cited)

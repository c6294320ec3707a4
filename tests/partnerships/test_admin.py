import pytest
from django.test import Client

from partnerships.models import Agreement, AgreementRelation, Clause, ClauseCitation, ClauseObligor, Party, Signatory
from records.models import Status
from tests import factories as make
from tests import office
from tests.office import errors, posted_by, row, shown
from tests.statistics import count_rows

pytestmark = pytest.mark.django_db

UNSOURCED = "No published passage carries it: cite one, or publish the one it cites, its article and outlet."

AREAS = [
    "Giải pháp CNTT cho cải cách hành chính",
    "Hạ tầng viễn thông và đô thị thông minh",
    "An toàn, an ninh thông tin",
    "Tuyên truyền và nguồn nhân lực",
    "Công nghiệp CNTT",
    "Nông nghiệp thông minh",
]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make.staff("editor"))
    return client


@pytest.fixture
def publisher() -> Client:
    client = Client()
    client.force_login(make.staff("publisher"))
    return client


@pytest.fixture
def nghe_an():
    """What stands in the register before the article of 2020 is read."""
    article = make.article("vnpt-nghe-an-2020")
    province = make.area("nghe-an", name="Nghệ An", designation="Tỉnh")
    return {
        "headline": make.passage(article, 0, kind="headline"),
        "p1": make.passage(article, 1),
        "p8": make.passage(article, 8),
        "vnpt": make.partner("vnpt"),
        "ubnd": make.partner("ubnd-tinh-nghe-an", kind="peoples_committee", area=province),
        "viettel": make.partner("viettel", name="Viettel"),
        "long": make.person("pham-duc-long"),
        "trung": make.person("nguyen-duc-trung"),
        "topic": make.topic("ha-tang"),
        "security": make.topic("an-toan-thong-tin"),
        "before": make.agreement("nghe-an-2014"),
    }


def typed(client: Client, nghe_an, **changed):
    """The form of a new agreement as filled in from the article alone."""
    p1, p8 = [nghe_an["p1"].pk], [nghe_an["p8"].pk]
    vnpt, ubnd = nghe_an["vnpt"].pk, nghe_an["ubnd"].pk
    data = shown(client, office.page(Agreement, "add"))
    data |= {
        "title": "Thỏa thuận hợp tác chiến lược VNPT – Nghệ An 2020-2025",
        "slug": "nghe-an-2020",
        "kind": "agreement",
        "strategic": "yes",
        "signed": "18/12/2020",
        "period": "2020-2025",
        "stated_points": "6",
        "passages": [nghe_an["headline"].pk, nghe_an["p1"].pk],
    }
    row(data, "parties", partner=vnpt, side="provider", role="principal", certainty="stated", passages=p1)
    row(
        data,
        "parties",
        partner=ubnd,
        side="public_body",
        role="principal",
        name_as_printed="UBND tỉnh Nghệ An",
        certainty="stated",
        passages=p1,
    )
    for person, party, capacity in (
        ("long", vnpt, "Chủ tịch HĐTV Tập đoàn VNPT"),
        ("trung", ubnd, "Chủ tịch UBND tỉnh Nghệ An"),
    ):
        row(
            data,
            "signatories",
            person=nghe_an[person].pk,
            part="spoke",
            party=party,
            capacity=capacity,
            certainty="stated",
            passages=p8,
        )
    for number, heading in enumerate(AREAS, start=1):
        row(
            data,
            "clauses",
            number=number,
            kind="area",
            heading=heading,
            outcome="unknown",
            certainty="stated",
            topics=[nghe_an["security" if number == 3 else "topic"].pk],
            obligors=[vnpt, ubnd] if number < 6 else [vnpt],
            passages=p8,
        )
    row(
        data,
        "relations",
        kind="follows",
        other=nghe_an["before"].pk,
        certainty="inferred",
        note="Bài báo kể bản ghi nhớ trước đó.",
        passages=p1,
    )
    return data | changed


def test_an_editor_enters_the_whole_agreement_in_one_post(editor, nghe_an):
    response = editor.post(office.page(Agreement, "add"), typed(editor, nghe_an))
    assert response.status_code == 302, errors(response)
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    assert (agreement.signed, agreement.period, agreement.status) == ("2020-12-18", "2020/2025", "draft")
    assert [p.place for p in agreement.passages.all()] == ["headline", "paragraph-1"]
    assert list(agreement.parties.values_list("partner__slug", "side", "name_as_printed")) == [
        ("vnpt", "provider", ""),
        ("ubnd-tinh-nghe-an", "public_body", "UBND tỉnh Nghệ An"),
    ]
    found = [
        (
            clause.number,
            clause.heading,
            [topic.slug for topic in clause.topics.all()],
            [party.partner.slug for party in clause.obligors.order_by("id")],
            [passage.place for passage in clause.passages.all()],
        )
        for clause in agreement.clauses.all()
    ]
    both = ["vnpt", "ubnd-tinh-nghe-an"]
    assert found == [
        (1, AREAS[0], ["ha-tang"], both, ["paragraph-8"]),
        (2, AREAS[1], ["ha-tang"], both, ["paragraph-8"]),
        (3, AREAS[2], ["an-toan-thong-tin"], both, ["paragraph-8"]),
        (4, AREAS[3], ["ha-tang"], both, ["paragraph-8"]),
        (5, AREAS[4], ["ha-tang"], both, ["paragraph-8"]),
        (6, AREAS[5], ["ha-tang"], ["vnpt"], ["paragraph-8"]),
    ]
    assert list(agreement.signatories.values_list("person__slug", "party__partner__slug", "capacity")) == [
        ("pham-duc-long", "vnpt", "Chủ tịch HĐTV Tập đoàn VNPT"),
        ("nguyen-duc-trung", "ubnd-tinh-nghe-an", "Chủ tịch UBND tỉnh Nghệ An"),
    ]
    relation = AgreementRelation.objects.get()
    assert (relation.agreement, relation.kind, relation.other) == (agreement, "follows", nghe_an["before"])
    history = agreement.history.get()
    assert (history.history_type, history.history_user.username) == ("+", "editor")
    assert ClauseObligor.history.filter(history_user__username="editor").count() == 11


def test_a_publisher_publishes_what_the_editor_entered(editor, publisher, nghe_an):
    editor.post(office.page(Agreement, "add"), typed(editor, nghe_an))
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    office.take(publisher, "publish", agreement)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.version) == (Status.PUBLISHED, 2)
    last = agreement.history.first()
    assert (last.history_user.username, last.history_change_reason[:7]) == ("publisher", "review ")
    assert list(Agreement.objects.public().values_list("slug", flat=True)) == ["nghe-an-2020", "nghe-an-2014"]


@pytest.mark.one_database
def test_an_obligor_and_a_signatory_must_be_parties(editor, nghe_an):
    viettel = nghe_an["viettel"].pk
    data = typed(editor, nghe_an)
    data |= {"clauses-0-obligors": [viettel], "signatories-1-party": viettel}
    response = editor.post(office.page(Agreement, "add", language="en"), data)
    stranger = ["“Viettel”: no party to this agreement."]
    assert errors(response) == {"clauses-0-obligors": stranger, "signatories-1-party": stranger}
    assert not Agreement.objects.filter(slug="nghe-an-2020").exists()
    assert posted_by(response)["clauses-5-heading"] == AREAS[5]


def test_a_party_that_still_owes_something_is_not_removed(editor, nghe_an):
    editor.post(office.page(Agreement, "add"), typed(editor, nghe_an))
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    address = office.page(Agreement, "change", agreement.pk)
    data = shown(editor, address)
    names = {data[f"parties-{place}-partner"]: place for place in (0, 1)}
    data[f"parties-{names[nghe_an['ubnd'].pk]}-DELETE"] = "on"
    response = editor.post(address, data)
    assert set(errors(response)) == {
        "signatories-1-party",
        *(f"clauses-{place}-obligors" for place in range(5)),
    }
    assert agreement.parties.count() == 2


def test_an_untouched_form_changes_no_part(editor, nghe_an):
    editor.post(office.page(Agreement, "add"), typed(editor, nghe_an))
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    address = office.page(Agreement, "change", agreement.pk)
    assert editor.post(address, shown(editor, address)).status_code == 302
    for model in (Party, Clause, Signatory, AgreementRelation, ClauseObligor, ClauseCitation):
        assert not model.history.exclude(history_type="+").exists(), model
    assert Signatory.objects.filter(party=None).count() == 0


def test_a_changed_part_is_saved_with_its_links(editor, nghe_an):
    editor.post(office.page(Agreement, "add"), typed(editor, nghe_an))
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    address = office.page(Agreement, "change", agreement.pk)
    data = shown(editor, address)
    data |= {"clauses-5-heading": "Nông nghiệp", "clauses-5-obligors": [nghe_an["ubnd"].pk], "clauses-5-topics": []}
    assert editor.post(address, data).status_code == 302
    clause = agreement.clauses.get(number=6)
    assert clause.heading == "Nông nghiệp"
    assert [party.partner.slug for party in clause.obligors.all()] == ["ubnd-tinh-nghe-an"]
    assert list(clause.topics.all()) == []


def test_publishing_in_the_form_says_what_is_missing_and_saves_a_draft(publisher, nghe_an):
    data = typed(publisher, nghe_an) | {"_continue": "publish", "clauses-2-passages": []}
    data["passages"] = []
    response = publisher.post(office.page(Agreement, "add", language="en"), data, follow=True)
    (entry, *_rest) = response.context["tables"][0][1]
    assert [str(each) for each in entry["complaints"]] == [UNSOURCED, f"Clauses (3): {UNSOURCED}"]
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    assert (agreement.status, agreement.clauses.count(), agreement.history.count()) == (Status.DRAFT, 6, 1)
    address = office.page(Agreement, "change", agreement.pk, language="en")
    cites = {"passages": [nghe_an["p1"].pk], "clauses-2-passages": [nghe_an["p8"].pk], "_continue": "publish"}
    response = publisher.post(address, shown(publisher, address) | cites)
    office.package(publisher, response["Location"], "approve", "Đã xem")  # nobody else may publish
    agreement.refresh_from_db()
    assert agreement.status == Status.PUBLISHED


# Keys that move

Numbered = list[tuple[int, str]]


@pytest.fixture
def numbered(editor):
    """The form of an agreement with the clauses 1 and 2, and its address."""
    agreement = make.signed_agreement(status="draft")
    for number in (1, 2):
        make.clause(agreement, number)
    address = office.page(Agreement, "change", agreement.pk, language="en")
    return address, shown(editor, address)


def clauses() -> Numbered:
    return list(Clause.objects.values_list("number", "heading"))


def test_clauses_move_up_for_a_new_first_one(editor, numbered):
    address, data = numbered
    data |= {"clauses-0-number": 2, "clauses-1-number": 3}
    row(data, "clauses", number=1, kind="area", heading="Mới", outcome="unknown", certainty="stated")
    response = editor.post(address, data)
    assert response.status_code == 302, errors(response)
    assert clauses() == [(1, "Mới"), (2, "Điều 1"), (3, "Điều 2")]
    assert [clause.history.count() for clause in Clause.objects.all()] == [1, 2, 2]


def test_clauses_change_places(editor, numbered):
    address, data = numbered
    response = editor.post(address, data | {"clauses-0-number": 2, "clauses-1-number": 1})
    assert response.status_code == 302, errors(response)
    assert clauses() == [(1, "Điều 2"), (2, "Điều 1")]


def test_a_clause_takes_the_number_of_a_deleted_one(editor, numbered):
    address, data = numbered
    response = editor.post(address, data | {"clauses-0-number": 2, "clauses-1-DELETE": "on"})
    assert response.status_code == 302, errors(response)
    assert clauses() == [(2, "Điều 1")]


def test_parties_exchange_their_partners(editor, numbered):
    address, data = numbered
    first, second = data["parties-0-partner"], data["parties-1-partner"]
    response = editor.post(address, data | {"parties-0-partner": second, "parties-1-partner": first})
    assert response.status_code == 302, errors(response)
    sides = {party.side: (party.partner.slug, party.history.count()) for party in Party.objects.all()}
    assert sides == {"provider": ("ubnd-tinh-nghe-an", 2), "public_body": ("vnpt", 2)}


@pytest.mark.parametrize(
    ("prefix", "same", "sentence"),
    [
        ("clauses", ("number",), "Two rows have the same number."),
        ("parties", ("partner",), "Two rows have the same partner."),
        ("signatories", ("person", "part"), "Two rows have the same person and part."),
    ],
)
def test_two_rows_of_one_key_are_an_error_in_words(editor, nghe_an, prefix, same, sentence):
    data = typed(editor, nghe_an)
    data |= {f"{prefix}-1-{name}": data[f"{prefix}-0-{name}"] for name in same}
    response = editor.post(office.page(Agreement, "add", language="en"), data)
    assert errors(response)[prefix] == [sentence]
    assert not Agreement.objects.filter(slug="nghe-an-2020").exists()


# Versions


def test_an_untouched_form_is_no_new_version(editor, nghe_an):
    editor.post(office.page(Agreement, "add"), typed(editor, nghe_an))
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    address = office.page(Agreement, "change", agreement.pk)
    assert editor.post(address, shown(editor, address)).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.version, agreement.history.count()) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [{"clauses-0-heading": "Khác"}, {"clauses-0-DELETE": "on"}, {"clauses-0-topics": []}, {"passages": []}],
    ids=["part", "part deleted", "links of a part", "links"],
)
def test_a_change_of_parts_or_links_alone_is_a_new_version(editor, nghe_an, change):
    editor.post(office.page(Agreement, "add"), typed(editor, nghe_an))
    agreement = Agreement.objects.get(slug="nghe-an-2020")
    address = office.page(Agreement, "change", agreement.pk)
    response = editor.post(address, shown(editor, address) | change)
    assert response.status_code == 302, errors(response)
    agreement.refresh_from_db()
    assert (agreement.version, agreement.history.count()) == (2, 2)


# The form itself


@pytest.mark.parametrize("count", [2, 20])
def test_the_form_takes_the_same_queries_however_many_clauses(editor, django_assert_num_queries, count):
    agreement = make.signed_agreement(status="draft")
    for number in range(1, count + 1):
        make.clause(
            agreement,
            number,
            obligors=agreement.parties.all(),
            topics=[make.topic(f"chu-de-{number}")],
            passages=[make.passage(number=number)],
        )
    address = office.page(Agreement, "change", agreement.pk, language="en")
    editor.get(address)  # content types are read once a process
    with django_assert_num_queries(26):
        response = editor.get(address)
    page = response.content.decode()
    assert f"selected>Chu-De-{count}</option>" in page
    assert page.count("selected>VNPT</option>") == count + 1
    assert not [each.name for each in response.templates if each.name and each.name.endswith("/select_option.html")]
    assert "Obligors:" in page


# Lists


def agreements(count: int) -> None:
    group, committee = make.partner(), make.partner("ubnd", kind="peoples_committee")
    for number in range(count):
        made = make.agreement(f"a-{number}", signed=f"{2000 + number % 20}", period="2020/2025")
        make.party(made, group)
        make.party(made, committee, Party.Side.PUBLIC_BODY)
    count_rows()


@pytest.mark.parametrize("count", [2, 200])
def test_the_list_takes_the_same_queries_however_long(editor, django_assert_num_queries, count):
    agreements(count)
    make.area("nghe-an")
    with django_assert_num_queries(13):
        response = editor.get(office.page(Agreement, "changelist") + "?all=")
    assert response.content.decode().count('class="action-select"') == count


def test_search_meets_with_or_without_marks(editor):
    make.agreement("thai-binh-2014", title="VNPT – Thái Bình 2014")
    make.agreement("hung-yen-2016", title="VNPT – Hưng Yên 2016")
    for query in ("thai binh", "Thái Bình", "THÁI  BÌNH"):
        response = editor.get(office.page(Agreement, "changelist"), {"q": query})
        assert [row.slug for row in response.context["cl"].result_list] == ["thai-binh-2014"], query


def test_filters_find_by_status_lifecycle_kind_year_and_province(editor):
    hung_yen = make.area("hung-yen")
    thai_binh = make.area("thai-binh", ended="2025-07-01", succeeded_by=hung_yen)
    committee = make.partner("ubnd-thai-binh", area=thai_binh)
    old = make.agreement("thai-binh-2014", signed="[..2014-10-15]", period="2014/2016", status="draft")
    make.party(old, committee, Party.Side.PUBLIC_BODY)
    make.agreement("nghe-an-2020", signed="2020", period="2020/2999", kind="plan")

    def found(**query: str) -> list[str]:
        response = editor.get(office.page(Agreement, "changelist"), query)
        return [row.slug for row in response.context["cl"].result_list]

    assert found(status="draft") == ["thai-binh-2014"]
    assert found(lifecycle="expired") == ["thai-binh-2014"]
    assert found(lifecycle="in_force") == ["nghe-an-2020"]
    assert found(kind="plan") == ["nghe-an-2020"]
    assert found(year="2014") == ["thai-binh-2014"]
    assert found(year="2020") == ["nghe-an-2020"]
    assert found(province="hung-yen") == ["thai-binh-2014"]
    assert found(province="nowhere") == found(status="nonsense") == found(year="9" * 11) == []


# In a browser


@pytest.mark.browser
def test_the_list_shows_all_its_columns_beside_the_filters(page, live_server):
    made = make.agreement(
        title="Thỏa thuận hợp tác chiến lược VNPT – Thái Bình", signed="2020-12-18", period="2020/2025"
    )
    make.party(made, make.partner(name="Tập đoàn Bưu chính Viễn thông Việt Nam"))
    make.area("nghe-an")
    make.staff("admin")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/login/?next=/admin/partnerships/agreement/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "mat-khau")
    page.click("[type=submit]")
    page.wait_for_selector("#result_list")
    cut_off = "(box) => box.scrollWidth - box.clientWidth"
    assert page.locator(".results").evaluate(cut_off) == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_an_editor_chooses_a_partner_without_typing_accents(page, live_server, width):
    make.partner("ubnd-thai-binh", name="Ủy ban nhân dân tỉnh Thái Bình", kind="peoples_committee")
    make.partner("vnpt", name="Tập đoàn VNPT")
    make.staff("editor")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/admin/login/?next=/en/admin/partnerships/agreement/add/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "mat-khau")
    page.click("[type=submit]")

    page.locator("#id_title").press_sequentially("Đại học đô thị Thái Bình")
    assert page.input_value("#id_slug") == "dai-hoc-do-thi-thai-binh"

    page.get_by_role("button", name="Add: party").click()
    page.click("#parties-0 .field-partner .select2-selection")
    page.keyboard.type("thai bi")
    option = page.locator(".select2-results__option--highlighted", has_text="Thái Bình")
    option.click()
    chosen = page.locator("#parties-0 .field-partner .select2-selection__rendered")
    assert chosen.get_attribute("title") == "Ủy ban nhân dân tỉnh Thái Bình"
    assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.select_option("#id_kind", "agreement")
    page.select_option("#id_parties-0-side", "public_body")
    page.click("[name=_save]")
    page.wait_for_selector(".success")
    assert list(Party.objects.values_list("agreement__slug", "partner__slug", "side")) == [
        ("dai-hoc-do-thi-thai-binh", "ubnd-thai-binh", "public_body")
    ]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_step_is_taken_by_keyboard_after_what_was_typed(page, live_server, width):
    agreement = make.signed_agreement(status="draft")
    make.staff("editor")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/admin/login/?next=/en/admin/partnerships/agreement/{agreement.pk}/change/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", "mat-khau")
    page.click("[type=submit]")
    page.fill("#id_summary", "Tóm tắt mới")
    button = page.get_by_role("button", name="Save and submit for review")
    assert button.bounding_box()["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Submit for review").focus()
    page.keyboard.press("Enter")
    page.get_by_text("1 record is in review.").wait_for()
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    agreement.refresh_from_db()
    assert (agreement.status, agreement.summary) == ("in_review", "Tóm tắt mới")


def test_the_list_exports_to_a_file_that_can_be_imported(publisher: Client, nghe_an):
    form = publisher.get(office.page(Agreement, "export")).context["form"]
    chosen = {field.html_name: "on" for field in form if field.value() is True}
    answer = publisher.post(office.page(Agreement, "export"), chosen | {"format": "0"})
    heading, first = b"".join(answer).decode("utf-8-sig").splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert heading.startswith("slug,status,title,kind,strategic,signed,period,")
    assert first.startswith("nghe-an-2014,published,")

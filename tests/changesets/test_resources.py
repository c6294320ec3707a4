"""django-import-export by its own doors: a resource's export and import, and the addresses of its admin."""

import io

import pytest
import tablib
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from import_export.exceptions import ImportError as ImportFailed
from import_export.results import Result, RowResult

from articles.models import Outlet
from changesets.models import Import, PlanPage, PlanWrites
from changesets.resources import table_resource
from records.export.tables import tables
from tests import factories as make

from .uploading import at, read, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def outlets():
    make.outlet("bao", name="Báo", url="https://bao.vn/")
    make.outlet("dai", name="Đài")
    return table_resource(Outlet)()


def dataset(*rows):
    return tablib.Dataset(*rows, headers=["slug", "name"])


CHANGES = (("bao", "Báo"), ("dai", "Đài Mới"), ("moi", "Báo Mới"))


def kinds(result):
    return [row.import_type for row in result]


def names():
    return dict(Outlet.objects.values_list("slug", "name"))


def test_a_trial_says_what_would_become_of_each_row_and_writes_nothing(outlets):
    result = outlets.import_data(dataset(*CHANGES), dry_run=True)
    assert isinstance(result, Result)
    assert kinds(result) == ["skip", "update", "new"]
    assert result.diff_headers == ["slug", "name"]
    assert [row.diff for row in result] == [["bao", "Báo"], ["dai", "Đài → Đài Mới"], ["moi", "Báo Mới"]]
    assert (result.total_rows, result.totals["new"], result.totals["update"], result.totals["skip"]) == (3, 1, 1, 1)
    assert not result.has_errors()
    assert not result.has_validation_errors()
    assert names() == {"bao": "Báo", "dai": "Đài"}
    assert not any(model.objects.exists() for model in (Import, PlanPage, PlanWrites))


def test_without_a_trial_the_plan_is_applied_and_may_be_undone(outlets):
    editor = make.staff("publisher")
    result = outlets.import_data(dataset(*CHANGES), user=editor, file_name="bao.csv")
    assert kinds(result) == ["skip", "update", "new"]
    assert names() == {"bao": "Báo", "dai": "Đài Mới", "moi": "Báo Mới"}
    changeset = Import.objects.get()
    assert (changeset.state, changeset.owner, changeset.file_name) == ("applied", editor, "bao.csv")
    history = Outlet.objects.get(slug="moi").history.get()
    assert (history.history_change_reason, history.history_user) == (changeset.reason, editor)


@pytest.mark.parametrize("dry_run", [True, False])
def test_one_wrong_row_and_nothing_is_written_at_all(outlets, dry_run):
    rows = dataset(*CHANGES, ("moi", "Báo Mới"), ("ten", ""))
    result = outlets.import_data(rows, dry_run=dry_run, collect_failed_rows=True)
    assert kinds(result) == ["skip", "update", "new", "invalid", "invalid"]
    assert [(row.number, row.values, row.error_dict) for row in result.invalid_rows] == [
        (4, ("moi", "Báo Mới"), {"slug": ["Line 3 of the file is about the same record."]}),
        (5, ("ten", ""), {"name": ["This cell may not be empty."]}),
    ]
    assert [row[:2] for row in result.failed_dataset] == [("moi", "Báo Mới"), ("ten", "")]
    assert names() == {"bao": "Báo", "dai": "Đài"}
    assert not Import.objects.exists()


def test_what_is_wrong_with_the_whole_is_an_error_of_the_base(outlets):
    result = outlets.import_data(tablib.Dataset(("a", "red"), headers=["slug", "colour"]))
    assert kinds(result) == [RowResult.IMPORT_TYPE_ERROR]
    assert [error.error.messages for error in result.base_errors] == [
        ["Line 1, colour: There is no such column: say which it is, or leave it out."]
    ]


def test_errors_are_raised_if_they_should_be(outlets):
    with pytest.raises(ImportFailed, match="may not be empty"):
        outlets.import_data(dataset(("ten", "")), raise_errors=True)


def test_rights_are_those_of_the_user(outlets):
    result = outlets.import_data(dataset(("dai", "Đài Mới")), user=make.staff("editor"))
    assert kinds(result) == ["invalid"]
    assert names()["dai"] == "Đài"


@pytest.mark.parametrize("collection", sorted(tables()))
def test_what_is_exported_is_imported_again_without_a_change(collection):
    make.whole_register()
    resource = table_resource(tables()[collection])()
    exported = resource.export()
    assert exported.headers == [column.name for column in resource.chosen()]
    result = resource.import_data(exported)
    assert len(exported) > 0
    assert (set(kinds(result)), result.base_errors) == ({"skip"}, [])


def test_an_empty_cell_clears_the_column(outlets):
    outlets.import_data(tablib.Dataset(("bao", None), headers=["slug", "url"]))
    assert Outlet.objects.get(slug="bao").url == ""


# The addresses of the admin


def address(model, name):
    with translation.override("en"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}")


def test_every_table_has_the_addresses_of_import_export():
    for model in tables().values():
        assert admin.site.get_model_admin(model).get_resource_classes(None) == [table_resource(model)]
        assert address(model, "import").endswith(f"/{model._meta.model_name}/import/")
        assert address(model, "export").endswith(f"/{model._meta.model_name}/export/")


@pytest.mark.one_database
def test_a_table_is_uploaded_at_its_own_address_and_previewed_where_all_are():
    publisher = signed_in("publisher")
    page = publisher.get(address(Outlet, "import"))
    assert page.context["form"]["table"].value() == "outlets"
    assert address(Outlet, "import") in publisher.get(address(Outlet, "changelist")).content.decode()

    file = SimpleUploadedFile("rows.csv", "slug,name\nmoi,Báo Mới\n".encode())
    answer = publisher.post(address(Outlet, "import"), {"table": "outlets", "file": file})
    found = Import.objects.get()
    assert answer.headers["location"] == at("change", found.pk)
    assert "Báo Mới" in read(publisher, at("change", found.pk))
    assert not Outlet.objects.exists()
    publisher.post(at("confirm", found.pk))
    assert names() == {"moi": "Báo Mới"}


def test_what_the_library_would_read_a_second_time_leads_to_the_upload():
    publisher = signed_in("publisher")
    answer = publisher.post(address(Outlet, "process_import"), {"import_file_name": "x", "format": "0"})
    assert answer.headers["location"] == address(Outlet, "import")


def test_columns_are_named_in_words_and_only_the_chosen_ones_leave(outlets):
    viewer = signed_in("viewer")
    form = viewer.get(address(Outlet, "export")).context["form"]
    labels = {name: str(field.label) for name, field in form.fields.items() if name.startswith("outletresource_")}
    assert labels["outletresource_url"] == "Address (url)"
    chosen = {"format": "0", "resource": "0", "outletresource_slug": "on", "outletresource_url": "on"}
    answer = viewer.post(address(Outlet, "export"), chosen)
    assert answer.streaming
    content = io.BytesIO(b"".join(answer.streaming_content)).getvalue().decode("utf-8-sig")
    assert content.splitlines() == ["slug,url", "bao,https://bao.vn/", "dai,"]

"""The one code and the one successor of an area become rows of their own, with a history that begins here."""

from django.db import migrations
from django.utils import timezone


def forwards(apps, schema_editor):
    every = _tables(apps, schema_editor)
    areas = every("Area")
    histories = every("HistoricalArea").order_by("history_date", "history_id")
    # Whether the office has touched the area: the seed may go on with what only it has written.
    reasons = dict(histories.values_list("id", "history_change_reason"))
    for area in areas.all():
        area.save(update_fields=["folded"])  # in another order than before
    for area in areas.exclude(code=""):
        code = every("AreaCode").create(area=area, scheme=area.scheme, code=area.code)
        _remember(every("HistoricalAreaCode"), code, reasons.get(area.pk))
    for area in areas.exclude(succeeded_by=None):
        both = areas.filter(pk__in=[area.pk, area.succeeded_by_id])
        status = "published" if both.filter(status="published").count() == 2 else "draft"
        made = {"kind": "merge", "date": area.ended, "status": status}
        succession = every("AreaSuccession").create(predecessor=area, successor_id=area.succeeded_by_id, **made)
        _remember(every("HistoricalAreaSuccession"), succession, reasons.get(area.pk))


def _remember(history, row, reason):
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    kept = {field.attname for field in history.model._meta.concrete_fields}
    told = {name: value for name, value in values.items() if name in kept}
    history.create(history_type="+", history_date=timezone.now(), history_change_reason=reason, **told)


def backwards(apps, schema_editor):
    every = _tables(apps, schema_editor)
    areas = every("Area")
    for code in every("AreaCode").order_by("-scheme"):  # of several the earliest stays
        areas.filter(pk=code.area_id).update(scheme=code.scheme, code=code.code)
    for succession in every("AreaSuccession").exclude(kind="boundary").exclude(predecessor__ended="").order_by("-pk"):
        areas.filter(pk=succession.predecessor_id).update(succeeded_by=succession.successor_id)


def _tables(apps, schema_editor):
    def rows(name):
        return apps.get_model("partnerships", name)._base_manager.using(schema_editor.connection.alias)

    return rows


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0011_area_codes_names_and_successions"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]

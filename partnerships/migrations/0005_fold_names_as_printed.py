"""What parties of before were printed as, folded; a migration of its own, for nobody shall wait for it."""

from django.db import migrations

SOME = 500
# `bulk_update` writes five hundred rows a second, this many times as many.
FOLD = (
    "UPDATE partnerships_party SET folded = given.column3 FROM (VALUES {}) AS given "
    "WHERE id = given.column1 AND name_as_printed = given.column2"
)


def fold(apps, schema_editor):
    connection = schema_editor.connection
    printed = apps.get_model("partnerships", "Party")._base_manager.using(connection.alias).exclude(name_as_printed="")
    keys = list(printed.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), SOME):
        parties = printed.filter(pk__in=keys[start : start + SOME]).only("name_as_printed")
        folded = [(party.pk, party.name_as_printed, party.folded) for party in parties]
        if folded:  # somebody may have deleted all of them since
            rows = ", ".join(["(%s, %s, %s)"] * len(folded))
            with connection.cursor() as cursor:
                cursor.execute(FOLD.format(rows), [value for row in folded for value in row])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("partnerships", "0004_names_as_printed_are_searched"),
    ]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]

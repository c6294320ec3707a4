"""What parties were printed as is searched; the indexes over it are made after every `migrate`."""

from django.db import migrations

import records.fields


def forget(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":  # which drops no column that a trigger names
        for event in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS search_partnerships_party_{event}")
        schema_editor.execute("DROP TABLE IF EXISTS search_partnerships_party")


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0003_indexes_of_facets"),
    ]

    operations = [
        migrations.AddField(
            model_name="party",
            name="folded",
            field=records.fields.FoldedField(default="  ", editable=False, sources=("name_as_printed",)),
            preserve_default=False,
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]

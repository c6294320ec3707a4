"""What parties were printed as is searched; the indexes over it are made after every `migrate`."""

from django.db import migrations

import records.fields


def fold(apps, schema_editor):
    parties = apps.get_model("partnerships", "Party")._base_manager.using(schema_editor.connection.alias)
    batch = []
    for party in parties.exclude(name_as_printed="").only("name_as_printed").iterator(2000):
        batch.append(party)
        if len(batch) == 2000:
            parties.bulk_update(batch, ["folded"])
            batch = []
    parties.bulk_update(batch, ["folded"])


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
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]

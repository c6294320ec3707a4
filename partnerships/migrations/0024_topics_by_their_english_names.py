from django.db import migrations

import records.fields
from records.text import sort_key


def fill(apps, schema_editor):
    topics = apps.get_model("partnerships", "Topic")._base_manager.using(schema_editor.connection.alias)
    for topic in topics.only("label_en"):
        topics.filter(pk=topic.pk).update(sort_key_en=sort_key(topic.label_en[:60]))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0023_lists_in_their_orders")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="sort_key_en",
            field=records.fields.SortKeyField(db_default="", db_index=True, max_length=200, sources=("label_en",)),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

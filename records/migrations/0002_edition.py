from django.db import migrations, models


def drop_triggers(apps, schema_editor):
    """Without the table they would refuse every write; `records.caching` puts them back after the way forwards."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS records_mark_edition() CASCADE")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%UPDATE records_edition %'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


class Migration(migrations.Migration):
    dependencies = [("records", "0001_imports")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("slot", models.PositiveSmallIntegerField(default=0)),
                ("mark", models.BigIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("table", "slot"), name="records_edition_once")],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]

from django.db import migrations, models


def drop_triggers(apps, schema_editor):
    """Without the table they would refuse every write; `records.caching` puts them back after the way forwards."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS records_mark_edition() CASCADE")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%INTO records_touched %'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0007_pairs_told_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicRow',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('collection', models.CharField(max_length=40)),
                ('row', models.PositiveBigIntegerField()),
                ('key', models.TextField()),
                ('gone', models.BooleanField(default=False)),
                ('change', models.PositiveBigIntegerField(unique=True)),
                ('updated', models.DateTimeField()),
                ('digest', models.CharField(max_length=32)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['collection', 'id'], name='public_row_walk')],
                'constraints': [models.UniqueConstraint(fields=('collection', 'row'), name='public_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Touched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63)),
                ('row', models.BigIntegerField()),
                ('kind', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['kind', 'id'], name='touched_by_kind')],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, drop_triggers),
    ]

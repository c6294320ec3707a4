import django.db.models.deletion
import records.fields
import records.migrations._operations
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        records.migrations._operations.CreateModels(
            operations=[migrations.CreateModel(
                name='HistoricalPerson',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('slug', models.SlugField(help_text='The word in its address, e.g. nghe-an-2020.', max_length=120, verbose_name='slug')),
                    ('name', records.fields.LineField(help_text='Without title or honorific.', max_length=200, verbose_name='name')),
                    ('description', records.fields.LineField(blank=True, help_text='Half a line that tells namesakes apart.', max_length=300, verbose_name='description')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical person',
                    'verbose_name_plural': 'historical people',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('slug', models.SlugField(help_text='The word in its address, e.g. nghe-an-2020.', max_length=120, unique=True, verbose_name='slug')),
                    ('name', records.fields.LineField(help_text='Without title or honorific.', max_length=200, verbose_name='name')),
                    ('description', records.fields.LineField(blank=True, help_text='Half a line that tells namesakes apart.', max_length=300, verbose_name='description')),
                    ('folded', records.fields.FoldedField(sources=('name', 'description'))),
                    ('sort_key', records.fields.SortKeyField(db_index=True, max_length=200, sources=('name',))),
                ],
                options={
                    'verbose_name': 'person',
                    'verbose_name_plural': 'people',
                    'ordering': ('sort_key', 'id'),
                    'abstract': False,
                    'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                },
            ), migrations.CreateModel(
                name='HistoricalPersonName',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('name', records.fields.LineField(max_length=200, verbose_name='name')),
                    ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='people.person', verbose_name='person')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical other name',
                    'verbose_name_plural': 'historical other names',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='PersonName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='people.person', verbose_name='person')),
                    ('name', records.fields.LineField(max_length=200, verbose_name='name')),
                    ('folded', records.fields.FoldedField(sources=('name',))),
                    ('sort_key', records.fields.SortKeyField(db_index=True, max_length=200, sources=('name',))),
                ],
                options={
                    'verbose_name': 'other name',
                    'verbose_name_plural': 'other names',
                    'ordering': ('sort_key', 'id'),
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('name__contains', ';'), _negated=True), name='people_personname_single', violation_error_message='A name has no “;” in it: tables separate names by it.'), models.UniqueConstraint(fields=('person', 'name'), name='people_personname_once', violation_error_message='This person already has that name.')],
                },
            )],
        ),
    ]

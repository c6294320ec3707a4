import django.db.models.deletion
import records.fields
import records.migrations._operations
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_no_placeholder_for_unknown_outlets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('partnerships', '0010_what_passages_read'),
    ]

    operations = [
        records.migrations._operations.CreateModels(
            operations=[migrations.CreateModel(
                name='AreaCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scheme', records.fields.LineField(help_text='Who gave the code, e.g. gso-2025.', max_length=40, verbose_name='code scheme')),
                    ('code', records.fields.LineField(max_length=20, verbose_name='code')),
                    ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='partnerships.area', verbose_name='area')),
                ],
                options={
                    'verbose_name': 'code',
                    'verbose_name_plural': 'codes',
                    'ordering': ('scheme', 'code'),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='partnerships_areacode_once', violation_error_message='Another area has this code in this scheme.'), models.UniqueConstraint(fields=('area', 'scheme'), name='partnerships_areacode_one_a_scheme', violation_error_message='This area already has a code in this scheme.'), models.CheckConstraint(condition=models.Q(models.Q(('scheme__contains', '='), _negated=True), models.Q(('scheme__contains', ';'), _negated=True), models.Q(('code__contains', ';'), _negated=True)), name='partnerships_areacode_separable', violation_error_message='Neither “;” nor “=”: tables write scheme=code;scheme=code.')],
                },
            ), migrations.CreateModel(
                name='AreaName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('certainty', records.fields.TermField(choices=[('stated', 'stated'), ('inferred', 'inferred'), ('disputed', 'disputed')], default='stated', max_length=30, verbose_name='certainty')),
                    ('reason', records.fields.TermField(blank=True, choices=[('year_not_printed', 'the year is not printed'), ('date_not_printed', 'the date is not printed'), ('from_period', 'inferred from the period'), ('sources_disagree', 'the passages disagree'), ('wording_ambiguous', 'the wording can be read in two ways'), ('name_ambiguous', 'the printed name may mean several'), ('instrument_not_named', 'no passage names the instrument'), ('role_not_said', 'the part played is not said'), ('actor_not_said', 'who does it is not said'), ('extent_not_said', 'how far it reaches is not said'), ('relation_not_said', 'how the two relate is not said'), ('told_of_series', 'told of a whole series, not of this one'), ('no_figure', 'an amount in words, no figure'), ('from_context', 'inferred from the context')], help_text='Why it is not stated; the note says more.', max_length=30, verbose_name='reason')),
                    ('note', records.fields.ProseField(blank=True, help_text='Why it is inferred, or which passages contradict.', max_length=2000, verbose_name='note')),
                    ('kind', records.fields.TermField(choices=[('official', 'official'), ('former', 'former'), ('short', 'short'), ('variant', 'variant')], max_length=30, verbose_name='kind')),
                    ('designation', records.fields.LineField(blank=True, help_text='E.g. Tỉnh, Thành phố, Huyện.', max_length=60, verbose_name='designation')),
                    ('name', records.fields.LineField(help_text='Without “tỉnh” or “huyện”, e.g. Thái Bình.', max_length=200, verbose_name='name')),
                    ('since', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='since')),
                    ('since_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='since')),
                    ('since_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='since')),
                    ('until', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='last day')),
                    ('until_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='until')),
                    ('until_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='until')),
                    ('folded', records.fields.FoldedField(sources=('designation', 'name'))),
                    ('sort_key', records.fields.SortKeyField(db_index=True, max_length=200, sources=('name',))),
                    ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='area_names', to='partnerships.area', verbose_name='area')),
                    ('passages', models.ManyToManyField(blank=True, related_name='area_names', through='partnerships.AreaNameCitation', to='articles.passage', verbose_name='passages')),
                ],
                options={
                    'verbose_name': 'name of an area',
                    'verbose_name_plural': 'names of areas',
                    'ordering': ('area_id', models.OrderBy(models.F('since_earliest'), descending=True, nulls_last=True), 'sort_key', 'id'),
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('certainty', 'stated'), models.Q(('reason', ''), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='partnerships_areaname_explained', violation_error_message='What is inferred or disputed needs a reason, or a note that says why.'), models.CheckConstraint(condition=models.Q(('since', ''), ('since_earliest__isnull', False), ('since_latest__isnull', False), _connector='OR'), name='partnerships_areaname_since_known', violation_error_message='Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].'), models.CheckConstraint(condition=models.Q(('until', ''), ('until_earliest__isnull', False), ('until_latest__isnull', False), _connector='OR'), name='partnerships_areaname_until_known', violation_error_message='Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].'), models.CheckConstraint(condition=models.Q(('name__contains', ';'), _negated=True), name='partnerships_areaname_single', violation_error_message='A name has no “;” in it: tables separate names by it.'), models.UniqueConstraint(fields=('area', 'designation', 'name'), name='partnerships_areaname_once', violation_error_message='This area already has that name.')],
                },
            ), migrations.CreateModel(
                name='AreaNameCitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='partnerships.areaname')),
                    ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.passage', verbose_name='passage')),
                ],
                options={
                    'verbose_name': 'citation',
                    'verbose_name_plural': 'citations',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('fact', 'passage'), name='partnerships_areanamecitation_once')],
                },
            ), migrations.CreateModel(
                name='AreaSuccession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('certainty', records.fields.TermField(choices=[('stated', 'stated'), ('inferred', 'inferred'), ('disputed', 'disputed')], default='stated', max_length=30, verbose_name='certainty')),
                    ('reason', records.fields.TermField(blank=True, choices=[('year_not_printed', 'the year is not printed'), ('date_not_printed', 'the date is not printed'), ('from_period', 'inferred from the period'), ('sources_disagree', 'the passages disagree'), ('wording_ambiguous', 'the wording can be read in two ways'), ('name_ambiguous', 'the printed name may mean several'), ('instrument_not_named', 'no passage names the instrument'), ('role_not_said', 'the part played is not said'), ('actor_not_said', 'who does it is not said'), ('extent_not_said', 'how far it reaches is not said'), ('relation_not_said', 'how the two relate is not said'), ('told_of_series', 'told of a whole series, not of this one'), ('no_figure', 'an amount in words, no figure'), ('from_context', 'inferred from the context')], help_text='Why it is not stated; the note says more.', max_length=30, verbose_name='reason')),
                    ('note', records.fields.ProseField(blank=True, help_text='Why it is inferred, or which passages contradict.', max_length=2000, verbose_name='note')),
                    ('kind', records.fields.TermField(choices=[('merge', 'merged into'), ('split', 'divided into'), ('boundary', 'handed a part over to')], max_length=30, verbose_name='kind')),
                    ('date', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='date')),
                    ('date_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='date')),
                    ('date_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='date')),
                    ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions_to', to='partnerships.area', verbose_name='former area')),
                    ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions_from', to='partnerships.area', verbose_name='later area')),
                    ('passages', models.ManyToManyField(blank=True, related_name='area_successions', through='partnerships.AreaSuccessionCitation', to='articles.passage', verbose_name='passages')),
                ],
                options={
                    'verbose_name': 'succession of areas',
                    'verbose_name_plural': 'successions of areas',
                    'ordering': (models.OrderBy(models.F('date_latest'), descending=True, nulls_last=True), 'id'),
                    'abstract': False,
                    'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('certainty', 'stated'), models.Q(('reason', ''), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='partnerships_areasuccession_explained', violation_error_message='What is inferred or disputed needs a reason, or a note that says why.'), models.CheckConstraint(condition=models.Q(('date', ''), ('date_earliest__isnull', False), ('date_latest__isnull', False), _connector='OR'), name='partnerships_areasuccession_date_known', violation_error_message='Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].'), models.UniqueConstraint(fields=('predecessor', 'successor'), name='partnerships_areasuccession_once', violation_error_message='This succession is already recorded.'), models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='partnerships_areasuccession_not_itself', violation_error_message='An area does not succeed itself.')],
                },
            ), migrations.CreateModel(
                name='AreaSuccessionCitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='partnerships.areasuccession')),
                    ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.passage', verbose_name='passage')),
                ],
                options={
                    'verbose_name': 'citation',
                    'verbose_name_plural': 'citations',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('fact', 'passage'), name='partnerships_areasuccessioncitation_once')],
                },
            ), migrations.CreateModel(
                name='HistoricalAreaCode',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('scheme', records.fields.LineField(help_text='Who gave the code, e.g. gso-2025.', max_length=40, verbose_name='code scheme')),
                    ('code', records.fields.LineField(max_length=20, verbose_name='code')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.area', verbose_name='area')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical code',
                    'verbose_name_plural': 'historical codes',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='HistoricalAreaName',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('certainty', records.fields.TermField(choices=[('stated', 'stated'), ('inferred', 'inferred'), ('disputed', 'disputed')], default='stated', max_length=30, verbose_name='certainty')),
                    ('reason', records.fields.TermField(blank=True, choices=[('year_not_printed', 'the year is not printed'), ('date_not_printed', 'the date is not printed'), ('from_period', 'inferred from the period'), ('sources_disagree', 'the passages disagree'), ('wording_ambiguous', 'the wording can be read in two ways'), ('name_ambiguous', 'the printed name may mean several'), ('instrument_not_named', 'no passage names the instrument'), ('role_not_said', 'the part played is not said'), ('actor_not_said', 'who does it is not said'), ('extent_not_said', 'how far it reaches is not said'), ('relation_not_said', 'how the two relate is not said'), ('told_of_series', 'told of a whole series, not of this one'), ('no_figure', 'an amount in words, no figure'), ('from_context', 'inferred from the context')], help_text='Why it is not stated; the note says more.', max_length=30, verbose_name='reason')),
                    ('note', records.fields.ProseField(blank=True, help_text='Why it is inferred, or which passages contradict.', max_length=2000, verbose_name='note')),
                    ('kind', records.fields.TermField(choices=[('official', 'official'), ('former', 'former'), ('short', 'short'), ('variant', 'variant')], max_length=30, verbose_name='kind')),
                    ('designation', records.fields.LineField(blank=True, help_text='E.g. Tỉnh, Thành phố, Huyện.', max_length=60, verbose_name='designation')),
                    ('name', records.fields.LineField(help_text='Without “tỉnh” or “huyện”, e.g. Thái Bình.', max_length=200, verbose_name='name')),
                    ('since', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='since')),
                    ('since_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='since')),
                    ('since_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='since')),
                    ('until', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='last day')),
                    ('until_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='until')),
                    ('until_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='until')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('area', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.area', verbose_name='area')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical name of an area',
                    'verbose_name_plural': 'historical names of areas',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='HistoricalAreaNameCitation',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('fact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.areaname')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('passage', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.passage', verbose_name='passage')),
                ],
                options={
                    'verbose_name': 'historical citation',
                    'verbose_name_plural': 'historical citations',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='HistoricalAreaSuccession',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('certainty', records.fields.TermField(choices=[('stated', 'stated'), ('inferred', 'inferred'), ('disputed', 'disputed')], default='stated', max_length=30, verbose_name='certainty')),
                    ('reason', records.fields.TermField(blank=True, choices=[('year_not_printed', 'the year is not printed'), ('date_not_printed', 'the date is not printed'), ('from_period', 'inferred from the period'), ('sources_disagree', 'the passages disagree'), ('wording_ambiguous', 'the wording can be read in two ways'), ('name_ambiguous', 'the printed name may mean several'), ('instrument_not_named', 'no passage names the instrument'), ('role_not_said', 'the part played is not said'), ('actor_not_said', 'who does it is not said'), ('extent_not_said', 'how far it reaches is not said'), ('relation_not_said', 'how the two relate is not said'), ('told_of_series', 'told of a whole series, not of this one'), ('no_figure', 'an amount in words, no figure'), ('from_context', 'inferred from the context')], help_text='Why it is not stated; the note says more.', max_length=30, verbose_name='reason')),
                    ('note', records.fields.ProseField(blank=True, help_text='Why it is inferred, or which passages contradict.', max_length=2000, verbose_name='note')),
                    ('kind', records.fields.TermField(choices=[('merge', 'merged into'), ('split', 'divided into'), ('boundary', 'handed a part over to')], max_length=30, verbose_name='kind')),
                    ('date', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='date')),
                    ('date_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='date')),
                    ('date_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='date')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('predecessor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.area', verbose_name='former area')),
                    ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.area', verbose_name='later area')),
                ],
                options={
                    'verbose_name': 'historical succession of areas',
                    'verbose_name_plural': 'historical successions of areas',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='HistoricalAreaSuccessionCitation',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('fact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.areasuccession')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('passage', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.passage', verbose_name='passage')),
                ],
                options={
                    'verbose_name': 'historical citation',
                    'verbose_name_plural': 'historical citations',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            )],
        ),
        migrations.AlterField(
            model_name='area',
            name='folded',
            field=records.fields.FoldedField(sources=('designation', 'name')),
        ),
    ]

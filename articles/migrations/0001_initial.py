import articles.models.passages
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
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
                name='HistoricalOutlet',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('slug', models.SlugField(help_text='The word in its address, e.g. nghe-an-2020.', max_length=120, verbose_name='slug')),
                    ('name', records.fields.LineField(max_length=300, verbose_name='name')),
                    ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical outlet',
                    'verbose_name_plural': 'historical outlets',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Outlet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('slug', models.SlugField(help_text='The word in its address, e.g. nghe-an-2020.', max_length=120, unique=True, verbose_name='slug')),
                    ('name', records.fields.LineField(max_length=300, verbose_name='name')),
                    ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                    ('folded', records.fields.FoldedField(sources=('name',))),
                    ('sort_key', records.fields.SortKeyField(db_index=True, max_length=200, sources=('name',))),
                ],
                options={
                    'verbose_name': 'outlet',
                    'verbose_name_plural': 'outlets',
                    'ordering': ('sort_key', 'id'),
                    'abstract': False,
                    'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='articles_outlet_url_http', violation_error_message='An address begins with http:// or https://.')],
                },
            ), migrations.CreateModel(
                name='HistoricalArticle',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('slug', models.SlugField(help_text='The word in its address, e.g. nghe-an-2020.', max_length=120, verbose_name='slug')),
                    ('title', records.fields.LineField(help_text='As printed; your own, and so marked, where none was printed.', max_length=300, verbose_name='title')),
                    ('title_is_ours', models.BooleanField(default=False, help_text='Tick where the article has no headline.', verbose_name='title is ours')),
                    ('byline', records.fields.LineField(blank=True, help_text='As printed, e.g. PV.', max_length=200, verbose_name='byline')),
                    ('url', models.URLField(blank=True, max_length=1000, verbose_name='address')),
                    ('language', records.fields.TermField(choices=[('vi', 'Vietnamese'), ('en', 'English')], default='vi', max_length=10, verbose_name='language')),
                    ('published', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='date of publication')),
                    ('published_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='published')),
                    ('published_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='published')),
                    ('published_time', models.TimeField(blank=True, help_text='Only where it is printed.', null=True, verbose_name='clock time')),
                    ('retrieved', models.DateField(blank=True, null=True, verbose_name='retrieved')),
                    ('sha256', records.fields.LineField(blank=True, help_text='64 hexadecimal digits, lower case.', max_length=64, verbose_name='SHA-256 of the text')),
                    ('summary', records.fields.ProseField(blank=True, help_text='In our own words, never copied sentences.', max_length=4000, verbose_name='summary')),
                    ('note', records.fields.ProseField(blank=True, help_text='What a reader should know of the source.', max_length=2000, verbose_name='note')),
                    ('full_text', records.fields.ProseField(blank=True, help_text='For staff only; never shown or exported.', max_length=100000, verbose_name='full text')),
                    ('sort_date', records.fields.SortDateField(sources=('published',))),
                    ('outlet', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.outlet', verbose_name='outlet')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical article',
                    'verbose_name_plural': 'historical articles',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Article',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('slug', models.SlugField(help_text='The word in its address, e.g. nghe-an-2020.', max_length=120, unique=True, verbose_name='slug')),
                    ('title', records.fields.LineField(help_text='As printed; your own, and so marked, where none was printed.', max_length=300, verbose_name='title')),
                    ('title_is_ours', models.BooleanField(default=False, help_text='Tick where the article has no headline.', verbose_name='title is ours')),
                    ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.outlet', verbose_name='outlet')),
                    ('byline', records.fields.LineField(blank=True, help_text='As printed, e.g. PV.', max_length=200, verbose_name='byline')),
                    ('url', models.URLField(blank=True, max_length=1000, verbose_name='address')),
                    ('language', records.fields.TermField(choices=[('vi', 'Vietnamese'), ('en', 'English')], default='vi', max_length=10, verbose_name='language')),
                    ('published', records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name='date of publication')),
                    ('published_earliest', records.fields.BoundField(blank=True, bound='earliest', null=True, source='published')),
                    ('published_latest', records.fields.BoundField(blank=True, bound='latest', null=True, source='published')),
                    ('published_time', models.TimeField(blank=True, help_text='Only where it is printed.', null=True, verbose_name='clock time')),
                    ('retrieved', models.DateField(blank=True, null=True, verbose_name='retrieved')),
                    ('sha256', records.fields.LineField(blank=True, help_text='64 hexadecimal digits, lower case.', max_length=64, verbose_name='SHA-256 of the text')),
                    ('summary', records.fields.ProseField(blank=True, help_text='In our own words, never copied sentences.', max_length=4000, verbose_name='summary')),
                    ('note', records.fields.ProseField(blank=True, help_text='What a reader should know of the source.', max_length=2000, verbose_name='note')),
                    ('full_text', records.fields.ProseField(blank=True, help_text='For staff only; never shown or exported.', max_length=100000, verbose_name='full text')),
                    ('folded', records.fields.FoldedField(sources=('title', 'byline', 'summary'))),
                    ('sort_key', records.fields.SortKeyField(db_index=True, max_length=200, sources=('title',))),
                    ('sort_date', records.fields.SortDateField(sources=('published',))),
                ],
                options={
                    'verbose_name': 'article',
                    'verbose_name_plural': 'articles',
                    'ordering': ('-sort_date', '-id'),
                    'abstract': False,
                    'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('published', ''), ('published_earliest__isnull', False), ('published_latest__isnull', False), _connector='OR'), name='articles_article_published_known', violation_error_message='Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].'), models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='articles_article_url_http', violation_error_message='An address begins with http:// or https://.'), models.CheckConstraint(condition=models.Q(('published_time__isnull', True), models.Q(('published', ''), _negated=True), _connector='OR'), name='articles_article_time_has_date', violation_error_message='A clock time needs the date it belongs to.'), models.CheckConstraint(condition=models.Q(('sha256', ''), django.db.models.lookups.Exact(django.db.models.functions.text.Length('sha256'), 64), _connector='OR'), name='articles_article_sha256_length', violation_error_message='A SHA-256 has 64 hexadecimal digits.')],
                },
            ), migrations.CreateModel(
                name='HistoricalPassage',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('kind', records.fields.TermField(choices=[('headline', 'headline'), ('dateline', 'dateline'), ('byline', 'byline'), ('heading', 'heading'), ('paragraph', 'paragraph'), ('caption', 'caption')], default='paragraph', max_length=30, verbose_name='kind')),
                    ('number', models.PositiveSmallIntegerField(default=0, help_text='Counted from 1 within its kind; 0 for headline, dateline and byline.', verbose_name='number')),
                    ('gist', records.fields.ProseField(help_text='What the passage says, in our own words.', max_length=2000, verbose_name='gist')),
                    ('sort_place', articles.models.passages.PlaceOrderField(sources=('kind', 'number'))),
                    ('article', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='articles.article', verbose_name='article')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical passage',
                    'verbose_name_plural': 'historical passages',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Passage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', records.fields.TermField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn')], db_index=True, default='draft', max_length=30, verbose_name='status')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='articles.article', verbose_name='article')),
                    ('kind', records.fields.TermField(choices=[('headline', 'headline'), ('dateline', 'dateline'), ('byline', 'byline'), ('heading', 'heading'), ('paragraph', 'paragraph'), ('caption', 'caption')], default='paragraph', max_length=30, verbose_name='kind')),
                    ('number', models.PositiveSmallIntegerField(default=0, help_text='Counted from 1 within its kind; 0 for headline, dateline and byline.', verbose_name='number')),
                    ('gist', records.fields.ProseField(help_text='What the passage says, in our own words.', max_length=2000, verbose_name='gist')),
                    ('folded', records.fields.FoldedField(sources=('gist',))),
                    ('sort_place', articles.models.passages.PlaceOrderField(sources=('kind', 'number'))),
                ],
                options={
                    'verbose_name': 'passage',
                    'verbose_name_plural': 'passages',
                    'ordering': ('article_id', 'sort_place', 'id'),
                    'abstract': False,
                    'default_permissions': ('add', 'change', 'delete', 'view', 'publish'),
                    'constraints': [models.UniqueConstraint(fields=('article', 'kind', 'number'), name='articles_passage_place', violation_error_message='This place of the article is already recorded.'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('headline', 'dateline', 'byline')), ('number', 0)), models.Q(('kind__in', ('heading', 'paragraph', 'caption')), ('number__gte', 1)), _connector='OR'), name='articles_passage_number', violation_error_message='Paragraphs, captions and headings count from 1; headline, dateline and byline have 0.')],
                },
            )],
        ),
    ]

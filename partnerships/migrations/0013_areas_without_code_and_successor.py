import records.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0012_move_codes_and_successors_of_areas'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='area',
            name='partnerships_area_code_and_scheme',
        ),
        migrations.RemoveConstraint(
            model_name='area',
            name='partnerships_area_code_once',
        ),
        migrations.RemoveConstraint(
            model_name='area',
            name='partnerships_area_successor_after_end',
        ),
        migrations.RemoveConstraint(
            model_name='area',
            name='partnerships_area_not_itself',
        ),
        migrations.RemoveField(
            model_name='area',
            name='code',
        ),
        migrations.RemoveField(
            model_name='area',
            name='scheme',
        ),
        migrations.RemoveField(
            model_name='area',
            name='succeeded_by',
        ),
        migrations.RemoveField(
            model_name='historicalarea',
            name='code',
        ),
        migrations.RemoveField(
            model_name='historicalarea',
            name='scheme',
        ),
        migrations.RemoveField(
            model_name='historicalarea',
            name='succeeded_by',
        ),
        migrations.AlterField(
            model_name='area',
            name='name',
            field=records.fields.LineField(help_text="Today's or its last; without “tỉnh” or “huyện”, e.g. Thái Bình.", max_length=200, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='historicalarea',
            name='name',
            field=records.fields.LineField(help_text="Today's or its last; without “tỉnh” or “huyện”, e.g. Thái Bình.", max_length=200, verbose_name='name'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='partnerships_area_not_itself', violation_error_message='An area is not part of itself.'),
        ),
    ]

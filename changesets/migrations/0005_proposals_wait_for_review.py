import django.db.models.deletion
from django.db import migrations, models


def forget_proposals(apps, schema_editor):
    apps.get_model("changesets", "Submission").objects.exclude(changeset=None).delete()
    apps.get_model("changesets", "Import").objects.filter(kind="proposal").update(kind="import")
    schema_editor.connection.check_constraints()  # PostgreSQL alters no table with checks pending


class Migration(migrations.Migration):

    dependencies = [
        ('changesets', '0004_what_is_put_back_and_merged'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='submission',
            name='changesets_submission_once',
        ),
        migrations.AddField(
            model_name='submission',
            name='changeset',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='submission', to='changesets.import', verbose_name='proposal'),
        ),
        migrations.AddField(
            model_name='submission',
            name='typed',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AlterField(
            model_name='import',
            name='kind',
            field=models.CharField(choices=[('import', 'import'), ('review', 'review'), ('restore', 'put back'), ('merge', 'merge'), ('proposal', 'proposal')], default='import', max_length=10, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('changeset', None)), fields=('table', 'row'), name='changesets_submission_once'),
        ),
        migrations.CreateModel(
            name='Touched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=40)),
                ('row', models.PositiveBigIntegerField()),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touched', to='changesets.submission')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['table', 'row'], name='changesets_touched_row')],
            },
        ),
        # Back to packages alone.
        migrations.RunPython(migrations.RunPython.noop, forget_proposals),
    ]

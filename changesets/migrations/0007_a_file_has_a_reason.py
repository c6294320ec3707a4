from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("changesets", "0006_what_was_put_back_of_which_moment"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="why",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Stands in the history, in place of the file's name.",
                max_length=80,
                verbose_name="reason",
            ),
            preserve_default=False,
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("changesets", "0005_proposals_wait_for_review"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="as_of",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_merged_records"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="articles_article_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="outlet",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="articles_outlet_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
    ]

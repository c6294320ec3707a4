from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_merged_records"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="people_person_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
    ]

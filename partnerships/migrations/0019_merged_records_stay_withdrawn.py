from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_merged_records_stay_withdrawn"),
        ("partnerships", "0018_merged_records"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="partnerships_agreement_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="partnerships_area_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="partnerships_event_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="partnerships_indicator_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="partnerships_partner_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="solution",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="partnerships_solution_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "withdrawn"), _connector="OR"),
                name="partnerships_topic_merged_is_withdrawn",
                violation_error_message="It is merged into another record and stays withdrawn: undo the merge to have it back.",
            ),
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """Imports belong to `changesets` now, with their tables."""

    dependencies = [("changesets", "0001_imports"), ("records", "0002_edition")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("PlanWrites"),
                migrations.DeleteModel("PlanPage"),
                migrations.DeleteModel("Import"),
            ]
        )
    ]

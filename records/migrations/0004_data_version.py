from django.db import migrations


class Migration(migrations.Migration):
    """Another name for the model; its table keeps its own, which the triggers write into."""

    dependencies = [("records", "0003_imports_are_changesets")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Edition", "DataVersion"),
                migrations.AlterModelTable("DataVersion", "records_edition"),
            ]
        )
    ]

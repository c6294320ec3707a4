"""What 0012 took over as published, though no document is named of it, is a draft until one is."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def forwards(apps: Any, schema_editor: Any) -> None:
    def rows(name: str) -> Any:
        return apps.get_model("partnerships", name)._base_manager.using(schema_editor.connection.alias)

    for succession in rows("AreaSuccession").filter(status="published", citations=None):
        succession.status, succession.version = "draft", succession.version + 1
        succession.save(update_fields=["status", "version"])
        history = rows("HistoricalAreaSuccession").filter(id=succession.pk).order_by("history_date", "history_id")
        if last := history.last():  # with its reason: the seed may go on with what only it has written
            last.history_id, last.history_type, last.history_date = None, "~", timezone.now()
            last.status, last.version = succession.status, succession.version
            last.save()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0016_what_is_built_and_what_is_called_strategic")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

"""What a database knows of its tables, brought up to date."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection


def count_rows(models: Iterable[Any] = ()) -> None:
    """Have PostgreSQL count the rows of `models` (of all by default).

    Of what an open transaction wrote it hears nothing by itself: it plans for the tables that the test
    before left, and nested loops over what it takes for no rows last minutes.
    """
    if connection.vendor == "postgresql":
        counted = [model for model in models or apps.get_models() if not hasattr(model, "history_date")]
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in counted)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")

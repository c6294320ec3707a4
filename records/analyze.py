"""What the database knows of the size of its tables, brought up to date.

PostgreSQL counts by itself, a minute later; SQLite never does. Until they have counted, both plan for other tables than
there are: they read all of a large one, or sort a list that an index holds in order.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, models, transaction

from .models import TrackedModel

logger = logging.getLogger(__name__)

# How many rows of each index SQLite looks at, while it holds the write lock. No value is thought to have more rows than
# these: of few, one that nearly all have looks rare.
_LOOKED_AT = 20_000


def analyze(tables: Iterable[type[models.Model]], using: str = "default") -> None:
    """Have the rows of `tables` counted; if the database is too busy, they are not."""
    connection = connections[using]
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables]
    if not names:
        return
    try:
        # A statement that fails inside of another transaction must not take that with it.
        with transaction.atomic(using), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"ANALYZE {', '.join(names)}")
            else:
                cursor.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
                for name in names:
                    cursor.execute(f"ANALYZE {name}")
    except DatabaseError:
        logger.warning("The tables were not counted anew", exc_info=True)


def analyze_register() -> None:
    analyze(model for model in apps.get_models() if issubclass(model, TrackedModel))


def analyze_app(app_config: Any, using: str = "default", **kwargs: Any) -> None:
    """After `migrate`: an index that is new is the only one that nothing is known of, and is taken for the best."""
    there = set(connections[using].introspection.table_names())
    ours = (model for model in app_config.get_models() if issubclass(model, TrackedModel))
    analyze([model for model in ours if model._meta.db_table in there], using)

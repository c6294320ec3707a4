"""How the database finds rows in the order that a list has."""

from typing import Any

from django.db import models
from django.db.models import F


class KnownFirst(models.Index):
    """An index in falling order with what is not known at its end, as lists have it.

    PostgreSQL reads an index in that order only where it was made in it; SQLite reads any index so, and makes none.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        unknown = {field.name for field in model._meta.concrete_fields if field.null}
        terms = [
            F(name) if not falling else F(name).desc(nulls_last=True) if name in unknown else F(name).desc()
            for name, falling in self.fields_orders
        ]
        return models.Index(*terms, name=self.name).create_sql(model, schema_editor, using, **kwargs)

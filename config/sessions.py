from typing import Any

from django.contrib.sessions.backends import db

from records.connections import writing_anyway


class SessionStore(db.SessionStore):
    """Sessions in the database, written in read-only mode, too: the staff reads on."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        with writing_anyway():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> None:
        with writing_anyway():
            super().delete(*args, **kwargs)

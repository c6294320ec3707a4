from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

from records.connections import writing_anyway


class SessionStore(db.SessionStore):
    """Sessions in the database, written in read-only mode, too: the staff reads on."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        try:
            with writing_anyway():
                super().save(*args, **kwargs)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):  # the database is busy: the session is not gone
                raise error.__context__ from None
            raise

    def delete(self, *args: Any, **kwargs: Any) -> None:
        with writing_anyway():
            super().delete(*args, **kwargs)

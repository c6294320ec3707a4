"""The address of a record's page."""

from typing import Any

from django.urls import reverse


def page(record: Any) -> str:
    return reverse(record._meta.model_name, args=[record.slug])

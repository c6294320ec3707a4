"""Rows of lists as plain values: all that a template shows is said before it begins."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse


@dataclass(slots=True)
class Row:
    """One record in a list and what it is called there; `view` is the name of its page."""

    view: ClassVar[str]
    slug: str
    name: str

    @property
    def address(self) -> str:
        return reverse(self.view, args=[self.slug])


def page(record: Any) -> str:
    return reverse(record._meta.model_name, args=[record.slug])

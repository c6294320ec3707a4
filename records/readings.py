"""How tables write what a source reads of a row: `field`, or `field=value` where it says otherwise."""

from __future__ import annotations

from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

# What parts a reading from its source, its value and the next source: inside of a value they are percent-encoded.
SIGNS = "%;@="
UNREADABLE = _("“%(field)s” is none of the values that may be read: %(fields)s.")


def written(field: str, value: str) -> str:
    """`period=2016/2019`, as it stands behind `article#place@`."""
    for sign in SIGNS:
        value = value.replace(sign, f"%{ord(sign):02X}")
    return f"{field}={value}" if value else field


def read(text: str) -> tuple[str, str]:
    """The field and the value that `written` has written."""
    field, _equals, value = text.partition("=")
    return field.strip(), unquote(value).strip()

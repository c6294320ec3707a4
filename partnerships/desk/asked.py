"""What pages of the desk share: the table that the address asks for, and what is said when something was written."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.html import format_html
from django.utils.translation import gettext as _

from changesets.models import Import
from records.admin.links import change_address
from records.export.tables import tables
from records.models import Record
from records.roles import permissions


def table_of(request: Any, collection: str, *actions: str, of: Any = Record) -> Any:
    """The table `collection`, of models such as `of`, which the user may view and do `actions` with."""
    model: Any = tables().get(collection)
    if model is None or not issubclass(model, of):
        raise Http404
    if not all(request.user.has_perms(permissions(action, model)) for action in ("view", *actions)):
        raise PermissionDenied
    return model


def say_written(request: Any, said: str, changeset: Import) -> None:
    """What was done, and the way to what that wrote and to take it back."""
    way = change_address(Import, changeset.pk)
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, way, _("What was written, and undo")))

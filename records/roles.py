"""The roles of staff as groups, granted after every `migrate`, and what an account may do with a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import AppConfig
from django.apps import apps as registered
from django.contrib.auth.management import create_permissions
from django.db import models

from .models import PublishableModel, Status, TrackedModel

VIEWER, EDITOR, PUBLISHER = "viewer", "editor", "publisher"
# Deleting covers what was never published, see `may_delete`; anything else is deleted by a superuser.
ACTIONS = {
    VIEWER: ("view",),
    EDITOR: ("view", "add", "change", "delete"),
    PUBLISHER: ("view", "add", "change", "delete", "publish"),
}
# Draft or in review. What is published, or was, is changed by those who may publish.
UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW)


def governing_record(row: TrackedModel) -> PublishableModel:
    """The row whose status decides over `row`: itself, or the record that `row` is a part of."""
    while not isinstance(row, PublishableModel):
        row = getattr(row, row.key_fields[0])
    return row


def permissions(action: str, *models: type[TrackedModel]) -> set[str]:
    """The names of the permissions to `action` on `models`."""
    return {f"{model._meta.app_label}.{action}_{model._meta.model_name}" for model in models}


def may_publish(user: Any, model: type[PublishableModel]) -> bool:
    """Whether `user` may publish and withdraw records of `model`, and change those that are."""
    return user.has_perms(permissions("publish", model))


def may_change(user: Any, row: TrackedModel) -> bool:
    """Whether `user` may save `row`, new or changed, as it stands in memory.

    A change of status needs two answers: for the row as it was and as it will be.
    """
    if not _granted(user, "add" if row._state.adding else "change", row):
        return False
    record = governing_record(row)
    return record.status in UNPUBLISHED or may_publish(user, type(record))


def may_delete(user: Any, row: TrackedModel) -> bool:
    """Whether `user` may delete `row`; a record once published goes by a superuser's hand only.

    To take a part (a party, a name, a citation) out of a record is to change that record.
    """
    if not _granted(user, "delete", row):
        return False
    record = governing_record(row)
    if record is row:
        if user.is_superuser:
            return True
        return record.status in UNPUBLISHED and not _ever_beyond(type(record), [record.pk]).exists()
    return record.status in UNPUBLISHED or may_publish(user, type(record))


def once_published(model: type[PublishableModel], keys: Iterable[int]) -> set[int]:
    """Those of the rows `keys` that are published or withdrawn, or were at any time."""
    now = model._default_manager.filter(pk__in=keys).exclude(status__in=UNPUBLISHED).values_list("pk", flat=True)
    return {*now, *_ever_beyond(model, keys).values_list("id", flat=True)}


def _ever_beyond(model: type[PublishableModel], keys: Iterable[int]) -> Any:
    history: Any = model.history
    return history.filter(id__in=keys).exclude(status__in=UNPUBLISHED)


def _granted(user: Any, action: str, row: TrackedModel) -> bool:
    return user.has_perms(permissions(action, type(row)))


def grant_roles(app_config: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Give the groups their permissions on the records of `app_config`."""
    grant(app_config, [model for model in app_config.get_models() if issubclass(model, TrackedModel)], using)


def grant(app_config: AppConfig, tracked: Collection[type[models.Model]], using: str) -> None:
    """Create the groups and give them their permissions on the models `tracked` of `app_config`.

    Run again, it adds what is new.
    """
    from django.contrib.auth.models import Group, Permission

    if not tracked or not registered.is_installed("django.contrib.auth"):
        return
    create_permissions(app_config, verbosity=0, using=using, apps=registered)
    for role, actions in ACTIONS.items():
        group, _created = Group.objects.using(using).get_or_create(name=role)
        codenames = {f"{action}_{model._meta.model_name}" for model in tracked for action in actions}
        group.permissions.add(
            *Permission.objects.using(using).filter(content_type__app_label=app_config.label, codename__in=codenames)
        )

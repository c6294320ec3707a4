"""The roles of staff as groups, granted after every `migrate`, and what an account may do with a row."""

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import AppConfig
from django.apps import apps as registered
from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.db import models
from django.utils.translation import pgettext_lazy

from .models import PublishableModel, Status, TrackedModel

VIEWER, EDITOR, PUBLISHER = "viewer", "editor", "publisher"
# Deleting covers what was never published, see `may_delete`; anything else is deleted by a superuser.
ACTIONS = {
    VIEWER: ("view",),
    EDITOR: ("view", "add", "change", "delete"),
    PUBLISHER: ("view", "add", "change", "delete", "publish"),
}
# What the groups of these names, which stay as they are stored, are called.
CALLED = {
    VIEWER: pgettext_lazy("role", "viewer"),
    EDITOR: pgettext_lazy("role", "editor"),
    PUBLISHER: pgettext_lazy("role", "publisher"),
}
# Draft or in review. What is published, or was, is changed by those who may publish.
UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW)


def role_called(name: str) -> str:
    """What a group is called in the reader's language; one of somebody's own as it is named."""
    return str(CALLED.get(name, name))


def governing_record(row: TrackedModel) -> PublishableModel:
    """The row whose status decides over `row`: itself, or the record that `row` is a part of."""
    while not isinstance(row, PublishableModel):
        row = getattr(row, row.key_fields[0])
    return row


def permissions(action: str, *models: type[TrackedModel]) -> set[str]:
    return {f"{model._meta.app_label}.{action}_{model._meta.model_name}" for model in models}


def may_publish(user: Any, model: type[PublishableModel]) -> bool:
    return user.has_perms(permissions("publish", model))


def publishers(*tables: type[TrackedModel]) -> models.QuerySet:
    return staff_with(permissions("publish", *tables))


def staff_with(needed: Iterable[str]) -> models.QuerySet:
    """Those of the staff who have all the permissions `needed`."""
    users: Any = get_user_model()._default_manager
    found = users.filter(is_active=True, is_staff=True).order_by("username")
    for permission in needed:
        may = users.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
        found = found.filter(pk__in=may.values("pk"))
    return found


def may_change(user: Any, row: TrackedModel) -> bool:
    """Whether `user` may save `row`, new or changed, as it stands in memory.

    A change of status needs two answers: for the row as it was and as it will be.
    """
    if not user.has_perms(permissions("add" if row._state.adding else "change", type(row))):
        return False
    record = governing_record(row)
    return record.status in UNPUBLISHED or may_publish(user, type(record))


def may_propose(user: Any, record: PublishableModel) -> bool:
    """Whether what `user` saves of `record` waits for somebody who may publish it."""
    may = record.status == Status.PUBLISHED and user.has_perms(permissions("change", type(record)))
    return may and not may_publish(user, type(record))


def may_delete(user: Any, row: TrackedModel) -> bool:
    """Whether `user` may delete `row`; a record once published goes by a superuser's hand only.

    To take a part (a party, a name, a citation) out of a record is to change that record.
    """
    if not user.has_perms(permissions("delete", type(row))):
        return False
    record = governing_record(row)
    if record is row:
        return user.is_superuser or not once_published(type(record), [record.pk])
    return record.status in UNPUBLISHED or may_publish(user, type(record))


def once_published(model: type[PublishableModel], keys: Iterable[int]) -> set[int]:
    """Those of the rows `keys` that are published or withdrawn, or were at any time."""
    history: Any = model.history
    versions = history.filter(id=models.OuterRef("pk")).exclude(status__in=UNPUBLISHED)
    once = ~models.Q(status__in=UNPUBLISHED) | models.Exists(versions)
    return set(model._default_manager.filter(once, pk__in=keys).values_list("pk", flat=True))


def grant_roles(app_config: AppConfig, using: str = "default", **kwargs: Any) -> None:
    grant(app_config, [model for model in app_config.get_models() if issubclass(model, TrackedModel)], using)


def grant(app_config: AppConfig, tracked: Collection[type[models.Model]], using: str) -> None:
    """Create the groups and give them their permissions on `tracked`; run again, it adds what is new."""
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

"""The office's roles as groups, granted after every `migrate`: what each may do with which record."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps as registered
from django.contrib.auth.management import create_permissions

VIEWER, EDITOR, PUBLISHER = "viewer", "editor", "publisher"
# Deleting covers drafts only, see `records.admin`; a published record is deleted by a superuser.
ACTIONS = {
    VIEWER: ("view",),
    EDITOR: ("view", "add", "change", "delete"),
    PUBLISHER: ("view", "add", "change", "delete", "publish"),
}


def grant_roles(app_config: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """Create the groups and give them the permissions on `app_config`'s records; run again, it adds what is new."""
    from django.contrib.auth.models import Group, Permission

    from .models import Traced

    tracked = [model for model in app_config.get_models() if issubclass(model, Traced)]
    if not tracked or not registered.is_installed("django.contrib.auth"):
        return
    create_permissions(app_config, verbosity=0, using=using, apps=registered)
    for role, actions in ACTIONS.items():
        group, _created = Group.objects.using(using).get_or_create(name=role)
        codenames = {f"{action}_{model._meta.model_name}" for model in tracked for action in actions}
        group.permissions.add(
            *Permission.objects.using(using).filter(
                content_type__app_label=app_config.label, codename__in=codenames
            )
        )

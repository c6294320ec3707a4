from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ChangesetsConfig(AppConfig):
    name = "changesets"
    verbose_name = _("Imports")

    def ready(self) -> None:
        post_migrate.connect(grant_imports, dispatch_uid="changesets.grant_imports", sender=self)


def grant_imports(app_config: AppConfig, using: str = "default", **kwargs: Any) -> None:
    from records.roles import grant

    from .models import Import

    grant(app_config, [Import], using)

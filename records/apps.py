from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        from .roles import grant_roles

        post_migrate.connect(grant_roles, dispatch_uid="records.grant_roles")

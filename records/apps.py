from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        from .analyze import analyze_app
        from .caching.triggers import install_version_triggers
        from .connections import watch
        from .roles import grant_roles

        connection_created.connect(watch, dispatch_uid="records.watch")
        post_migrate.connect(index_words, dispatch_uid="records.index_words", sender=self)
        post_migrate.connect(grant_roles, dispatch_uid="records.grant_roles")
        post_migrate.connect(install_version_triggers, dispatch_uid="records.keep_editions")
        post_migrate.connect(analyze_app, dispatch_uid="records.count_app")


def index_words(using: str = "default", **kwargs: Any) -> None:
    """Put back what `migrate` has dropped of the full-text indexes: Django has no migration for triggers."""
    from .search.index import install

    install(using)

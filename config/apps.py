from axes.apps import AppConfig as AxesConfig
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class RegisterAdminConfig(AdminConfig):
    default_site = "config.admin.RegisterAdminSite"


class SignInConfig(AxesConfig):
    verbose_name = _("Sign-in attempts")  # axes has no words for itself in any language

    def ready(self) -> None:
        """Whoever has a second factor sees to it on a page of their own; accounts have lists of ours."""
        super().ready()
        from records.admin.accounts import ACCOUNTS

        admin.site.unregister([apps.get_model("otp_totp", "TOTPDevice"), apps.get_model("otp_static", "StaticDevice")])
        admin.site.unregister([*ACCOUNTS])
        for model, options in ACCOUNTS.items():
            admin.site.register(model, options)


class JobsConfig(TasksAppConfig):
    def ready(self) -> None:
        """Staff see the jobs as imports."""
        super().ready()
        admin.site.unregister(apps.get_model("django_tasks_database", "DBTaskResult"))

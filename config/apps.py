from axes.apps import AppConfig as AxesConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class RegisterAdminConfig(AdminConfig):
    default_site = "config.admin.RegisterAdminSite"


class SignInConfig(AxesConfig):
    verbose_name = _("Sign-in attempts")  # axes has no words for itself in any language

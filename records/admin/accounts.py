"""Accounts and groups: what changes of rights is written down in words, and a lost second factor is taken away."""

import logging
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_otp import devices_for_user

from records.sign_in import end_sessions

RIGHTS = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions", "permissions")
logger = logging.getLogger(__name__)


class RightsInWords(admin.ModelAdmin):
    """The history of an account or group says which rights were given and taken, the log too."""

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        stock: Any = super().construct_change_message(request, form, formsets, add)
        changed = [name for name in form.changed_data if name in RIGHTS]
        if not changed:
            return stock
        said = "; ".join(
            f"{form.fields[name].label}: {_in_words(form.initial.get(name))} → {_in_words(form.cleaned_data[name])}"
            for name in changed
        )
        logger.warning("%s changed the rights of %s: %s", request.user, form.instance, said)
        return said


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(sorted(map(str, value or ()))) or "–"


class AccountAdmin(RightsInWords, UserAdmin):
    actions = ("take_second_factor",)

    @admin.action(description=gettext_lazy("Take away the second factor and sign out"), permissions=["change"])
    def take_second_factor(self, request: HttpRequest, queryset: Any) -> None:
        """For who lost the app and the codes: they sign in with the password, and set it up anew."""
        for user in queryset:
            for device in devices_for_user(user, confirmed=None):
                device.delete()
            end_sessions(user)
            self.log_change(request, user, _("Second factor taken away, signed out"))
        said = ngettext(
            "%(count)s account is without a second factor.",
            "%(count)s accounts are without a second factor.",
            len(queryset),
        )
        self.message_user(request, said % {"count": len(queryset)}, messages.SUCCESS)


class RoleAdmin(RightsInWords, GroupAdmin):
    pass


ACCOUNTS: dict[Any, Any] = {User: AccountAdmin, Group: RoleAdmin}

"""Accounts and groups: what changes is written down in words, and a lost second factor is taken away."""

import logging
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from records.models import PublishableModel, TrackedModel
from records.roles import ACTIONS, role_called
from records.sign_in import end_sessions, take_second_factor
from records.text import fold

logger = logging.getLogger(__name__)


class ChangesInWords(admin.ModelAdmin):
    """The history of an account or group says what it was before and after, the log too; of a password nothing."""

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        stock: Any = super().construct_change_message(request, form, formsets, add)
        after = form.cleaned_data
        changed = [n for n in form.changed_data if "password" not in n and form.initial.get(n) != after[n]]
        if not changed:
            return stock
        said = "; ".join(
            f"{form.fields[name].label}: {_in_words(form.initial.get(name))} → {_in_words(after[name])}"
            for name in changed
        )
        logger.warning("%s changed %s: %s", request.user, form.instance, said)
        return said


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Iterable) and not isinstance(value, str):  # groups, permissions
        return ", ".join(sorted(map(_called, value))) or "–"
    return str(value or "–")


# What a permission allows, by the beginning of its code.
ALLOWED = {
    "view": gettext_lazy("may see"),
    "add": gettext_lazy("may add"),
    "change": gettext_lazy("may change"),
    "delete": gettext_lazy("may delete"),
    "publish": gettext_lazy("may publish"),
}


def _called(each: Any) -> str:
    """A group or permission in the reader's language."""
    if isinstance(each, Permission) and (model := each.content_type.model_class()):
        return f"{_rows_of(model)}: {ALLOWED.get(each.codename.partition('_')[0], each.name)}"
    return role_called(each.name) if isinstance(each, Group) else str(each)


def _rows_of(model: Any) -> str:
    """What the rows of a model are called, parts behind what they are parts of: many have citations, and names."""
    called, above = str(model._meta.verbose_name_plural), getattr(model, "instance_type", None)  # of a history
    if issubclass(model, TrackedModel) and not issubclass(model, PublishableModel):
        above = model._meta.get_field(model.key_fields[0]).related_model
    return f"{_rows_of(above)} › {called}" if above else called


class InWordsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, each: Any) -> str:
        return _called(each)


class RoleFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field: Any, request: Any, model_admin: Any) -> Any:
        return [(key, role_called(str(name))) for key, name in super().field_choices(field, request, model_admin)]


class AccountAdmin(ChangesInWords, UserAdmin):
    """Only superusers change what superusers are, or who is one. When somebody came is written down, never typed."""

    actions = ("take_second_factor",)
    list_filter = ("is_staff", "is_superuser", "is_active", ("groups", RoleFilter))
    filter_horizontal = ()  # Django's two lists beside each other have no names for those who listen

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request.user, obj)

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        return ("last_login", "date_joined", *(() if request.user.is_superuser else ("is_superuser",)))

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        kwargs["form_class"] = InWordsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.action(description=gettext_lazy("Take away the second factor and sign out"), permissions=["change"])
    def take_second_factor(self, request: HttpRequest, queryset: Any) -> None:
        """For who lost the app and the codes: they sign in with the password, and set it up anew."""
        if not all(self.has_change_permission(request, user) for user in queryset):
            raise PermissionDenied
        for user in queryset:
            take_second_factor(user, by=request.user)
            end_sessions(user)
            self.log_change(request, user, _("Second factor taken away, signed out"))
        said = ngettext(
            "%(count)s account is without a second factor.",
            "%(count)s accounts are without a second factor.",
            len(queryset),
        )
        self.message_user(request, said % {"count": len(queryset)}, messages.SUCCESS)


def _may_touch(user: Any, account: Any) -> bool:
    return bool(user.is_superuser or account is None or not account.is_superuser)


class RoleAdmin(ChangesInWords, GroupAdmin):
    """The roles of the register keep the name by which they are stored, and are shown by what they are called."""

    filter_horizontal = ()
    list_display = ("called",)

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def called(self, group: Group) -> str:
        return role_called(group.name)

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, form_class=InWordsField, **kwargs)

    def get_object(self, request: Any, object_id: str, from_field: str | None = None) -> Any:
        group: Any = super().get_object(request, object_id, from_field)
        if group:
            group.name = role_called(group.name)
        return group

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        return ("name",) if obj and obj.name in map(role_called, ACTIONS) else ()

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if "name" in form.cleaned_data:  # else there are only its permissions to save
            super().save_model(request, obj, form, change)

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        found, twice = super().get_search_results(request, queryset, search_term)
        called = [name for name in ACTIONS if fold(search_term) in fold(role_called(name))]
        return found | queryset.filter(name__in=called), twice

    def get_deleted_objects(self, objs: Any, request: Any) -> Any:
        """The groups alone, each with how many accounts lose what it allows."""
        _all, _counts, lacking, protected = super().get_deleted_objects(objs, request)
        said = [f"{_called(each)} – {User._meta.verbose_name_plural}: {each.user_set.count()}" for each in objs]
        return said, {self.opts.verbose_name_plural: len(objs)}, lacking, protected


ACCOUNTS: dict[Any, Any] = {User: AccountAdmin, Group: RoleAdmin}

"""Signing in: the second factor, many names tried from one address, and the sessions of an account."""

import logging
import re
from collections.abc import Iterable
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, user_login_failed
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_otp import devices_for_user, match_token, user_has_device
from django_tasks import task

logger = logging.getLogger(__name__)
# In a session: when it began, from which address, in which browser.
BEGAN = "signed_in"
# After a wrong code the device takes none for a while, the right one neither.
WRONG_CODE = gettext_lazy(
    "That is not the code of this moment, or it came too soon after a wrong one: wait a few seconds, then type a fresh "
    "one."
)


class CodeField(forms.CharField):
    """Six digits of an app, or a recovery code."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=16, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> str:
        return "".join(str(super().clean(value)).split()).lower()


class SignInForm(AdminAuthenticationForm):
    code = CodeField(label=gettext_lazy("Code"), required=False)

    def confirm_login_allowed(self, user: Any) -> None:
        """The password is right; so must be the code of an account that has a second factor."""
        super().confirm_login_allowed(user)
        if not user_has_device(user):
            return
        user.otp_device = match_token(user, code) if (code := self.cleaned_data.get("code")) else None
        if user.otp_device is None:
            if code:  # counted like a wrong password
                user_login_failed.send(__name__, credentials={"username": user.get_username()}, request=self.request)
            missing = _("Your account has a second factor: type a fresh code of your app, or a recovery code.")
            raise ValidationError(WRONG_CODE if code else missing)


def must_have_second_factor(user: Any) -> bool:
    """Whoever may publish or change accounts and groups, where `REQUIRE_2FA` says so."""
    if not settings.REQUIRE_2FA:
        return False
    deciding = re.compile(r"\w+\.publish_|auth\.(add|change|delete)_")
    return user.is_superuser or any(map(deciding.match, user.get_all_permissions()))


def take_second_factor(user: Any, by: Any) -> None:
    for device in devices_for_user(user, confirmed=None):
        device.delete()
    logger.warning("%s took away the second factor of %s", by, user)


def lacks_second_factor(request: Any) -> bool:
    return must_have_second_factor(request.user) and not request.user.is_verified()


class SignInGuard(AxesDatabaseHandler):
    """Locks an account for an address after some failures, and an address after failures with many names."""

    def get_failures(self, request: Any, credentials: dict[str, Any] | None = None) -> int:
        failures: int = super().get_failures(request, credentials)
        tried = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        names = tried.order_by().values("username").distinct().count()
        return max(failures, settings.AXES_FAILURE_LIMIT) if names >= settings.LOGIN_NAMES_LIMIT else failures


def locked(request: Any, response: Any = None, credentials: Any = None) -> HttpResponse:
    """What is answered to who failed too often."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {**admin.site.each_context(request), "title": _("Too many failed sign-ins"), "minutes": minutes}
    return TemplateResponse(request, "admin/locked.html", context, status=429).render()


# Sessions


def note_session(request: Any) -> None:
    """Remember of a session that begins where it is, so that its owner knows it again in the list."""
    request.session[BEGAN] = [
        timezone.now().isoformat(),
        request.axes_ip_address,
        request.headers.get("User-Agent", "")[:200],
    ]


def sessions_of(user: Any) -> Iterable[tuple[Session, list[str]]]:
    """The sessions in which `user` is signed in. Only the staff has any, so all are looked through."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        data = session.get_decoded()
        mine = data.get(SESSION_KEY) == str(user.pk) and data.get(HASH_SESSION_KEY) == user.get_session_auth_hash()
        if mine:
            yield session, data.get(BEGAN, ["", "", ""])


def end_sessions(user: Any, but: str | None = None) -> None:
    """Sign `user` out everywhere, `but` in the session of that key."""
    keys = [session.pk for session, _began in sessions_of(user) if session.pk != but]
    Session.objects.filter(pk__in=keys).delete()


# A password that was forgotten

RESETS_AN_HOUR = 10  # from one address; without Redis each worker counts for itself


class ResetForm(PasswordResetForm):
    def save(self, *args: Any, request: Any = None, **options: Any) -> None:
        """Leave looking for the account and writing to it to the worker: the answer takes as long for every address.

        Who asks more often than `RESETS_AN_HOUR` gets that answer, too, and nothing is done.
        """
        asked = f"reset-{get_client_ip_address(request)}"
        cache.add(asked, 0, 3600)
        if cache.incr(asked) > RESETS_AN_HOUR:
            return
        mail_reset.enqueue(
            email=self.cleaned_data["email"],
            language=get_language() or settings.LANGUAGE_CODE,
            host=request.get_host(),
            secure=request.is_secure(),
        )


@task()
def mail_reset(email: str, language: str, host: str, secure: bool) -> None:
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        with translation.override(language):
            told: Any = {"register": admin.site.site_header, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
            form.save(
                domain_override=host,
                use_https=secure,
                subject_template_name="registration/password_reset_subject.txt",
                extra_email_context=told,
            )

"""One's own account: the second factor, and where one is signed in. Who must set that up sees no other page before."""

from base64 import b32encode
from hashlib import sha256
from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth import authenticate, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import login, match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from records.sign_in import (
    WRONG_CODE,
    CodeField,
    end_sessions,
    must_have_second_factor,
    sessions_of,
    take_second_factor,
)

RECOVERY_CODES = 10


class CodeForm(forms.Form):
    code = CodeField(label=gettext_lazy("Code"))


class ConfirmForm(CodeForm):
    """An unattended browser is not enough to lock its owner out."""

    password = forms.CharField(
        label=gettext_lazy("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


@never_cache
@staff_member_required(login_url="admin:login")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Any) -> HttpResponse:
    """Show it; or set up, renew or remove the second factor, or end a session."""
    form, codes = None, []
    if request.method == "POST":
        step = STEPS.get(request.POST.get("step", ""))
        if step in (begin, end):
            return step(request)
        form = (ConfirmForm if step is confirm else CodeForm)(request.POST)
        if form.is_valid() and step is confirm:
            name, password = request.user.get_username(), form.cleaned_data["password"]
            if authenticate(request, username=name, password=password) is None:  # counted like a failed sign-in
                form.add_error("password", _("That is not your password."))
        if step and form.is_valid() and not (codes := step(request, form.cleaned_data["code"])):
            form.add_error("code", WRONG_CODE)
        if form.is_valid() and step is remove:
            return redirect("desk:account")
        if codes:
            form = None  # the code is used
    app = TOTPDevice.objects.filter(user=request.user).order_by("confirmed").last()
    context = {
        **admin.site.each_context(request),
        "title": _("Account and sign-in"),
        "app": app,
        "left": StaticToken.objects.filter(device__user=request.user).count(),
        "must": must_have_second_factor(request.user),
        "codes": codes,
        "form": form or (CodeForm if app and app.confirmed else ConfirmForm)(),
        "sessions": [
            {
                "key": _digest(each.pk),
                "own": each.pk == request.session.session_key,
                "at": parse_datetime(began[0] or ""),
            }
            | {"address": began[1], "browser": began[2]}
            for each, began in sessions_of(request.user)
        ],
    }
    if app and not app.confirmed:
        context |= {"qr": segno.make_qr(app.config_url).svg_data_uri(scale=5, light="#fff")}
        context |= {"secret": b32encode(app.bin_key).decode()}
    return TemplateResponse(request, "admin/desk/account.html", context, status=400 if form and form.errors else 200)


def begin(request: Any) -> HttpResponse:
    """A fresh key for an app; nothing is asked of it before a code of it was typed."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=request.user, confirmed=False).delete()
        if not TOTPDevice.objects.filter(user=request.user).exists():
            TOTPDevice.objects.create(user=request.user, name="app", confirmed=False)
    return redirect("desk:account")


def confirm(request: Any, code: str) -> list[str]:
    """The app shows the right code: it is asked for from now on, and other sessions end."""
    with transaction.atomic():
        app = TOTPDevice.objects.select_for_update().filter(user=request.user, confirmed=False).first()
        if app is None or not app.verify_token(code):
            return []
        app.confirmed = True
        app.save()
    login(request, app)
    end_sessions(request.user, but=request.session.session_key)
    return _new_codes(request.user)


def renew(request: Any, code: str) -> list[str]:
    """Other recovery codes."""
    return _new_codes(request.user) if match_token(request.user, code) else []


def remove(request: Any, code: str) -> list[str]:
    """No second factor any more, until another is set up."""
    if not match_token(request.user, code):
        return []
    take_second_factor(request.user, by=request.user)
    messages.success(request, _("The second factor is removed."))
    return [code]


def end(request: Any) -> HttpResponse:
    """Sign out there; of this session, here."""
    key = request.POST.get("session", "")
    ended = [each.pk for each, _began in sessions_of(request.user) if _digest(each.pk) == key]
    if request.session.session_key in ended:
        logout(request)
        return redirect("admin:login")
    Session.objects.filter(pk__in=ended).delete()
    messages.success(request, _("The session is ended."))
    return redirect("desk:account")


def _digest(key: str) -> str:
    """What names a session on the page: nobody signs in with it."""
    return sha256(key.encode()).hexdigest()


def _new_codes(user: Any) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


STEPS: dict[str, Any] = {each.__name__: each for each in (begin, confirm, renew, remove, end)}

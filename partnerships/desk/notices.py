"""Where everybody says to which address notices go (`changesets/admin/notices.py` sends them)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST


class AddressForm(forms.Form):
    email = forms.EmailField(required=False, max_length=254)


@require_POST
def mail_address(request: Any) -> HttpResponse:
    """Give the address for notices, or none."""
    form = AddressForm(request.POST)
    if form.is_valid():
        request.user.email = form.cleaned_data["email"]
        request.user.save(update_fields=["email"])
        email = request.user.email
        said = _("Notices go to %(email)s.") % {"email": email} if email else _("You get no notices by mail.")
        messages.success(request, said)
    else:
        messages.error(request, " ".join(map(str, form.errors["email"])))
    return redirect("desk:today")

"""What every posted form sends along."""

from typing import Any

from django import template
from django.utils.html import format_html

from records.admin.unsaved import AUTHOR

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Any) -> str:
    """Django's, and who opened the form: for nobody else to see what is typed in it (`records.admin.unsaved`)."""
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context.get("csrf_token", ""))
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return token
    return token + format_html('<input type="hidden" name="{}" value="{}">', AUTHOR, user.pk)

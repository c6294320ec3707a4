"""How a passage is cited in words."""

from django import template

from articles.models import Passage

register = template.Library()


@register.filter
def place(passage: Passage) -> str:
    """`paragraph 3`, `headline`, in the reader's language."""
    kind = str(passage.get_kind_display())
    return f"{kind} {passage.number}" if passage.number else kind

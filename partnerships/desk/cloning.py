"""A draft with what one agreement has in common with another."""

from itertools import count
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnerships.models import Agreement, Clause, Party
from partnerships.models.agreements import COPIED_TITLE
from records.admin.links import change_address
from records.locks import writing_alone
from records.models import TrackedModel
from records.roles import permissions
from records.text import cut

# What is no statement of an article about the other: sources, dates, places, people, words and outcomes are not.
LONGEST_TITLE = Agreement._meta.get_field("title").max_length or 0
COPIED: dict[type[TrackedModel], tuple[str, ...]] = {
    Agreement: ("kind",),
    Party: ("partner", "side", "role"),
    Clause: ("number", "kind", "heading"),
}


@require_POST
def clone(request: Any, key: int) -> HttpResponse:
    """Make a draft with the kind, parties and clauses of an agreement, and nothing that it says of itself."""
    if not request.user.has_perms(permissions("view", Agreement) | permissions("add", *COPIED)):
        raise PermissionDenied
    model = get_object_or_404(Agreement, pk=key)
    with writing_alone():
        # Of slugs that lead elsewhere none is taken again.
        there = Agreement.history.filter(slug__startswith=model.slug[:110])
        taken = {*there.values_list("slug", flat=True)}
        # The other's, which may say its years, is marked to be changed.
        called = model.title.removeprefix(COPIED_TITLE)
        title = COPIED_TITLE + cut(called, LONGEST_TITLE - len(COPIED_TITLE))
        slug = next(slug for number in count(2) if (slug := f"{model.slug[:110]}-{number}") not in taken)
        draft = _copy(model, request.user, slug=slug, title=title)
        parties = {party.pk: _copy(party, request.user, agreement=draft) for party in model.parties.order_by("pk")}
        for clause in model.clauses.order_by("pk").prefetch_related("topics", "obligors"):
            point = _copy(clause, request.user, agreement=draft)
            point.set_links("topics", clause.topics.all())
            point.set_links("obligors", [parties[party.pk] for party in clause.obligors.all()])
    said = _(
        "A draft with the kind, parties and clauses of “%(slug)s”: give it a title of its own. Days, place, people, "
        "words, outcomes and sources are not copied, for they would not be true of this one."
    )
    messages.success(request, said % {"slug": model.slug})
    return redirect(change_address(Agreement, draft.pk))


def _copy(row: Any, user: Any, **values: Any) -> Any:
    made = type(row)(**{name: getattr(row, name) for name in COPIED[type(row)]}, **values)
    made._history_user = user
    made.save()
    return made

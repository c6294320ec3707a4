"""Notices by mail: something waits for review, was sent back or approved. Who has given no address gets none."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changesets.models import Import, Submission
from records.export.tables import tables
from records.roles import publishers

logger = logging.getLogger(__name__)
MOST_LETTERS = 120  # of what a subject names
SUBJECTS = {
    Submission.State.WAITING: gettext_lazy("Waits for review: %(title)s"),
    Submission.State.RETURNED: gettext_lazy("Sent back: %(title)s"),
    Submission.State.APPROVED: gettext_lazy("Approved: %(title)s"),
}


def tell(request: Any, submissions: Iterable[Submission]) -> None:
    """Write of what the user of `request` submitted or decided just now, once it is committed, to whom it concerns.

    All of them are in the same state; somebody who gets word of several gets one mail.
    """
    told = [*submissions]
    transaction.on_commit(lambda: _send(request, told))


def _send(request: Any, submissions: list[Submission]) -> None:
    concerned: dict[Any, list[Submission]] = defaultdict(list)
    for each in submissions:
        waits = each.state == Submission.State.WAITING
        if waits:  # for who may publish all that it touches
            users = publishers(
                *(tables()[name] for name in {each.table, *each.touched.values_list("table", flat=True)})
            )
        else:
            users = get_user_model()._default_manager.filter(is_active=True, pk=each.owner_id)
        for user in users.exclude(pk=request.user.pk).exclude(email="").order_by("username"):
            concerned[user].append(each)
    got = {*delivered({user: _mail(request, user, given) for user, given in concerned.items()})}
    if missed := [str(user) for user in concerned if user not in got]:
        said = _("That is done, but no mail could be sent about it. Tell them yourself: %(names)s.")
        messages.warning(request, said % {"names": ", ".join(missed)})


def delivered(mails: Mapping[Any, EmailMessage]) -> Iterator[Any]:
    """Send one after the other and name each whose mail was taken; one that is refused keeps none of the others."""
    try:
        with get_connection() as connection:
            for user, mail in mails.items():
                try:
                    connection.send_messages([mail])
                except OSError:  # whatever goes wrong with a mail server
                    logger.exception("no mail to %s", user)
                else:
                    yield user
    except OSError:
        logger.exception("no mail server")


def _mail(request: Any, user: Any, submissions: list[Submission]) -> EmailMessage:
    first = submissions[0]
    with translation.override(language_of(user)):
        title = first.title if len(submissions) == 1 else _("%(first)s and others") % {"first": first.title}
        subject = SUBJECTS[Submission.State(first.state)] % {"title": Truncator(title).chars(MOST_LETTERS)}
        waits = first.state == Submission.State.WAITING
        said = f"{request.user}: {(first.words if waits else first.answer) or '–'}"
        records = [f"{each.title}\n{request.build_absolute_uri(_address(each))}" for each in submissions]
        why = _("You get this because your account has this address: the front page of the desk changes it.")
        return EmailMessage(" ".join(subject.split()), "\n\n".join([said, *records, why]), to=[user.email])


def _address(submission: Submission) -> str:
    if submission.changeset_id:
        return reverse("desk:proposal", args=[submission.changeset_id])
    return reverse("desk:package", args=[submission.table, submission.row])


def language_of(user: Any) -> str:
    """That in which the user worked last."""
    worked = Import.objects.filter(owner=user).order_by("-pk").values_list("language", flat=True)
    return worked.first() or settings.LANGUAGE_CODE

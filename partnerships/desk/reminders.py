"""Periods that end soon: told once each at 180, 90 and 30 days, to who may publish agreements and who entered it."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changesets.admin.notices import language_of
from partnerships.admin.agreements import ending
from partnerships.models import Agreement, Reminder
from records import dates
from records.admin.links import change_address
from records.locks import writing_alone
from records.models import Status
from records.roles import permissions, publishers, staff_with

# Days before the end.
DISTANCES = (30, 90, 180)


def remind() -> int:
    """Write what nobody was told yet and return of how many agreements; what cannot be sent waits for another time."""
    with writing_alone():
        new = _to_be_told()
    mails = [_mail(user, own) for user, own in _concerned(new)]
    try:
        get_connection().send_messages(mails)
    except OSError:
        Reminder.objects.filter(agreement__in=[each.agreement_id for each in new]).delete()
        raise
    return len(new)


def _to_be_told() -> list[Reminder]:
    """The reminders that are due, stored as sent; those of other ends are forgotten."""
    today = dates.today()
    published: Any = ending(Agreement.objects.filter(status=Status.PUBLISHED), str(DISTANCES[-1]))
    ends = {
        row: end
        for row in published.with_readings().order_by("period_latest", "pk")
        if (end := row.known.next_end(today))
    }
    Reminder.objects.exclude(agreement__in=[row.pk for row in ends]).delete()
    sent = {each.agreement_id: (each.end, each.days) for each in Reminder.objects.all()}
    new = []
    for agreement, end in ends.items():
        days = next(each for each in DISTANCES if (end - today).days <= each)
        before, at = sent.get(agreement.pk, (None, 0))
        if before != end or at > days:
            new.append(Reminder(agreement=agreement, end=end, days=days, sent_at=timezone.now()))
    changing = ["end", "days", "sent_at"]
    Reminder.objects.bulk_create(new, update_conflicts=True, unique_fields=["agreement"], update_fields=changing)
    return new


def _concerned(new: list[Reminder]) -> list[tuple[Any, list[Reminder]]]:
    """Each with what is told to them."""
    added: Any = Agreement.history
    entered = dict(
        added.filter(history_type="+", id__in=[each.agreement_id for each in new]).values_list("id", "history_user")
    )
    everything = {user.pk for user in publishers(Agreement)}
    found = [
        (user, [each for each in new if user.pk in everything or entered.get(each.agreement_id) == user.pk])
        for user in staff_with(permissions("view", Agreement)).exclude(email="")
    ]
    return [(user, own) for user, own in found if own]


def _mail(user: Any, reminders: list[Reminder]) -> EmailMessage:
    with translation.override(language_of(user)):
        count = len(reminders)
        subject = ngettext("%(count)s agreement ends soon", "%(count)s agreements end soon", count) % {"count": count}
        told = [
            _("%(title)s\nends on %(day)s\n%(address)s")
            % {
                "title": each.agreement.title,
                "day": date_format(each.end, "SHORT_DATE_FORMAT"),
                "address": settings.SITE_URL + change_address(Agreement, each.agreement_id),
            }
            for each in reminders
        ]
        why = _("You get this because your account has this address: the front page of the desk changes it.")
        return EmailMessage(subject, "\n\n".join([*told, why]), to=[user.email])


def ends_soon(most: int) -> list[Reminder]:
    """What everybody was reminded of and has not come yet, the first end first."""
    kept = Reminder.objects.filter(end__gte=dates.today(), agreement__status=Status.PUBLISHED)
    return [*kept.select_related("agreement").order_by("end", "pk")[:most]]

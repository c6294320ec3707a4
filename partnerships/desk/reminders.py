"""Periods that end soon: told once each at 180, 90 and 30 days, to who may publish agreements and who entered it."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changesets.admin.notices import delivered, language_of
from partnerships.admin.agreements import ending
from partnerships.models import Agreement, Reminder
from records import dates
from records.admin.links import change_address
from records.locks import writing_alone
from records.models import Status
from records.roles import permissions, publishers, staff_with

# Days before the end.
DISTANCES = (30, 90, 180)


def remind() -> None:
    """Note what ends soon, and write of it to each who was not told yet; who cannot be reached is told another day."""
    with writing_alone():
        _note_ends()
    concerned = _concerned()
    for user in delivered({user: _mail(user, own) for user, own in concerned.items()}):
        user.reminders.add(*concerned.pop(user))  # at once: whatever stops the others
    if concerned:
        raise OSError(_("No mail could be sent to: %(names)s") % {"names": ", ".join(map(str, concerned))})


def _note_ends() -> None:
    """What ends soon, with the distance that is reached; of other ends and distances nobody was told."""
    today = dates.today()
    published: Any = ending(Agreement.objects.filter(status=Status.PUBLISHED), str(DISTANCES[-1]))
    ends = {row.pk: end for row in published.with_readings() if (end := row.known.next_end(today))}
    due = {key: (end, next(each for each in DISTANCES if (end - today).days <= each)) for key, end in ends.items()}
    for each in Reminder.objects.all():
        if due.get(each.agreement_id) == (each.end, each.days):
            del due[each.agreement_id]
        else:
            each.delete()
    Reminder.objects.bulk_create(Reminder(agreement_id=key, end=end, days=days) for key, (end, days) in due.items())


def _concerned() -> dict[Any, list[Reminder]]:
    """What is still to be told, by whom it is told to."""
    reminders = [*Reminder.objects.select_related("agreement").order_by("end", "pk")]
    told = {*Reminder.told.through.objects.values_list("user", "reminder")}
    added: Any = Agreement.history
    entered = dict(
        added.filter(history_type="+", id__in=[each.agreement_id for each in reminders]).values_list(
            "id", "history_user"
        )
    )
    everything = {user.pk for user in publishers(Agreement)}
    found = {
        user: [
            each
            for each in reminders
            if (user.pk in everything or entered.get(each.agreement_id) == user.pk) and (user.pk, each.pk) not in told
        ]
        for user in staff_with(permissions("view", Agreement)).exclude(email="")
    }
    return {user: own for user, own in found.items() if own}


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
    """What is noted and has not come yet, the first end first; whether anybody got a mail is no matter."""
    kept = Reminder.objects.filter(end__gte=dates.today(), agreement__status=Status.PUBLISHED)
    return [*kept.select_related("agreement").order_by("end", "pk")[:most]]

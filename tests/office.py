"""Filling in the office's forms as a browser does: what the page shows, with what is typed over it."""

from __future__ import annotations

import re
from typing import Any

from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import translation

from records.checks.asking import complaints, findings


def page(model: type[Any], name: str, *args: Any, language: str = "vi") -> str:
    """The address of the admin page `name` (changelist, add, change ...) of `model`."""
    with translation.override(language):  # a request before this one may have left its own behind
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def complaints_about(record: Any, *severities: str) -> list[Any]:
    """What the checks of these severities have to say of `record`."""
    return complaints(findings(type(record), [record.pk], *severities).get(record.pk, ()))


def shown(client: Client, address: str) -> dict[str, Any]:
    """What the form at `address` would post if nobody typed anything."""
    return posted_by(client.get(address))


def posted_by(response: Any) -> dict[str, Any]:
    """What the form of `response` would post."""
    forms: list[BaseForm] = [response.context["adminform"].form]
    data: dict[str, Any] = {}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        # The empty row at the end of a page is not filled in: `row` types it.
        rows = formset.forms if formset.is_bound else formset.initial_forms
        forms += rows
        data |= {f"{formset.prefix}-INITIAL_FORMS": formset.initial_form_count()}
        data |= {f"{formset.prefix}-TOTAL_FORMS": len(rows)}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, (list, tuple)):
                value = [getattr(one, "pk", one) for one in value]
            if value is True:
                value = "on"
            if value is not None and value is not False:
                data[field.html_name] = value
    return data


def steps(response: Any) -> list[str]:
    """The steps that the form of `response` offers as buttons."""
    return [step.name for step in response.context.get("steps", ())]


def sent_back_by(response: Any) -> dict[str, list[str]]:
    """What the button of the page `not_saved` would post: all that was typed, and that the form be shown."""
    assert response.status_code in (409, 503)
    data: dict[str, list[str]] = {response.context["return_name"]: ["1"]}
    for name, value in response.context["typed"]:
        data.setdefault(name, []).append(value)
    return data


def row(data: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """Type one more row into the inline `prefix` of `data`."""
    place = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = place + 1
    data |= {f"{prefix}-{place}-{name}": value for name, value in values.items()}
    return data


def errors(response: Any) -> dict[str, list[str]]:
    """Every error that the form of `response` shows, by field; `prefix-0-name` in inlines."""
    found: dict[str, list[str]] = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += inline.formset.forms
        if alone := list(inline.formset.non_form_errors()):
            found[inline.formset.prefix] = alone
    for form in forms:
        for name, messages in form.errors.items():
            found[form.add_prefix(name)] = list(messages)
    return found


def rounds(response: Any) -> list[tuple[str, ...]]:
    """What a page tells of each round of a review: who, what was done, and the words."""
    found = re.findall(
        r"<b>([^<]+)</b>,[^<]*?\d: ([a-z ]+\.)(?: <q>(.*?)</q>)?", " ".join(response.content.decode().split())
    )
    return [tuple(each) for each in found]


def package(client: Client, address: str, decision: str, words: str = "", **ticked: Any) -> Any:
    """Decide on the page of a package as it is shown; of several records those that are `ticked`."""
    shown = client.get(address).context["package"]
    posted = {"decision": decision, "words": words, "seen": shown.versions, "chosen": shown.keys}
    return client.post(address, posted | ticked)


DECISIONS = {"submit_for_review": "submit", "publish": "approve"}


def take(
    client: Client,
    action: str,
    *records: Any,
    language: str = "en",
    follow: bool = True,
    reason: str = "Nhầm",
    **posted: Any,
) -> Any:
    """Take a step with rows of a list: one that is reviewed is decided on the page that it leads to."""
    chosen = {"action": action, "_selected_action": [each.pk for each in records], "index": 0, "why": reason}
    response = client.post(page(type(records[0]), "changelist", language=language), chosen, follow=True)
    if not response.context or "package" not in response.context:
        return response
    address, shown = response.request["PATH_INFO"], response.context["package"]
    posted = {"decision": DECISIONS[action], "words": "", "seen": shown.versions, "chosen": shown.keys} | posted
    return client.post(address, posted, follow=follow)

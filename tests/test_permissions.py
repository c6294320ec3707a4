"""Who may do what in the office, address by address, as the permissions table of the project declares it.

An admin model that is in no table below fails the build.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Outlet, Passage
from changesets.models import Import, Submission
from partnerships.desk import urls as desk_urls
from partnerships.models import (
    Agreement,
    AgreementRelation,
    Area,
    AreaName,
    AreaSuccession,
    Clause,
    Deployment,
    Event,
    Indicator,
    Observation,
    Partner,
    Party,
    Position,
    Signatory,
    Solution,
    Succession,
    Topic,
)
from people.models import Person
from records.models import PublishableModel, Status

from . import factories as make
from .office import page, posted_by, take

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROLES = ("anonymous", "norights", "viewer", "editor", "publisher", "admin")
LOGIN, NO, OK, DONE = "login", 403, 200, 302

# What each role is answered, in the order of ROLES.
RECORDS = {
    "changelist": (LOGIN, NO, OK, OK, OK, OK),
    "read draft": (LOGIN, NO, OK, OK, OK, OK),
    "read published": (LOGIN, NO, OK, OK, OK, OK),
    "add": (LOGIN, NO, NO, OK, OK, OK),
    "change draft": (LOGIN, NO, NO, DONE, DONE, DONE),
    "change published": (LOGIN, NO, NO, DONE, DONE, DONE),  # by an editor it becomes a proposal
    "delete draft": (LOGIN, NO, NO, DONE, DONE, DONE),
    "delete published": (LOGIN, NO, NO, NO, NO, DONE),
    "history": (LOGIN, NO, DONE, DONE, DONE, DONE),
    "export": (LOGIN, NO, OK, OK, OK, OK),
    "import": (LOGIN, NO, NO, OK, OK, OK),
    "process_import": (LOGIN, NO, NO, DONE, DONE, DONE),
    "publish": (False, False, False, False, True, True),
    "withdraw": (False, False, False, False, True, True),
}
# Parts are edited in the form of their record, which the address of a part leads to.
PARTS = {
    "changelist": (LOGIN, NO, OK, OK, OK, OK),
    "read draft": (LOGIN, NO, DONE, DONE, DONE, DONE),
    "read published": (LOGIN, NO, DONE, DONE, DONE, DONE),
    "add": (LOGIN, NO, NO, NO, NO, NO),
    "change draft": (LOGIN, NO, DONE, DONE, DONE, DONE),
    "change published": (LOGIN, NO, DONE, DONE, DONE, DONE),
    "delete draft": (LOGIN, NO, NO, NO, NO, NO),
    "delete published": (LOGIN, NO, NO, NO, NO, NO),
    "history": (LOGIN, NO, DONE, DONE, DONE, DONE),
    "export": (LOGIN, NO, OK, OK, OK, OK),
    "import": (LOGIN, NO, NO, OK, OK, OK),
    "process_import": (LOGIN, NO, NO, DONE, DONE, DONE),
}
# Own: an import of the visitor's. A superuser undoes what another has imported, and confirms it no more than anybody.
IMPORTS = {
    "changelist": (LOGIN, NO, OK, OK, OK, OK),
    "change": (LOGIN, NO, OK, OK, OK, OK),
    "errors": (LOGIN, NO, OK, OK, OK, OK),
    "add": (LOGIN, NO, NO, DONE, DONE, DONE),
    "confirm own": (LOGIN, NO, NO, DONE, DONE, DONE),
    "cancel own": (LOGIN, NO, NO, DONE, DONE, DONE),
    "again own": (LOGIN, NO, NO, DONE, DONE, DONE),
    "undo own": (LOGIN, NO, NO, DONE, DONE, DONE),
    "columns own": (LOGIN, NO, NO, DONE, DONE, DONE),
    "confirm another's": (LOGIN, NO, NO, NO, NO, NO),
    "cancel another's": (LOGIN, NO, NO, NO, NO, NO),
    "again another's": (LOGIN, NO, NO, NO, NO, NO),
    "columns another's": (LOGIN, NO, NO, NO, NO, NO),
    "undo another's": (LOGIN, NO, NO, NO, NO, DONE),
}
# The desk's own pages: of a person as a draft, and as one in review that is approved or sent back.
DESK = {
    "today": (LOGIN, OK, OK, OK, OK, OK),
    "queue": (LOGIN, OK, OK, OK, OK, OK),
    "mail": (LOGIN, DONE, DONE, DONE, DONE, DONE),
    "package": (LOGIN, NO, OK, OK, OK, OK),
    "missing": (LOGIN, NO, OK, OK, OK, OK),
    "preview": (LOGIN, NO, OK, OK, OK, OK),
    "chosen": (LOGIN, NO, OK, OK, OK, OK),
    "timeline": (LOGIN, NO, OK, OK, OK, OK),
    "compare": (LOGIN, NO, OK, OK, OK, OK),
    "deleted": (LOGIN, OK, OK, OK, OK, OK),
    "account": (LOGIN, OK, OK, OK, OK, OK),
    "paste": (LOGIN, NO, NO, OK, OK, OK),
    "read": (LOGIN, NO, NO, OK, OK, OK),
    "notes": (LOGIN, NO, OK, OK, OK, OK),
    "notes write": (LOGIN, NO, DONE, DONE, DONE, DONE),
    "merge": (LOGIN, NO, OK, OK, OK, OK),
    "typed": (LOGIN, NO, NO, OK, OK, OK),
    "apart": (LOGIN, NO, NO, DONE, DONE, DONE),
    "clone": (LOGIN, NO, NO, DONE, DONE, DONE),
    "merge draft": (LOGIN, NO, 409, 409, DONE, DONE),  # one of them is withdrawn
    "merge published": (LOGIN, NO, 409, 409, DONE, DONE),
    "compare draft": (LOGIN, NO, 409, DONE, DONE, DONE),
    "compare published": (LOGIN, NO, 409, DONE, DONE, DONE),  # by an editor it becomes a proposal
    "compare deleted draft": (LOGIN, NO, 409, DONE, DONE, DONE),
    "compare deleted published": (LOGIN, NO, 409, 409, DONE, DONE),
    "package submit": (LOGIN, NO, NO, DONE, DONE, DONE),
    "package return": (LOGIN, NO, NO, NO, DONE, DONE),
    "package approve": (LOGIN, NO, NO, NO, DONE, DONE),
    "chosen submit": (LOGIN, NO, NO, DONE, DONE, DONE),
    "chosen return": (LOGIN, NO, NO, NO, DONE, DONE),
    "chosen approve": (LOGIN, NO, NO, NO, DONE, DONE),
    "proposal": (LOGIN, NO, OK, OK, OK, OK),
    "proposal_preview": (LOGIN, NO, OK, OK, OK, OK),
    "proposal return": (LOGIN, NO, NO, NO, DONE, DONE),
    "proposal approve": (LOGIN, NO, NO, NO, DONE, DONE),
    "proposal withdraw": (LOGIN, NO, NO, NO, NO, NO),
}
# Users, groups and the log of sign-ins.
ADMIN_ONLY = {
    "changelist": (LOGIN, NO, NO, NO, NO, OK),
}

Maker = Callable[[str, str], Any]


def passage(slug: str, status: str) -> Passage:
    return make.passage(make.article(slug), status=status)


def position(slug: str, status: str) -> Position:
    return make.position(make.person(slug), make.partner(slug), status=status)


def succession(slug: str, status: str) -> Succession:
    return make.succession(make.partner(f"{slug}-a"), make.partner(f"{slug}-b"), status=status)


def area_succession(slug: str, status: str) -> AreaSuccession:
    former = make.area(f"{slug}-a", ended="2025-07-01")
    return make.area_succession(former, make.area(f"{slug}-b"), status=status)


def deployment(slug: str, status: str) -> Deployment:
    return make.deployment(make.solution(slug), partner=make.partner(slug), status=status)


def observation(slug: str, status: str) -> Observation:
    return make.observation(make.indicator(slug), partner=make.partner(slug), status=status)


def record(maker: Callable[..., Any]) -> Maker:
    return lambda slug, status: maker(slug, status=status)


def cited(maker: Maker) -> Maker:
    """A fact with a passage: without one it may not be published, whoever asks."""

    def made(slug: str, status: str) -> Any:
        fact = maker(slug, status)
        fact.set_links("passages", [make.passage(make.article(f"{slug}-source"))])
        return fact

    return made


RECORD_MODELS: dict[Any, Maker] = {
    Outlet: record(make.outlet),
    Article: record(make.article),
    Passage: passage,
    Person: record(make.person),
    Area: record(make.area),
    Partner: record(make.partner),
    Topic: record(make.topic),
    Solution: record(make.solution),
    Agreement: record(make.agreement),
    Indicator: record(make.indicator),
    Event: cited(record(make.event)),
    Position: cited(position),
    Succession: cited(succession),
    AreaSuccession: cited(area_succession),
    Deployment: cited(deployment),
    Observation: cited(observation),
}
PART_MODELS: dict[Any, Maker] = {
    AreaName: lambda slug, status: make.area_name(make.area(slug, status=status), "Tên khác"),
    Party: lambda slug, status: make.party(make.agreement(slug, status=status), make.partner(slug)),
    Clause: lambda slug, status: make.clause(make.agreement(slug, status=status)),
    Signatory: lambda slug, status: make.signatory(make.agreement(slug, status=status), make.person(slug)),
    AgreementRelation: lambda slug, status: make.relation(
        make.agreement(slug, status=status), make.agreement(f"{slug}-0")
    ),
}
ADMIN_ONLY_MODELS = {
    apps.get_model(label)
    for label in (
        "auth.User",
        "auth.Group",
        "axes.AccessAttempt",
        "axes.AccessLog",
    )
} | {model for model in apps.get_app_config("axes").get_models() if admin.site.is_registered(model)}


def test_every_table_of_the_admin_is_declared_here():
    declared = {*RECORD_MODELS, *PART_MODELS, *ADMIN_ONLY_MODELS, Import}
    assert set(admin.site._registry) == declared


def visitor(role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(make.staff("" if role == "norights" else role))
    return client


def answered(response: Any) -> Any:
    if response.status_code == 302 and "/login/" in response.headers["location"]:
        return LOGIN
    return response.status_code


def moved(client: Client, row: Any, action: str, after: Status) -> bool:
    """Whether the bulk action brought `row` to the status `after`."""
    take(client, action, row, follow=False)
    row.refresh_from_db()
    return row.status == after


def sent_back(client: Client, address: str, response: Any) -> Any:
    """Send the form at `address` back as `response` shows it, or an empty one where none is shown."""
    form = bool(response.context) and "adminform" in response.context
    return client.post(address, posted_by(response) if form else {})


def answers(client: Client, draft: Any, public: Any) -> dict[str, Any]:
    """What `client` is answered, action by action; what removes rows comes last."""
    model = type(draft)
    found = {name: answered(client.get(page(model, name))) for name in ("changelist", "add", "export", "import")}
    found["process_import"] = answered(client.post(page(model, "process_import")))
    found["history"] = answered(client.get(page(model, "history", draft.pk)))
    for state, row in (("draft", draft), ("published", public)):
        change = page(model, "change", row.pk)
        found[f"read {state}"] = answered(shown := client.get(change))
        found[f"change {state}"] = answered(sent_back(client, change, shown))
    if isinstance(draft, PublishableModel):
        found["publish"] = moved(client, draft, "publish", Status.PUBLISHED)
        found["withdraw"] = moved(client, public, "withdraw", Status.WITHDRAWN)
        for row, status in ((draft, Status.DRAFT), (public, Status.PUBLISHED)):
            row.status = status
            row.save()
        draft.history.exclude(status=Status.DRAFT).delete()  # else it would be one that was published once
    for state, row in (("draft", draft), ("published", public)):
        delete = page(model, "delete", row.pk)
        found[f"delete {state}"] = answered(client.post(delete, {"post": "yes"}))
    return found


def publishable(row: Any) -> Any:
    if isinstance(row, Agreement):
        cited = [make.passage(make.article(f"bai-{row.slug}"))]
        row.set_links("passages", cited)
        for side in (Party.Side.PROVIDER, Party.Side.PUBLIC_BODY):
            make.party(row, make.partner(f"{row.slug}-{side}".replace("_", "-")), side, passages=cited)
    return row


def declared(table: dict[str, tuple[Any, ...]], role: str) -> dict[str, Any]:
    return {action: row[ROLES.index(role)] for action, row in table.items()}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", RECORD_MODELS, ids=lambda model: model.__name__)
def test_records(model, role):
    maker = RECORD_MODELS[model]
    rows = publishable(maker("a", "draft")), publishable(maker("b", "published"))
    assert answers(visitor(role), *rows) == declared(RECORDS, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", PART_MODELS, ids=lambda model: model.__name__)
def test_parts(model, role):
    maker = PART_MODELS[model]
    assert answers(visitor(role), maker("a", "draft"), maker("b", "published")) == declared(PARTS, role)


def uploaded(owner: User, state: str) -> Import:
    found = Import(owner=owner, file_name="people.csv", table="people", sha256="0" * 64, state=state, refused=1)
    found.file.save("people.csv", ContentFile(b"slug,name\na,A\n"))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_imports(role, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client, another = visitor(role), make.staff("editor", "lan")
    user = User.objects.exclude(pk=another.pk).first() or make.staff("", "nobody")
    refused = uploaded(another, Import.State.REFUSED)
    found = {
        "changelist": answered(client.get(page(Import, "changelist"))),
        "change": answered(client.get(page(Import, "change", refused.pk))),
        "errors": answered(client.get(page(Import, "errors", refused.pk))),
        "add": answered(client.post(page(Import, "add"), {"file": ContentFile(b"slug,name\na,A\n", "people.csv")})),
    }
    steps = {"confirm": "planned", "cancel": "planned", "again": "refused", "undo": "applied", "columns": "refused"}
    for whose, owner in (("own", user), ("another's", another)):
        for step, state in steps.items():
            address = page(Import, step, uploaded(owner, state).pk)
            found[f"{step} {whose}"] = answered(client.post(address))
    assert found == declared(IMPORTS, role)


def test_every_address_of_imports_is_declared_here():
    addresses = {url.name.removeprefix("changesets_import_") for url in admin.site._registry[Import].get_urls()}
    assert addresses == {action.split()[0] for action in IMPORTS}


@pytest.mark.parametrize("role", ROLES)
def test_the_desk(role):
    client = visitor(role)
    person = make.person(status="draft")
    key = {"chosen": person.pk}
    addresses = {
        "today": reverse("desk:today"),
        "queue": reverse("desk:queue", args=["waiting"]),
        "package": reverse("desk:package", args=["people", person.pk]),
        "missing": reverse("desk:missing", args=["people", person.pk]),
        "preview": reverse("desk:preview", args=["people", person.pk]),
        "chosen": reverse("desk:chosen", args=["people"]),
        "timeline": reverse("desk:timeline", args=["people", person.pk]),
        "compare": reverse("desk:compare", args=["people", person.pk]),
        "deleted": reverse("desk:deleted"),
        "typed": reverse("desk:typed", args=["people"]),
        "paste": reverse("desk:paste"),
        "read": reverse("desk:read", args=[make.article(full_text="Hai bên ký.").pk]),
        "merge": reverse("desk:merge", args=["people", person.pk]),
        "notes": reverse("desk:notes", args=["people", person.pk]),
        "account": reverse("desk:account"),
    }
    found = {name: answered(client.get(address)) for name, address in addresses.items() if name != "chosen"}
    found["chosen"] = answered(client.post(addresses["chosen"], key))
    found["notes write"] = answered(client.post(addresses["notes"], {"text": "Gọi lại"}))
    found["mail"] = answered(client.post(reverse("desk:mail"), {"email": ""}))
    for name in ("package", "chosen"):
        for decision, status in (("submit", "draft"), ("return", "in_review"), ("approve", "in_review")):
            Person.objects.update(status=status)
            seen = f"people:{person.pk}:{Person.objects.get().version}"
            posted = {"decision": decision, "words": "Xem lại", "seen": seen, **key}
            found[f"{name} {decision}"] = answered(client.post(addresses[name], posted))
    for status in ("draft", "published"):
        Person.objects.update(status=status, description="sau")
        before, last = Person.history.last(), Person.history.first()
        posted = {"chosen": f"people.person:{person.pk}:description", "seen": last.pk, "reason": "nhầm"}
        found[f"compare {status}"] = answered(client.post(f"{addresses['compare']}?from={before.pk}", posted))
    for status in ("draft", "published"):
        keep, lose = (make.person(f"{name}-{status}", status=status) for name in ("mot", "hai"))
        posted = {"reason": "một người", "seen": f"{keep.version} {lose.version}", "value-name": "keep"}
        address = reverse("desk:merge", args=["people", keep.pk])
        found[f"merge {status}"] = answered(client.post(f"{address}?with={lose.slug}", posted))
        lose = make.person(f"xoa-{status}", status=status)
        address = reverse("desk:compare", args=["people", lose.pk])
        lose.delete()
        posted = {"chosen": f"people.person:{Person.history.first().id}", "seen": Person.history.first().pk}
        posted["reason"] = "nhầm"
        found[f"compare deleted {status}"] = answered(client.post(address, posted))
    apart = reverse("desk:apart", args=["people", person.pk, Person.objects.last().pk])
    found["apart"] = answered(client.post(apart))
    found["clone"] = answered(client.post(reverse("desk:clone", args=[make.agreement("mau").pk])))
    found |= on_proposals(client)
    assert found == declared(DESK, role)
    assert {name.split()[0] for name in DESK} == {url.name for url in desk_urls.urlpatterns}


def on_proposals(client):
    """What is answered about the proposals of another."""
    person = make.person("cong-bo")
    author = Client()
    author.force_login(make.staff("editor", "another"))
    address, found = page(Person, "change", person.pk), {}
    for decision in ("return", "approve", "withdraw"):
        author.post(address, posted_by(author.get(address)) | {"name": decision, "_save": "1"})
        proposal = reverse("desk:proposal", args=[Submission.objects.exclude(changeset=None).last().changeset_id])
        found["proposal"] = answered(client.get(proposal))
        found["proposal_preview"] = answered(client.get(f"{proposal}preview/people/{person.pk}/"))
        seen = author.get(proposal).context["proposal"].versions
        posted = {"decision": decision, "words": "Xem lại", "seen": seen}
        found[f"proposal {decision}"] = answered(client.post(proposal, posted))
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", sorted(ADMIN_ONLY_MODELS, key=str), ids=lambda model: model.__name__)
def test_accounts(model, role):
    answer = answered(visitor(role).get(page(model, "changelist")))
    assert {"changelist": answer} == declared(ADMIN_ONLY, role)

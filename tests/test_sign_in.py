"""Signing in: the second factor, forgotten passwords, sessions, many names from one address, who got which rights."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings as configured
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from partnerships.desk import urls as desk_urls
from people.models import Person
from records.sign_in import RESETS_AN_HOUR
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in
from tests.office import page, shown

pytestmark = pytest.mark.django_db

HOME, LOGIN, ACCOUNT = "/en/admin/", "/en/admin/login/", "/en/admin/account/"


def code_of(user):
    """What the app of `user` shows."""
    return f"{TOTP(TOTPDevice.objects.get(user=user).bin_key).token():06}"


def sign_in(name, code="", password="mat-khau", client=None):
    client = client or Client()
    return client, client.post(LOGIN, {"username": name, "password": password, "code": code})


def set_up(client, user):
    """The recovery codes."""
    client.post(ACCOUNT, {"step": "begin"})
    answer = client.post(ACCOUNT, {"step": "confirm", "code": code_of(user), "password": "mat-khau"})
    assert answer.status_code == 200
    return answer.context["codes"]


def patient():
    """Time passes: failures are forgotten and the app shows another code."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    TOTPDevice.objects.update(last_t=-1)


def test_who_set_up_a_second_factor_is_asked_for_it_and_a_recovery_code_signs_in_once():
    user = make.staff("editor", "lan")
    elsewhere, _answer = sign_in("lan")
    client, _answer = sign_in("lan")
    codes = set_up(client, user)
    assert (len(codes), client.get(HOME).status_code) == (10, 200)
    assert elsewhere.get(HOME).status_code == 302  # it was signed in by the password alone
    missing = "Your account has a second factor: type a fresh code of your app, or a recovery code."
    wrong = (
        "That is not the code of this moment, or it came too soon after a wrong one: wait a few seconds, then type a "
        "fresh one."
    )
    for code, said in (("", missing), ("000000", wrong), ("abc", wrong)):
        patient()
        refused = sign_in("lan", code)[1]
        assert (refused.status_code, refused.context["form"].non_field_errors()) == (200, [said]), code
    patient()
    with_app, answer = sign_in("lan", f" {code_of(user)[:3]} {code_of(user)[3:]}")
    assert (answer.status_code, with_app.get(HOME).status_code) == (302, 200)
    for status in (302, 200):
        assert sign_in("lan", codes[0].upper())[1].status_code == status
    patient()
    renewed = client.post(ACCOUNT, {"step": "renew", "code": code_of(user)}).context
    other = renewed["codes"]
    assert renewed["form"]["code"].value() is None  # it is used
    for code, status in ((codes[1], 200), (other[1], 302)):
        patient()
        assert sign_in("lan", code)[1].status_code == status
    patient()
    client.post(ACCOUNT, {"step": "remove", "code": "000000"})
    assert TOTPDevice.objects.exists()
    patient()
    assert messages_of(client.post(ACCOUNT, {"step": "remove", "code": code_of(user)}, follow=True)) == [
        "The second factor is removed."
    ]
    assert sign_in("lan")[1].status_code == 302


def test_signing_in_leads_to_no_other_site(client):
    make.staff("editor", "lan")
    for way in ("https://elsewhere.test/", "//elsewhere.test/", "javascript:alert(1)", ""):
        typed = {"username": "lan", "password": "mat-khau", "next": way}
        assert client.post("/en/admin/login/", typed)["Location"] == "/en/admin/", way


def test_no_second_factor_is_bound_without_the_password():
    user = make.staff("editor", "lan")
    client = sign_in("lan")[0]
    client.post(ACCOUNT, {"step": "begin"})
    for password, said in (("", "This field is required."), ("sai", "That is not your password.")):
        answer = client.post(ACCOUNT, {"step": "confirm", "code": code_of(user), "password": password})
        assert (answer.status_code, answer.context["form"].errors["password"]) == (400, [said])
    assert not TOTPDevice.objects.get().confirmed
    assert len(set_up(client, user)) == 10


def test_wrong_codes_lock_the_account_for_the_address_like_wrong_passwords():
    user = make.staff("editor", "lan")
    set_up(sign_in("lan")[0], user)
    statuses = []
    for _number in range(5):
        patient()
        statuses.append(sign_in("lan", "000000")[1].status_code)
    assert statuses == [200, 200, 200, 200, 429]


@pytest.mark.parametrize(
    ("role", "asked"),
    [
        *[(role, False) for role in ("editor", "viewer", "view_user")],
        *[(role, True) for role in ("publisher", "admin", "publish_person", "change_user", "add_group")],
    ],
)
def test_publishers_and_administrators_can_do_nothing_before_they_have_one(settings, role, asked):
    settings.REQUIRE_2FA = True
    user = make.staff("" if "_" in role else role, "lan")
    if "_" in role:
        user.user_permissions.add(Permission.objects.get(codename=role))
    client, answer = sign_in("lan")
    person = make.person(status="draft")
    addresses = [page(Person, name, language="en") for name in ("changelist", "add", "export")]
    addresses += [page(Person, name, person.pk, language="en") for name in ("change", "delete", "history")]
    addresses += [reverse("admin:checks"), reverse("admin:password_change"), reverse("admin:jsi18n")]
    for url in desk_urls.urlpatterns:
        needed = {name: {"collection": "people"}.get(name, "1") for name in url.pattern.converters}
        addresses.append(reverse(f"desk:{url.name}", kwargs=needed))
    addresses.remove(ACCOUNT)
    if not asked:
        assert client.get(HOME).status_code == 200
        return
    for address in addresses:
        for method in (client.get, client.post):
            answer = method(address)
            assert (answer.status_code, answer["Location"]) == (302, ACCOUNT), address
    assert Person.objects.get().status == "draft"
    assert "user-tools" not in client.get(ACCOUNT).content.decode()
    set_up(client, user)
    assert client.get(HOME).status_code == 200
    client.post("/en/admin/logout/")
    patient()
    assert sign_in("lan")[1].status_code == 200  # no more by the password alone


def test_who_must_set_it_up_may_sign_out_instead(settings):
    settings.REQUIRE_2FA = True
    make.staff("publisher", "lan")
    client, _answer = sign_in("lan")
    client.post("/en/admin/logout/")
    assert "_auth_user_id" not in client.session


def test_who_is_no_superuser_changes_no_superuser_and_makes_none():
    admin, hand = make.staff("admin", "quan-tri"), make.staff("", "lan")
    set_up(sign_in("quan-tri")[0], admin)
    names = ("view_user", "change_user", "delete_user")
    hand.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = sign_in("lan")[0]
    listed = page(User, "changelist", language="en")
    chosen = {"_selected_action": [admin.pk, hand.pk], "index": 0}
    assert client.post(listed, {"action": "take_second_factor", **chosen}).status_code == 403
    client.post(listed, {"action": "delete_selected", "post": "yes", **chosen})
    new = dict.fromkeys(("password1", "password2"), "Rat-kho-doan-9") | {"usable_password": "true"}
    form = page(User, "change", admin.pk, language="en")
    for address in (form, form.replace("change/", "password/"), form.replace("change/", "delete/")):
        assert client.post(address, new | {"username": "x", "post": "yes"}).status_code == 403, address
    assert TOTPDevice.objects.get().user == User.objects.get(username="quan-tri")
    assert User.objects.get(pk=admin.pk).password == admin.password
    own = page(User, "change", hand.pk, language="en")
    typed = {"username": "lan", "last_name": "Lan", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    typed |= {"date_joined_0": "2026-01-02", "date_joined_1": "08:00:00"}
    assert client.post(own, typed).status_code == 302
    assert [*User.objects.values_list("username", "is_superuser", "last_name").order_by("pk")] == [
        ("quan-tri", True, ""),
        ("lan", False, "Lan"),
    ]


def test_an_administrator_takes_a_lost_second_factor_away_and_signs_its_owner_out(caplog):
    user = make.staff("editor", "lan")
    client = sign_in("lan")[0]
    set_up(client, user)
    admin = signed_in("admin")
    posted = {"action": "take_second_factor", "_selected_action": [user.pk], "index": 0}
    answer = admin.post(page(User, "changelist", language="en"), posted, follow=True)
    assert messages_of(answer) == ["1 account is without a second factor."]
    assert "admin took away the second factor of lan" in caplog.messages
    assert client.get(HOME).status_code == 302
    assert sign_in("lan")[1].status_code == 302


def test_the_code_is_lost_with_nothing_that_was_typed_before_the_session_ended():
    user = make.staff("editor", "lan")
    client = sign_in("lan")[0]
    set_up(client, user)
    form = page(Person, "add", language="en")
    typed = shown(client, form) | {"slug": "an", "name": "An", "_author": user.pk}
    client.cookies.clear()
    kept = client.post(form, typed)
    assert "code" in kept.context["form"].fields
    patient()
    again = {"username": "lan", "password": "mat-khau", "code": code_of(user), "next": form}
    answer = client.post(LOGIN, again | {"_typed": kept.context["typed"]})
    assert (answer.status_code, dict(answer.context["typed"])["name"]) == (409, "An")


# Sessions


def test_sessions_are_listed_and_one_that_is_ended_is_signed_out():
    make.staff("editor", "lan")
    make.staff("editor", "minh")
    here, there, other = (
        sign_in(name, client=Client(headers={"User-Agent": f"Trình duyệt của {name} {number}"}))[0]
        for number, name in enumerate(("lan", "lan", "minh"))
    )
    listed = here.get(ACCOUNT).context["sessions"]
    assert sorted((each["browser"], each["address"], each["own"]) for each in listed) == [
        ("Trình duyệt của lan 0", "127.0.0.1", True),
        ("Trình duyệt của lan 1", "127.0.0.1", False),
    ]
    named = {here: listed[0]["key"], there: listed[1]["key"]} if listed[0]["own"] else {}
    named = named or {here: listed[1]["key"], there: listed[0]["key"]}
    for beginning in ("", named[there][:1], there.session.session_key[:8], there.session.session_key):
        here.post(ACCOUNT, {"step": "end", "session": beginning})
    assert there.get(HOME).status_code == 200
    for client, name in ((other, "minh"), (here, "lan")):
        client.post(ACCOUNT, {"step": "end", "session": named[there]})
        assert there.get(HOME).status_code == (200 if name == "minh" else 302)
    here.post(ACCOUNT, {"step": "end", "session": named[here]})
    assert here.get(HOME).status_code == 302
    assert other.get(HOME).status_code == 200


# A password that was forgotten


def test_a_forgotten_password_is_set_anew_by_mail_and_no_answer_says_whose_account_there_is(mailoutbox):
    user = make.staff("editor", "lan")
    User.objects.update(email="lan@example.vn")
    answers = []
    for email in ("lan@example.vn", "ai@example.vn"):
        client = Client()
        answer = client.post("/en/admin/password_reset/", {"email": email}, follow=True)
        answers.append((answer.redirect_chain, re.sub(rb'value="\w{64}"', b"", answer.content)))
    assert answers[0] == answers[1]
    (mail,) = mailoutbox
    assert mail.to == ["lan@example.vn"]
    assert mail.subject == "Set a new password: Register of cooperation agreements"
    assert "The link holds for 72 hours, and once." in mail.body
    address = re.search(r"http://testserver(/\S+)", mail.body)[1]
    form = client.get(address, follow=True)
    done = client.post(form.request["PATH_INFO"], dict.fromkeys(("new_password1", "new_password2"), "moi-hoan-toan"))
    assert done["Location"] == "/en/admin/password_reset/done/"
    assert client.get(done["Location"]).status_code == 200
    assert sign_in("lan", password="moi-hoan-toan")[1].status_code == 302
    used = client.get(address.replace("/en/", "/"), follow=True)
    assert (used.context["validlink"], used.context["title"]) == (False, "Chưa đặt lại được mật khẩu")
    assert user.check_password("mat-khau")


def test_one_address_asks_for_so_many_passwords_an_hour_with_the_same_answer(mailoutbox):
    make.staff("editor", "lan")
    User.objects.update(email="lan@example.vn")
    found = []
    for address, times in (("192.0.2.7", RESETS_AN_HOUR + 2), ("192.0.2.8", 1)):
        client = Client(REMOTE_ADDR=address)
        found += [client.post("/en/admin/password_reset/", {"email": "lan@example.vn"}) for _number in range(times)]
    assert {answer["Location"] for answer in found} == {"/en/admin/password_reset/sent/"}
    assert len(mailoutbox) == RESETS_AN_HOUR + 1


def test_a_reset_does_not_lead_around_the_second_factor(mailoutbox):
    user = make.staff("editor", "lan")
    User.objects.update(email="lan@example.vn")
    set_up(sign_in("lan")[0], user)
    client = Client()
    client.post("/en/admin/password_reset/", {"email": "lan@example.vn"})
    form = client.get(re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1], follow=True)
    client.post(form.request["PATH_INFO"], dict.fromkeys(("new_password1", "new_password2"), "moi-hoan-toan"))
    assert client.get(HOME).status_code == 302
    assert sign_in("lan", password="moi-hoan-toan")[1].status_code == 200


# Who tries too much, and what is written down


def test_many_names_tried_from_one_address_lock_that_address_and_no_other():
    make.staff("editor", "lan")
    attempts = [sign_in(f"ten-{number}", password="sai")[1].status_code for number in range(11)]
    assert attempts == [200] * 9 + [429] * 2
    answer = sign_in("lan")[1]
    assert answer.status_code == 429
    assert "Signing in failed too often" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in("lan", client=elsewhere)[1].status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - configured.AXES_COOLOFF_TIME - timedelta(seconds=1))
    assert sign_in("lan")[1].status_code == 302


def test_who_signed_in_when_and_from_where_is_written_down():
    make.staff("editor", "lan")
    client = Client(REMOTE_ADDR="192.0.2.7", headers={"user-agent": "Firefox"})
    sign_in("lan", client=client, password="sai")
    assert [*AccessAttempt.objects.values_list("username", "ip_address")] == [("lan", "192.0.2.7")]
    sign_in("lan", client=client)
    assert [*AccessLog.objects.values_list("username", "ip_address", "user_agent")] == [("lan", "192.0.2.7", "Firefox")]
    client.post("/en/admin/logout/")
    assert AccessLog.objects.get().logout_time


def test_what_changes_of_an_account_stands_in_the_history_of_the_account(caplog):
    user, admin = make.staff("editor", "lan"), signed_in("admin", "quan-tri")
    form = page(User, "change", user.pk, language="en")
    User.objects.filter(pk=user.pk).update(date_joined="2026-01-02T08:00:00+07:00", email="cu@example.vn")
    typed = {"username": "lan", "email": "moi@example.vn", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    typed |= {"groups": [Group.objects.get(name="publisher").pk]}
    typed |= {"date_joined_0": "2026-01-02", "date_joined_1": "08:00:00"}
    assert admin.post(form, typed).status_code == 302
    said = "Email address: cu@example.vn → moi@example.vn; Superuser status: no → yes; Groups: editor → publisher"
    assert LogEntry.objects.get().get_change_message() == said
    assert f"quan-tri changed lan: {said}" in caplog.messages
    assert said in admin.get(page(User, "history", user.pk, language="en")).content.decode()
    form = page(Group, "change", Group.objects.get(name="viewer").pk, language="en")
    typed = shown(admin, form)
    kept = Group.objects.get(name="viewer").permissions.exclude(codename="view_person")
    admin.post(form, typed | {"permissions": [each.pk for each in kept]})
    before, after = LogEntry.objects.first().get_change_message().removeprefix("Permissions: ").split(" → ")
    assert {*before.split(", ")} - {*after.split(", ")} == {"people: may see"}


def test_sessions_of_another_secret_are_none():
    client = sign_in(make.staff("editor", "lan").username)[0]
    Session.objects.create(session_key="x" * 32, session_data="sai", expire_date=timezone.now() + timedelta(days=1))
    assert len(client.get(ACCOUNT).context["sessions"]) == 1


def test_no_page_of_an_account_has_a_switch_that_nothing_draws():
    client = sign_in(make.staff("editor", "lan").username)[0]
    for name in ("admin:index", "admin:password_change", "admin:password_change_done"):
        assert "theme-toggle" not in client.get(reverse(name)).content.decode(), name

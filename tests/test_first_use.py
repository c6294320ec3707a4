"""What somebody meets who has the clone and its README only: its commands, a taken port, the password, the language."""

import re
import shlex
import shutil
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from records.terminal import terminal_language

from .test_killed_worker import environment

pytestmark = pytest.mark.one_database

ROOT = settings.BASE_DIR
SERVING = ("make run", "curl ")
ANSWERS = ["15 rows in agreements.xlsx\n", "0 created, 0 updated, 15 unchanged, 0 refused.\n"]


def terminal(command, folder, **variables):
    """What a command line typed in `folder` answers, whatever language and whatever `make` the tests are run in."""
    ours = ("LC_", "LANG", "MAKE", "MFLAGS")
    found = {name: value for name, value in environment().items() if not name.startswith(ours)}
    return subprocess.run(
        command, shell=True, cwd=folder, env={**found, **variables}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def clone(tmp_path):
    """A folder where `./manage` is, without the files that the commands leave."""
    (tmp_path / "manage").symlink_to(ROOT / "manage")
    return tmp_path


def command_lines():
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_readme_works_as_written(seeded, clone):
    connection.close()
    done = [terminal(line, clone) for line in command_lines() if not line.startswith(SERVING)]
    assert [(each.returncode, each.stderr) for each in done] == [(0, "")] * 3
    trial = ANSWERS[1] + "Nothing was written: this was a trial.\n"
    assert [each.stdout for each in done] == [ANSWERS[0], trial, ANSWERS[1]]


def commands_in_the_text():
    found = re.findall(r"`((?:\./manage|make)(?: [a-z_]+)*)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    return sorted(set(found) - {"./manage"})


@pytest.mark.django_db(transaction=True)
def test_every_command_that_the_text_of_the_readme_names_works(seeded, clone, monkeypatch):
    """Those of `make` are known to it; the rest answer, one that never ends when it has nothing to do."""
    monkeypatch.setattr("getpass.getpass", lambda prompt: "mot-cau-du-dai")
    call_command("first_admin")
    known = terminal("make", ROOT).stdout
    connection.close()
    for line in commands_in_the_text():
        program, *words = line.split()
        if program == "make":
            assert not words or f"make {words[0]} " in known, line
        elif words[0] == "changepassword":  # asks at the terminal
            call_command(*words, verbosity=0)
        else:
            done = terminal(line + " --batch --no-startup-delay --verbosity 0" * (words[0] == "worker"), clone)
            assert (done.returncode, done.stderr) == (0, ""), line
    assert get_user_model().objects.get(username="admin").check_password("mot-cau-du-dai")


def test_the_address_of_the_readme_answers_what_it_says(seeded, client):
    (line,) = [line for line in command_lines() if line.startswith("curl ")]
    address = shlex.split(line)[1].removeprefix("http://127.0.0.1:8000")
    rows = client.get(address).json()["results"]
    assert {name for row in rows for name in row["provinces_then"]} >= {"thai-binh"}
    assert {name for row in rows for name in row["provinces_now"]} == {"hung-yen"}


def test_without_an_environment_manage_says_what_to_do(tmp_path):
    shutil.copy(ROOT / "manage", tmp_path)
    done = terminal("./manage migrate", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "run make run first: it installs what the register needs\n"


def test_a_taken_port_is_named_before_anything_is_done(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = terminal(f"make run PORT={port} DATA_DIR={tmp_path / 'data'} BIN=nowhere PYTHON={sys.executable}", ROOT)
    said, left_to_make = done.stderr.split("\n", 1)
    free = re.fullmatch(rf"port {port} is taken; PORT=(\d+) make run takes another", said)
    assert free
    assert int(free[1]) > port
    assert left_to_make.startswith("make: ***")
    assert (done.stdout, (tmp_path / "data").exists()) == ("", False)


def test_the_password_stands_out_and_signs_in(db, client, capsys):
    with translation.override("en"):
        call_command("first_admin")
        first, account, password, after, last = capsys.readouterr().out.splitlines()
        call_command("first_admin")
        again = capsys.readouterr().out
    assert first == last == "=" * 78
    assert account == "  Staff account: admin"
    assert after == "  It is shown this once; `./manage changepassword admin` sets another."
    assert get_user_model().objects.get().check_password(password.removeprefix("  Password: "))
    assert again == "There is a superuser already: nothing to do.\n"


def test_the_server_leaves_nothing_in_the_home_directory():
    printed = terminal(f"{sys.executable} -m gunicorn --config bin/gunicorn.conf.py --print-config config.wsgi", ROOT)
    assert re.search(r"^control_socket_disable += True$", printed.stdout, re.MULTILINE), printed.stderr


def test_what_the_server_has_loaded_is_not_looked_through_for_garbage():
    told = "import config.wsgi, gc, sys; print(gc.get_freeze_count(), 'partnerships.website.urls' in sys.modules)"
    frozen, loaded = terminal(f'{sys.executable} -c "{told}"', ROOT).stdout.split()
    assert (int(frozen) > 100_000, loaded) == (True, "True")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "vi"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": ""}, "vi"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_of_the_terminal(monkeypatch, variables, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert terminal_language() == language


def test_commands_answer_in_the_language_of_the_terminal(clone):
    line = "./manage export_records all"
    refused = "Name the file: all tables go into a .zip or an .xlsx."
    with translation.override("vi"):
        translated = translation.gettext(refused)
    assert translated != refused
    assert terminal(line, clone).stderr == f"CommandError: {refused}\n"
    assert terminal(line, clone, LANG="vi_VN.UTF-8").stderr == f"CommandError: {translated}\n"

"""The locks name all that their packages need: they are installed with --no-deps, tomorrow as today."""

import re
from collections import defaultdict
from importlib.metadata import distribution

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


def locked(*names):
    """Each package of the lock files with its version, those that this machine leaves out too."""
    found = {}
    for name in names:
        for line in (settings.BASE_DIR / name).read_text(encoding="utf-8").splitlines():
            if match := re.match(r"([\w.-]+)==([\w.!+-]+)(?: ; (.+?))? \\$", line):
                package, version, marker = match.groups()
                found[canonicalize_name(package)] = (Version(version), marker)
    return found


def asked(*names):
    for name in names:
        for line in (settings.BASE_DIR / name).read_text(encoding="utf-8").splitlines():
            if words := line.split("#")[0].strip():
                yield Requirement(words)


def missing(locks, wanted):
    """What `wanted` asks for here and `locks` do not hold, extras of extras included."""
    todo, extras, wrong = list(wanted), defaultdict(set), []
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name not in locks:
            wrong.append(f"{requirement} is not locked")
            continue
        if not requirement.specifier.contains(locks[name][0], prereleases=True):
            wrong.append(f"{requirement} is locked as {locks[name][0]}")
        for extra in {"", *requirement.extras} - extras[name]:
            extras[name].add(extra)
            for line in distribution(name).requires or ():
                needed = Requirement(line)
                # An extra of "" is how a marker without extras is asked.
                always = needed.marker is None or needed.marker.evaluate({"extra": ""})
                if always if not extra else (not always and needed.marker.evaluate({"extra": extra})):
                    todo.append(needed)
    return wrong


@pytest.mark.parametrize(
    ("inputs", "locks"),
    [
        (["requirements.in"], ["requirements.txt"]),
        (["requirements.in", "requirements-dev.in"], ["requirements.txt", "requirements-dev.txt"]),
    ],
)
def test_the_locks_name_all_that_is_needed(inputs, locks):
    assert missing(locked(*locks), asked(*inputs)) == []


def test_an_extra_of_another_package_is_needed_too():
    everything = locked("requirements.txt", "requirements-dev.txt")
    without = {name: found for name, found in everything.items() if name != "psycopg-binary"}
    assert missing(without, [Requirement("psycopg[binary]")]) == [
        str(need) + " is not locked"
        for need in map(Requirement, distribution("psycopg").requires or ())
        if need.name == "psycopg-binary"
    ]


def test_both_locks_are_installed_without_what_they_do_not_name():
    makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if re.search(r"pip install(?! --quiet uv)", line)]
    assert [all(flag in line for flag in ("--no-deps", "--require-hashes")) for line in installs] == [True]

#!/usr/bin/env python
"""Bring the database up to date in one process: starting Django three times would be slower."""

import hashlib
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from records.terminal import terminal_language


def fixtures_digest() -> str:
    """What was seeded, and into which database."""
    digest = hashlib.sha256(f"{connection.vendor} {connection.settings_dict['NAME']}".encode())
    for path in sorted((settings.BASE_DIR / "fixtures").glob("*.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


django.setup()
translation.activate(terminal_language())
call_command("migrate", interactive=False, verbosity=0)
# Seeding validates every row, which takes seconds; unchanged fixtures have been through that.
seeded = settings.DATA_DIR / "seeded"
agreements = apps.get_model("partnerships", "Agreement")._default_manager
if not (seeded.exists() and seeded.read_text() == fixtures_digest() and agreements.exists()):
    call_command("seed")
    seeded.write_text(fixtures_digest())
if settings.MEDIA_ROOT.exists():
    settings.MEDIA_ROOT.chmod(0o700)  # uploads of before were open to others
call_command("first_admin", verbosity=0)  # says nothing where there is one

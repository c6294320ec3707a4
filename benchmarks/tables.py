"""Tables in and out: a register of some agreements, into which many come by a file."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from . import exports, imports, register, web

AROUND = 1_000  # agreements that are there already, with everything around them


def show(rows: str) -> None:
    n = int(rows)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    register.make(AROUND)
    load = os.getloadavg()[0]
    print(f"\n### Tables in and out, {connection.vendor}, {n:,} agreements (load {load:.1f} at the start)\n", flush=True)
    directory = Path(settings.DATA_DIR)
    imports.table(n, directory)
    exports.table(n)
    web.table(n, directory)

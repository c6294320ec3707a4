"""Tables in and out: a small register, into which many agreements come by a file and out of which they go."""

import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from . import exports, imports, register, web

AROUND = 1_000  # agreements that are there already, with everything around them


def show(rows: str) -> None:
    n = int(rows)
    load = os.getloadavg()[0]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    register.make(AROUND)
    # Made here, for hashing the password takes 100 MB.
    get_user_model()._default_manager.create_superuser(imports.OWNER, password=imports.OWNER)
    name = f"{connection.vendor}, {n:,} agreements in and out"
    print(f"\n### {name} (load before: {load:.1f})\n", flush=True)
    directory = Path(settings.DATA_DIR)
    imports.table(n, directory)
    exports.table(n)
    web.table(n, directory)

"""Measure one register in this process: the size is the argument, the database is DATABASE_URL's."""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402  after setup
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks import limits, register  # noqa: E402

SECONDS = 2.0  # a measurement runs this long, but at least three times


def main(n: int) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    begun = time.perf_counter()
    register.make(n)
    print(f"\n## {connection.vendor}, {n:,} agreements (made in {time.perf_counter() - begun:.0f} s)\n")
    print(f"| {'what':<34} | {'ms':>8} | {'raw SQL ms':>10} | {'ratio':>6} | {'queries':>7} | {'kB':>7} |")
    print("|---|---:|---:|---:|---:|---:|")
    middle = f"thoa-thuan-{n // 2 - n // 2 % 10}"
    last = (n - n // 10) // 50
    compare("list page of 50", "/agreements/", limits.agreement_list)
    compare("list page of 50, in English", "/en/agreements/", limits.agreement_list)
    compare("list page, the last", f"/agreements/?page={last}", limits.agreement_list, same=False)
    compare("detail page", f"/agreements/{middle}/", partial(limits.detail, middle))
    compare("API list of 100", "/api/v1/agreements/?page_size=100", limits.api_list)
    compare("API detail", f"/api/v1/agreements/{middle}/", partial(limits.detail, middle))
    for name, query in (("rare", f"thoa thuan {n - 2}"), ("common", "hop tac"), ("none", "khong thay")):
        compare(f"list searched, {name}", f"/agreements/?search={query}", partial(limits.search, query.split()))
    compare("search page over everything", "/search/?q=hop tac", partial(limits.search, ["hop", "tac"]), same=False)
    before = peak()
    compare("CSV export of all", "/agreements/?format=csv", limits.csv_export)
    first_byte("/agreements/?format=csv")
    print(f"\nMemory: {peak():.0f} MB at most, {before:.0f} MB before the export.")


def compare(name: str, address: str, limit: Callable[[], list[str]], *, same: bool = True) -> None:
    """Print what the request takes beside `limit`; unless not `same`, the answer holds every row of the limit."""
    client = Client()

    def request() -> bytes:
        response: Any = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}: {body[:300]!r}")
        return body

    body = request().decode()
    if same and (missing := [slug for slug in limit() if slug not in body]):
        raise SystemExit(f"{address} lacks {missing[:5]}: these are not the same rows")
    size = len(body.encode())
    queries: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        request()
    taken, raw = median(request), median(limit)
    print(
        f"| {name:<34} | {taken:8.2f} | {raw:10.2f} | {taken / raw:6.1f} | {len(queries):7d} | {size / 1000:7.1f} |",
        flush=True,
    )


def first_byte(address: str) -> None:
    begun = time.perf_counter()
    response: Any = Client().get(address)
    next(iter(response.streaming_content))
    print(f"\nFirst byte of the export after {time.perf_counter() - begun:.3f} s.")
    response.close()


def median(work: Callable[[], Any]) -> float:
    """The median of repeated runs in milliseconds."""
    work()
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    while len(times) < 3 or time.perf_counter() < end:
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


main(int(sys.argv[1]))

"""The pages of one register, each beside hand-written SQL that reads the same rows."""

import json
import os
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from partnerships.api.viewsets import VIEWSETS
from partnerships.website.urls import urlpatterns
from records.noting import catch_up
from records.views import counts_cache

from . import limits, peer, register
from .alone import Figures
from .verdicts import at_most, show, verdict

SECONDS = 2.0  # a measurement runs this long, but at least three times
NARROWED = "kind=plan"
# What the goals allow: times the raw SQL and milliseconds on top, or milliseconds in all.
FACETS, DETAIL, API = (2.5, 10), (3, 4), (5, 0)
# Times the first page by cursor, and times the download of the same rows as JSON.
DEEPEST_CURSOR, MIRROR = 1.3, 2
SEARCH_MS, UNCHANGED_MS = 60, 1
ORDERED = 2  # times the order that a list has by itself
Row = tuple[str | float | None, ...]


def pages(size: str) -> Figures:
    """Print the table of a register with everything; return the milliseconds of each page."""
    n = int(size)
    begun(f"{n:,} agreements", lambda: register.make(n))
    middle = f"thoa-thuan-{n // 2 - n // 2 % 10}"
    last = deepest(n)
    detail = partial(limits.detail, middle)
    rows = [
        *both("list page of 50", "/agreements/", limits.agreement_list),
        made("list page, narrowed", f"/agreements/?{NARROWED}", None),
        made("list page, its facets counted", f"/agreements/?{NARROWED}", facets, FACETS, forget=True),
        made("list page, all facets counted", "/agreements/", all_facets, FACETS, forget=True),
        made(f"list page {last:,}", f"/agreements/?page={last}", None),
        *both("detail page", f"/agreements/{middle}/", detail, DETAIL),
        made("API list of 100", "/api/v1/agreements/?page_size=100", limits.api_list, API),
        made("API detail", f"/api/v1/agreements/{middle}/", detail),
    ]
    for name, query in (("rare", f"thoa thuan {n - 2}"), ("common", "hop tac"), ("none", "khong thay")):
        found = partial(limits.search, query.split())
        rows.append(made(f"list searched, {name}", f"/agreements/?search={query}", found, most=SEARCH_MS))
        rows.append(made(f"search page, {name}", f"/search/?q={query}", found, same=False, most=SEARCH_MS))
    rows.append(made("CSV export of all", "/agreements/?format=csv", limits.csv_export, forget=True))
    rows += mirror()
    ours = told(rows)
    if connection.vendor == "sqlite":
        peer.table(ours, n)
    return ours


def lists(size: str) -> Figures:
    """The same of agreements with nothing of theirs, as many as no register of the whole is made with."""
    n = int(size)
    begun(f"{n:,} agreements alone", lambda: register.make_alone(n))
    last = deepest(n)
    rows = [
        *both("list page of 50", "/agreements/", limits.agreement_list),
        made("list page, narrowed", f"/agreements/?{NARROWED}", None),
        made("list page, its facets counted", f"/agreements/?{NARROWED}", facets, FACETS, forget=True),
        made(f"list page {last:,}", f"/agreements/?page={last}", None),
    ]
    return told([*rows, *orders(n)])


def orders(n: int) -> Iterator[Row]:
    """Every order that a page or the API offers of what grows, beside the one that its list has by itself."""
    offered = [
        (viewset.queryset.model, f"/api/v1/{viewset.queryset.model.collection}/", order.extra["choices"])
        for viewset in VIEWSETS
        if (order := viewset.filterset_class.base_filters.get("ordering"))
    ]
    views = ((f"/{each.pattern}", getattr(each.callback, "view_class", None)) for each in urlpatterns)
    offered += [
        (view.filterset_class._meta.model, at, view.orderings)
        for at, view in views
        if view and hasattr(view, "orderings")
    ]
    for model, address, choices in offered:
        if model._default_manager.count() < n:
            continue
        first = made(f"{address}, its own order", f"{address}?page_size=50", None)
        yield first
        for name, _label in choices:
            row = made(f"{address} by {name}", f"{address}?page_size=50&ordering={name}", None)
            yield *row[:-1], verdict(at_most(float(row[1] or 0) / float(first[1] or 1), ORDERED, "x its own order"))


def mirror() -> Iterator[Row]:
    """All agreements by cursor, as a mirror reads them: the first and the last page, and all beside the download."""
    walked = "/api/v1/agreements/?after=0&page_size=200"
    first = made("API by cursor, first 200", walked, None)
    last = walked
    seconds: list[float] = []
    while True:
        caches["pages"].clear()
        ask, begun_at = asking(last), time.perf_counter()
        _response, body = ask()
        seconds.append(time.perf_counter() - begun_at)
        if not (following := json.loads(body)["next"]):
            break
        before, last = last, following.partition("//testserver")[2]
    deep = made("API by cursor, last whole 200", before, None) if len(seconds) > 1 else first
    yield first
    yield *deep[:-1], verdict(at_most(float(deep[1] or 0) / float(first[1] or 1), DEEPEST_CURSOR, "x the first"))
    export = made("API download, JSON Lines", "/api/v1/agreements/?format=jsonl", None)
    yield export
    taken = sum(seconds) * 1000
    said = verdict(at_most(taken / float(export[1] or 1), MIRROR, "x the download"))
    yield "API by cursor, all", taken, None, None, None, None, said


def deepest(n: int) -> int:
    """The number of the last page that can be asked for: one in ten is not public, and 100,000 rows are the most."""
    return min((n - n // 10) // 50, 2000)


def facets() -> list[str]:
    limits.agreement_list()
    return limits.facets("a.kind = 'plan'")


def all_facets() -> list[str]:
    return [*limits.agreement_list(), *limits.facets()]


def begun(name: str, make: Callable[[], None]) -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    start, load = time.perf_counter(), os.getloadavg()[0]
    make()
    seconds, start = time.perf_counter() - start, time.perf_counter()
    catch_up(float("inf"), waited_for=False)  # what is new to readers is noted, as the worker does it
    noted = time.perf_counter() - start
    times = f"made in {seconds:.0f} s, noted in {noted:.0f} s"
    print(f"\n#### {connection.vendor}, {name} ({times}; load before: {load:.1f})\n", flush=True)


def told(rows: Sequence[Row]) -> Figures:
    show("page|ms|raw SQL ms|ratio|queries|kB|verdict".split("|"), rows)
    print(f"Memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most.\n", flush=True)
    return {str(row[0]): row[1] for row in rows}


def both(name: str, address: str, limit: Callable[[], list[str]], goal: tuple[float, int] | None = None) -> list[Row]:
    """The page as it is made, as it is answered again, and as "not modified"."""
    first, _body = asking(address)()
    ask_again = asking(address, {"if-none-match": first.headers.get("ETag", "")})
    again = median(asking(address))
    if ask_again()[0].status_code == 304:
        unchanged = median(ask_again)
        said = verdict(at_most(unchanged, UNCHANGED_MS, "ms"))
    else:
        unchanged, said = None, "-"
    return [
        made(name, address, limit, goal),
        (f"{name}, again", again, None, None, None, None, ""),
        (f"{name}, not modified", unchanged, None, None, None, None, said),
    ]


@cache
def server() -> Any:
    """One for all requests, as a worker has one: made anew it looks through all files that it serves."""
    return WSGIHandler()


def asking(address: str, headers: dict[str, str] | None = None) -> Callable[[], tuple[Any, bytes]]:
    """What a server does with one request; the test client's own work would count as the page's."""
    application = server()
    environ = RequestFactory(headers=headers).get(address).environ

    def ask() -> tuple[Any, bytes]:
        response = application(dict(environ), lambda status, headers: None)
        body = b"".join(response)
        response.close()
        return response, body

    return ask


def made(
    name: str,
    address: str,
    limit: Callable[[], list[str]] | None,
    goal: tuple[float, int] | None = None,
    *,
    most: float | None = None,
    same: bool = True,
    forget: bool = False,
) -> Row:
    """The page made anew beside `limit`, whose rows it holds if `same`; `forget`: its facets are counted anew, too."""
    ask = asking(address)

    def request() -> bytes:
        response, body = ask()
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}: {body[:300]!r}")
        return body

    def clear() -> None:
        caches["pages"].clear()
        if forget:
            counts_cache.forget()

    body = request().decode()
    if limit and same and (missing := [slug for slug in limit() if slug not in body]):
        raise SystemExit(f"{address} lacks {missing[:5]}: these are not the same rows")
    queries: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    clear()
    with connection.execute_wrapper(count):
        request()
    taken, raw = median(request, clear), median(limit) if limit else None
    missed = []
    if goal and raw is not None:
        missed.append(at_most(taken, goal[0] * raw + goal[1], f"ms ({goal[0]} x raw + {goal[1]})"))
    if most is not None:
        missed.append(at_most(taken, most, "ms"))
    said = verdict(*missed) if missed else ""
    return name, taken, raw, taken / raw if raw else None, len(queries), len(body.encode()) / 1000, said


def median(work: Callable[[], Any], before: Callable[[], None] = lambda: None) -> float:
    """The median of repeated runs in milliseconds; `before` each of them is not timed."""
    before()
    work()
    times: list[float] = []
    end = time.perf_counter() + SECONDS
    while len(times) < 3 or time.perf_counter() < end:
        before()
        begun_at = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun_at) * 1000)
    return statistics.median(times)

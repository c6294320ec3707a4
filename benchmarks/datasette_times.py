"""`python datasette_times.py FILE ADDRESS ...`, by the Python that has Datasette: how long each address takes it."""

import asyncio
import json
import statistics
import sys
import time

from datasette.app import Datasette  # type: ignore[import-not-found]  # in an environment of its own
from datasette.version import __version__  # type: ignore[import-not-found]  # the same

SECONDS = 2.0


async def main(path: str, *addresses: str) -> None:
    datasette = Datasette([path], settings={"suggest_facets": False, "sql_time_limit_ms": 60_000})
    await datasette.invoke_startup()
    print(json.dumps({"version": __version__, "ms": [await median(datasette, each) for each in addresses]}))


async def median(datasette: Datasette, address: str) -> float:
    """The median of repeated runs in milliseconds, the first of them left out."""
    times: list[float] = []
    end = 0.0
    while len(times) < 4 or time.perf_counter() < end:
        begun = time.perf_counter()
        answer = await datasette.client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}: {answer.text[:300]}")
        end = end or time.perf_counter() + SECONDS
    return statistics.median(times[1:])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

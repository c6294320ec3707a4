"""How often an address may ask: counted in windows of fixed length, by all workers together."""

import hashlib
import os
import shutil
import time
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import AnonRateThrottle

RATES: Path = settings.DATA_DIR / "rates"


class AddressThrottle(AnonRateThrottle):
    """`API_RATE` for an IPv4 address, or for the /64 that one customer has of IPv6.

    Who is refused is told when the window ends; whichever worker answers, nothing is let through before and all after.
    """

    num_requests: int
    duration: int

    def get_ident(self, request: Any) -> str:
        said = super().get_ident(request)
        try:
            address = ip_address(said)
        except ValueError:  # of no network, as in tests
            return said
        if isinstance(address, IPv6Address):
            return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
        return str(address)

    def allow_request(self, request: Any, view: Any) -> bool:
        if self.rate is None:
            return True
        window = int(time.time()) // self.duration
        self.ends = (window + 1) * self.duration
        asked = count(f"{self.duration}-{window}", self.get_ident(request), self.duration)
        view.headers |= {
            "RateLimit-Limit": str(self.num_requests),
            "RateLimit-Remaining": str(max(0, self.num_requests - asked)),
            "RateLimit-Reset": str(self.wait()),
        }
        return asked <= self.num_requests

    def wait(self) -> int:
        return max(1, self.ends - int(time.time()))


def count(window: str, ident: str, seconds: int) -> int:
    """How often `ident` has asked in the `window`, with this time.

    Without Redis in the size of a file: a byte is appended by one system call, so that no worker loses that of another.
    """
    name = hashlib.sha256(ident.encode()).hexdigest()[:32]
    if "redis" in settings.CACHES["default"]["BACKEND"]:
        cache.add(f"rate-{window}-{name}", 0, 2 * seconds)
        return cache.incr(f"rate-{window}-{name}")
    try:
        if not (here := RATES / window).exists():
            here.mkdir(parents=True, exist_ok=True)
            for before in RATES.iterdir():
                if before.name != window:
                    shutil.rmtree(before, ignore_errors=True)
        file = os.open(here / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:  # a full disk is no reason to refuse readers
        return 0
    try:
        os.write(file, b".")
        return os.fstat(file).st_size
    except OSError:
        return 0
    finally:
        os.close(file)

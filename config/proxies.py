from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's address as our own outermost proxy saw it.

    A client can write X-Forwarded-For itself; only the last PROXIES entries are ours.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    address: str = request.META.get("REMOTE_ADDR", "")  # none behind a socket or in tests
    if 0 < settings.PROXIES <= len(forwarded):
        address = forwarded[-settings.PROXIES].strip() or address
    return address

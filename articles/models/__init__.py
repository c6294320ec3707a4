"""Who published what, where and when; and the facts that cite it know of this app, not the reverse."""

from .articles import Article, Outlet, web_address
from .facts import Certainty, Citation, Fact, Reason, explained, load_sources
from .passages import Passage, place

__all__ = [
    "Article",
    "Certainty",
    "Citation",
    "Fact",
    "Outlet",
    "Passage",
    "Reason",
    "explained",
    "load_sources",
    "place",
    "web_address",
]

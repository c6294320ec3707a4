"""Who published what, where and when; and the facts that cite it know of this app, not the reverse."""

from .articles import Article, Outlet, web_address
from .certainty import Certainty, Reason, certainty_of, explained, surest, unsure_q
from .dismissed import Dismissed
from .facts import Citation, Fact, cited_passages, load_sources
from .passages import Passage, place
from .readings import Reading, read_field

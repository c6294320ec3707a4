"""From the text of an article to proposals: rows that people accept, mend or drop. Nothing is written here."""

from .names import Names
from .proposal import Proposal, ReadArticle
from .reader import read

__all__ = ["Names", "Proposal", "ReadArticle", "read"]

"""The admin of partnerships, one module a family of nouns; Django finds them through here."""

from . import agreements, outcomes, partners, parts

"""Words that the reader knows: signs of a topic beside its names, too wide to be searched by, and lists of names."""

from pathlib import Path


def _lines(name: str) -> dict[str, str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


# By the slug of the topic; parted by semicolons as its synonyms are.
SIGNS = _lines("signs.txt")
# Patterns of what names of organisations are or begin with, and family names beside the common ones.
LISTS = _lines("lists.txt")

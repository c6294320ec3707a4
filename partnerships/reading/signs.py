"""Words that the reader knows: signs of a topic beside its names, too wide to be searched by, and patterns."""

from pathlib import Path


def _lines(name: str) -> dict[str, str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


# By the slug of the topic; parted by semicolons as its synonyms are.
SIGNS = _lines("signs.txt")
# Patterns of names of organisations, offices and families, and of words of the press, each by what it is for.
LISTS = _lines("lists.txt")

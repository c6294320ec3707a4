"""What speaks of a topic in an article, beside its names: signs for the reader alone, too wide to be searched by."""

from pathlib import Path

# By the slug of the topic; parted by semicolons as its synonyms are.
_LINES = Path(__file__).with_name("signs.txt").read_text(encoding="utf-8").splitlines()
SIGNS = dict(line.split(": ", 1) for line in _LINES)

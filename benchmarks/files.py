"""CSV files of agreements, as an export writes them: the same rows whenever they are made."""

import csv
from pathlib import Path

from articles.models import Passage

from .register import KINDS, POINTS, signed_on

HEADINGS = (
    "slug status title kind signed period terminated place summary stated_points passages certainty reason note"
).split()


def write(path: Path, prefix: str, n: int, said: str = "") -> Path:
    """Write `n` drafts whose slugs begin with `prefix`, each with a passage; `said` ends every title."""
    cited = [each.reference for each in Passage.objects.filter(article__slug__startswith="bai-").order_by("pk")]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADINGS)
        for i in range(n):
            day = signed_on(i)
            lines.writerow(
                (
                    f"{prefix}{i:06d}",
                    "draft",
                    f"Thỏa thuận hợp tác số {i} giữa VNPT và đơn vị {i % 700}, từ năm {day.year}{said}",
                    KINDS[i % len(KINDS)],
                    str(day),
                    f"{day.year}/{day.year + 3 + i % 5}",
                    "",
                    ("Hà Nội", "Thái Bình", "Nghệ An")[i % 3],
                    f"{POINTS[i % len(POINTS)]}; hai bên phối hợp đào tạo nhân lực và rà soát hằng năm, lần thứ {i}.",
                    len(POINTS),
                    cited[i % len(cited)],
                    "stated",
                    "",
                    "",
                )
            )
    return path


def beginning(path: Path, n: int) -> bytes:
    """The headings and the first `n` rows of a file that `write` has made."""
    with path.open("rb") as file:
        return b"".join(next(file, b"") for _line in range(n + 1))

"""The part that somebody plays in a sentence: who signs, exchanges, speaks, is there."""

import re
from collections.abc import Sequence

from partnerships.models import Signatory

from .text import Sentence

Part = Signatory.Part
_SPOKE = re.compile(
    r"(?i)cho biết|cho hay|cho rằng|khẳng định|nhấn mạnh|phát biểu|chia sẻ|đánh giá|bày tỏ|đề nghị|yêu cầu|cam kết|"
    r"(?<!\w)nói(?!\w)|ghi nhận|lưu ý|kết luận|chỉ đạo|tin tưởng|mong muốn|kỳ vọng|cảm ơn|giới thiệu|nhắc lại|"
    r"hoan nghênh|trình bày|said|thông tin:"
)
_EXCHANGED = re.compile(r"(?i)trao (?!đổi kinh|tặng|quà|quyền)|trao đổi (?:biên bản|văn bản|thỏa thuận|bản)")
# What was signed, and not that somebody signs it.
_SIGNED_THING = re.compile(
    r"(?i)(?:nội dung|thỏa thuận|biên bản|ghi nhớ|chương trình|văn bản|kế hoạch|điều|cam kết|hợp đồng|hợp tác)"
    r"(?: (?:mà|hai bên|các bên|đã|được|vừa|cùng))+ k[ýí](?: kết)?"
)
_SIGNS = re.compile(r"(?i)(?<!lễ )(?<!\w)(?:ký|kí)(?: kết)?(?!\w)(?! (?:số|hiệu|ức|túc))")
# “Đại diện VNPT có ông ...” tells who was there.
_ARE = r"[^,;.]{2,40} (?:có|gồm)(?!\w)"
_WATCHED = re.compile(
    r"(?i)chứng kiến|tham dự|(?<!\w)dự(?!\w)(?! (?:án|kiến|thảo))|có mặt|chủ trì|về phía|"
    rf"(?:đại diện|lãnh đạo){_ARE}"
)


def part_of(sentence: Sentence, start: int, end: int, names: Sequence[int]) -> str:
    """What who is named there did in the sentence, by the verb behind the name, else by the one before it; `names`:
    where each of the sentence begins."""
    after, before = _SIGNED_THING.sub(lambda found: " " * len(found[0]), sentence.text[end:]), sentence.text[:start]
    signs, watched = _SIGNS.search(after), _WATCHED.search(before)
    between = after[: signs.start()] if signs else ""
    if _SPOKE.search(between) and not re.search(r"(?:và|rồi)\s*$", between):
        signs = None
    others = [name - end for name in names if end <= name < end + len(between)]
    if signs and (re.search(r"(?i)dự(?: lễ)? và (?:cùng )?$", between) or _signs_before(between, before, others)):
        return Part.SIGNED
    if re.match(r"\s*\(ký", after):
        return Part.SIGNED
    if _SPOKE.match(re.sub(rf"^[^.]*?(?=(?:{_SPOKE.pattern[4:]}))", "", after[:120])) and not signs and not watched:
        return Part.SPOKE
    if re.search(r"(?i)chứng kiến[^.;]{0,30}$|sự (?:chứng kiến|tham dự) của[^.;]*$", before):
        return Part.ATTENDED
    if sentence.place.startswith("caption") and _EXCHANGED.search(after):
        return Part.EXCHANGED
    told_before = re.search(
        rf"(?i)(?:được )?ký (?:kết )?giữa|(?:văn bản|thỏa thuận|biên bản) do|thay mặt|đại diện(?!{_ARE})", before
    )
    if (signs and not re.match(r".*(?:chứng kiến|dự)[^.]*$", between)) or told_before:
        return Part.ATTENDED if watched and not told_before and sentence.place[:7] != "caption" else Part.SIGNED
    if _SPOKE.search(after) or re.search(r"(?i)^\W*(?:theo|phát biểu)", before):
        return Part.SPOKE if not watched else Part.ATTENDED
    if watched or _WATCHED.search(after):
        return Part.ATTENDED
    return Part.EXCHANGED if _EXCHANGED.search(after) else Part.NOT_SAID


def _signs_before(between: str, before: str, names: Sequence[int]) -> bool:
    """Whether who stands `between` witnesses and the verb signs: “Trước sự chứng kiến của A, B và C đã ký”."""
    if not re.search(r"(?i)sự chứng kiến của[^.;]*,[^.;]*$", before) or re.search(r"bên|đơn vị|lễ|sự chứng", between):
        return False
    return not names or (len(names) == 1 and bool(re.search(r" và\s*(?:\w+ )*$", between[: names[0]])))

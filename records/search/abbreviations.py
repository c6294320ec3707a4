"""Short forms and what they stand for: whoever types either finds both.

Of the words of administration and of the field only, each the common reading of its letters; the names of
organisations are other names of partners, which the office records.
"""

from collections.abc import Iterable

from records import text

# The full form first, in the spelling that readers are shown.
GROUPS: tuple[tuple[str, ...], ...] = (
    # Bodies
    ("Ủy ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
    ("Mặt trận Tổ quốc", "MTTQ"),
    ("Ủy ban Mặt trận Tổ quốc", "UBMTTQ"),
    ("Ban Chỉ đạo", "BCĐ"),
    ("Ban Chấp hành", "BCH"),
    ("Ban Thường vụ", "BTV"),
    ("Hội đồng thành viên", "HĐTV"),
    ("Hội đồng quản trị", "HĐQT"),
    ("bảo hiểm xã hội", "BHXH"),
    ("Thông tin và Truyền thông", "TT&TT", "TTTT"),
    ("Khoa học và Công nghệ", "KH&CN", "KHCN"),
    ("Giáo dục và Đào tạo", "GD&ĐT", "GDĐT"),
    ("Kế hoạch và Đầu tư", "KH&ĐT", "KHĐT"),
    ("Tài nguyên và Môi trường", "TN&MT", "TNMT"),
    ("Nông nghiệp và Phát triển nông thôn", "NN&PTNT", "NNPTNT"),
    ("Nông nghiệp và Môi trường", "NN&MT", "NNMT"),
    ("Lao động - Thương binh và Xã hội", "Lao động Thương binh Xã hội", "LĐ-TB&XH", "LĐTB&XH", "LĐTBXH"),
    ("Văn hóa, Thể thao và Du lịch", "VH,TT&DL", "VHTT&DL", "VHTTDL"),
    ("giao thông vận tải", "GTVT"),
    # The field
    ("công nghệ thông tin", "CNTT"),
    ("công nghệ thông tin và truyền thông", "công nghệ thông tin - truyền thông", "CNTT-TT", "CNTTTT"),
    ("viễn thông - công nghệ thông tin", "viễn thông và công nghệ thông tin", "VT-CNTT"),
    ("chuyển đổi số", "CĐS"),
    ("an toàn thông tin", "ATTT"),
    ("an toàn, an ninh thông tin", "an toàn và an ninh thông tin", "ATANTT"),
    ("chính quyền điện tử", "CQĐT"),
    ("chính phủ điện tử", "CPĐT"),
    ("cơ sở dữ liệu", "CSDL"),
    ("dịch vụ công trực tuyến", "DVCTT"),
    ("trí tuệ nhân tạo", "AI"),
    ("internet vạn vật", "IoT"),
    # Administration
    ("thành phố", "TP"),
    ("Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh", "TP.HCM", "TPHCM"),
    ("cải cách hành chính", "CCHC"),
    ("thủ tục hành chính", "TTHC"),
    ("kinh tế - xã hội", "kinh tế và xã hội", "KT-XH", "KTXH"),
    ("văn hóa - xã hội", "VH-XH", "VHXH"),
    ("trung học phổ thông", "THPT"),
    ("trung học cơ sở", "THCS"),
    ("đại học", "ĐH"),
    ("bệnh viện", "BV"),
    ("doanh nghiệp", "DN"),
    ("Tổng Giám đốc", "TGĐ"),
    ("Phó Tổng Giám đốc", "PTGĐ"),
    ("trách nhiệm hữu hạn", "TNHH"),
)

Form = tuple[str, ...]  # folded words


def _forms(group: Iterable[str]) -> tuple[Form, ...]:
    return tuple(dict.fromkeys(tuple(text.words(form)) for form in group))


# By the words of a form: all forms of its group, itself first.
_OTHERS: dict[Form, tuple[Form, ...]] = {
    form: (form, *(other for other in forms if other != form)) for forms in map(_forms, GROUPS) for form in forms
}
_FULL: dict[Form, Form] = {form: forms[0] for forms in map(_forms, GROUPS) for form in forms}
_SHOWN: dict[Form, str] = {tuple(text.words(form)): form for group in GROUPS for form in reversed(group)}
_LONGEST = max(map(len, _OTHERS))


def at(words: Form, start: int) -> tuple[Form, ...]:
    """The forms that say the same as the longest one that `words` have at `start`, that one first; or none."""
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        if found := _OTHERS.get(words[start : start + length]):
            return found
    return ()


# Short forms that are words of their own in small letters: `ai` asks who.
_WORDS = frozenset(("ai",))


def meant(typed: str) -> bool:
    """Whether one word so typed may be a short form: marked as no short form is (Ái, not AI), it is another word."""
    form = tuple(text.words(typed))
    spelt = typed.casefold() in (*form, _SHOWN[form].casefold())
    return spelt and (form[0] not in _WORDS or typed.isupper())


def full(words: Iterable[str], typed: Form = ()) -> Form:
    """The words with the full form in the place of every other. `typed`: the same words with their marks, which stay
    where there is no form; a word that is marked as no short form is (Ái, not AI) is none."""
    words = tuple(words)
    typed = typed or words
    found: Form = ()
    start = 0
    while start < len(words):
        form = next(iter(at(words, start)), words[start : start + 1])
        word, last = typed[start], start + len(form)
        is_word = len(form) == 1 and word not in (*form, shown(form).casefold() if form in _SHOWN else "")
        found += typed[start:last] if is_word else _FULL.get(form, typed[start:last])
        start = last
    return found


def shown(form: Form) -> str:
    """The spelling of a folded form."""
    return _SHOWN[form]

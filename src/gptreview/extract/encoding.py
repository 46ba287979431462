"""Which encoding a file's bytes are in, judged by what each reading of a sample looks like."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_OTHERS = ("utf-8", "gb18030", "cp1252", "big5", "utf-16-le", "utf-16-be")
_SAMPLE_BYTES = 8_192
_SLICES = 16
_MAX_CONTROL_SHARE = 0.05
"""Text has next to none; of random or compressed bytes they are a tenth."""
_MIN_LIKELIHOOD = 0.55
_MIN_TRACE = 0.4
"""Below, not even a doubtful reading is worth its noise."""
_MIN_LEAD = 0.05
_MAX_FOREIGN_SHARE = 0.5
"""Where fewer bytes are beyond ASCII, the ASCII around them is text in any encoding."""
_WIDE_HANDICAP = 0.85
"""ASCII text read as 16-bit characters gives Han ones, if rare ones."""
_WORDLESS_HANDICAP = 0.6
"""Chinese in UTF-16 reads as Western letters without a blank between them."""

_CONTROLS = bytes({*range(32)} - set(b"\t\n\v\f\r\b\x1b")) + b"\x7f"
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_ODD = re.compile(r"[^\t\n\v\f\r\b\x1b\x20-\x7e]")
# Characters that readings of the wrong bytes seldom hit. The Han characters are among the most
# frequent of simplified and traditional Chinese, about half of any running text.
_EXPECTED = re.compile(
    "[\u0100-\u024f\u1e00-\u1eff\u00a0\u00a9\u00ab\u00ae\u00b0\u00b7\u00bb\u2010-\u203a\u2190-\u2193\u2500-\u257f\u20ac\u2122"
    "\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3000-\u3011\u3040-\u30ff"
    "\uff01-\uff5e\U0001f300-\U0001faff"
    "的一是不了在人有我他这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对"
    "小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动"
    "方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定"
    "本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界门"
    "這個們來時為說國著會裡後過對學麼發當沒還樣開總從無現動經長兒愛給間兩親進與見問點幾將實聲車機氣並別"
    "書體電門號錢網請資訊業務產據試]"
)
# Western letters stand alone or in pairs between ASCII ones, in words of one case or with one
# capital; what does not is another encoding's text, read as this one.
_WESTERN = re.compile(
    "(?<![\u00a1-\u024f])(?:"
    "[\u00df-\u00f6\u00f8-\u00ff\u0153\u0161\u017e]{1,2}(?![A-Z\u00a1-\u024f])"
    "|(?<![a-z])[\u00c0-\u00d6\u00d8-\u00de\u0152\u0160\u0178\u017d](?![\u00a1-\u024f])"
    ")"
)
_WESTERN_SIGN = re.compile(
    "(?<![\u0080-\uffff])[\u00a0-\u00bf\u2010-\u203a\u20ac\u2122](?![\u0080-\uffff])"
)
_C0 = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to read a file as text."""

    name: str
    """Python's name for it."""
    mark_bytes: int = 0
    """Length of the byte-order mark, which is no text."""
    doubt: bool = False
    """The bytes look odd in this encoding, and in every other one."""


def find_encoding(data: bytes) -> Encoding | None:
    """The encoding of a text; None where the evidence says that the bytes are no text.

    A byte-order mark decides; then control characters, NUL above all, of which only 16-bit and
    32-bit text has many; then whether the bytes are sound UTF-8 (RFC 3629 section 1: texts in
    other encodings seldom are). What is left is read in each encoding of a short list, and the
    reading in which most characters are ones that people write is taken. Chance readings of
    another encoding give rare Han characters, private characters and gaps.
    """
    for mark, name in _MARKS:
        if data.startswith(mark) and not (name == "utf-32-le" and len(data) % 4):
            return Encoding(name, len(mark))
    sample = _spread(data)
    if len(sample.translate(None, _CONTROLS)) < len(sample) * (1 - _MAX_CONTROL_SHARE):
        name, found, _ = _best(data, 0, _WIDE)
        return Encoding(name) if found >= _MIN_LIKELIHOOD else None
    odd = _first_not_utf8(data)
    if odd < 0:
        return Encoding("utf-8")
    start = _sample_start(data, odd)
    name, found, next_best = _best(data, start, _OTHERS)
    sample = data[start : start + _SAMPLE_BYTES]
    foreign = len(_NOT_ASCII.findall(sample)) > len(sample) * _MAX_FOREIGN_SHARE
    if foreign and found < _MIN_TRACE:
        return None
    return Encoding(name, doubt=found < _MIN_LIKELIHOOD or found - next_best < _MIN_LEAD)


def _likelihood(text: str, *, wide: bool) -> float:
    """Which share of the characters is such as people write, 0 to 1.

    Of a text of one or more bytes a character only what is beyond ASCII is counted: the rest is
    the same in each encoding of the list.
    """
    odd = len(_ODD.findall(text))
    expected = "".join(_EXPECTED.findall(text))
    common = len(expected) + sum(map(len, _WESTERN.findall(text)))
    rare = len(_HAN.findall(text)) - len(_HAN.findall(expected))
    plain = len(text) - odd if wide else 0
    return min(1.0, (common + rare / 2 + plain) / (odd + plain)) if odd else 1.0


def _western_likelihood(text: str) -> float:
    """As `_likelihood`, for an encoding in which nearly every byte has a meaning."""
    odd = len(_ODD.findall(text)) or 1  # a sample holds at least one
    common = sum(map(len, _WESTERN.findall(text))) + len(_WESTERN_SIGN.findall(text))
    # Western words are parted by blanks, and nothing else below the letters stands in a text.
    return common / odd * (1.0 if " " in text and not _C0.search(text) else _WORDLESS_HANDICAP)


def _best(data: bytes, start: int, names: tuple[str, ...]) -> tuple[str, float, float]:
    """The encoding of the likeliest reading of a sample, how likely that is, and the next one."""
    readings = {name: _likelihood_as(name, data, start) for name in names}
    ranked = sorted(names, key=lambda name: -readings[name])  # stable: the first of equals
    return ranked[0], readings[ranked[0]], readings[ranked[1]]


def _likelihood_as(name: str, data: bytes, start: int) -> float:
    width = {"utf-16": 2, "utf-32": 4}.get(name[:6], 1)
    start -= start % width
    sample = data[start : start + _SAMPLE_BYTES]
    decoder = codecs.getincrementaldecoder(name)("replace")
    text = decoder.decode(sample, len(sample) < _SAMPLE_BYTES)
    if name == "cp1252":
        return _western_likelihood(text)
    found = _likelihood(text, wide=width > 1)
    return found if width == 1 else found * _WIDE_HANDICAP


def _spread(data: bytes) -> bytes:
    """The beginning, the end and slices between them."""
    if len(data) <= _SAMPLE_BYTES * 2:
        return data
    step = (len(data) - _SAMPLE_BYTES) // _SLICES
    size = _SAMPLE_BYTES // _SLICES
    slices = [data[at : at + size] for at in range(step, len(data), step)]
    return b"".join((data[:_SAMPLE_BYTES], *slices, data[-size:]))


def _sample_start(data: bytes, odd: int) -> int:
    """The first byte beyond ASCII, or one a little before the odd byte.

    Text of two bytes a character is cut at the right byte this way, for it is all ASCII before.
    """
    first = _NOT_ASCII.search(data)
    start = first.start() if first else 0
    if odd - start < _SAMPLE_BYTES // 2:
        return start
    start = odd - _SAMPLE_BYTES // 2
    while data[start] & 0xC0 == 0x80:  # at most three times: all before the odd byte is sound
        start -= 1
    return start


def _first_not_utf8(data: bytes, chunk_bytes: int = 1_048_576) -> int:
    """Offset of the first byte that is not sound UTF-8; -1 for none. Never holds all the text."""
    at = 0
    view = memoryview(data)
    while at < len(data):
        chunk = view[at : at + chunk_bytes]
        try:
            used = codecs.utf_8_decode(chunk, "strict", at + len(chunk) >= len(data))[1]
        except UnicodeDecodeError as error:
            return at + error.start
        at += used
    return -1

"""A badge: what is published of a listing, in one line of SVG for other people's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from gptreview.model.decision import Action
from gptreview.model.finding import Wording
from gptreview.model.public import PublicListing, PublicState
from gptreview.model.verdict import Outcome
from gptreview.render.public_words import printable

_HEIGHT: Final = 20
"""Pixels, as all lengths here."""
_PADDING: Final = 7
_ICON: Final = 10
_GAP: Final = 5
"""Between icon and words."""
_SIZE: Final = 11
_FONTS: Final = "Verdana,'DejaVu Sans',Geneva,'Noto Sans SC','Microsoft YaHei',sans-serif"
_LABEL_COLOR: Final = "#3d4451"
_WIDTHS: Final[Mapping[str, float]] = MappingProxyType(
    dict.fromkeys("ijl.,:;'|!", 3.4)
    | dict.fromkeys("frt ()-/", 4.6)
    | dict.fromkeys("mwMW%", 10.4)
    | dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZ", 7.6)
)
"""Of characters in Verdana of 11 pixels, roughly: `textLength` makes the words fit in any font."""
_LETTER: Final = 6.6
"""Of all other letters and digits."""
_IDEOGRAPH: Final = 11.0


@dataclass(frozen=True, slots=True)
class Look:
    """What one kind of badge says, and how it looks; colour is never all that tells it."""

    words: Wording
    color: str
    """Of the ground below white words: a contrast of 4.5 at least (WCAG 2.2, 1.4.3)."""
    icon: str
    """Path of a drawing in a square of 10 by 10, drawn with white lines."""


_CHECK: Final = "M1.5 5.5 4 8 8.5 2.5"
_CROSS: Final = "M2 2 8 8M8 2 2 8"
_CLOCK: Final = "M5 1a4 4 0 1 0 .01 0ZM5 3v2.2L6.6 6.4"
_DASH: Final = "M2 5H8"
_MARKED: Final = "M2 9V1.5H8L6.3 3.8 8 6H2"
_GREEN, _RED, _AMBER, _GREY = "#1a7037", "#b42318", "#8a4b00", "#57606a"

PASS: Final = Look(Wording("pass", "通过"), _GREEN, _CHECK)
FAIL: Final = Look(Wording("fail", "未通过"), _RED, _CROSS)
STALE_PASS: Final = Look(Wording("pass, stale", "通过（已过期）"), _AMBER, _CLOCK)
STALE_FAIL: Final = Look(Wording("fail, stale", "未通过（已过期）"), _AMBER, _CLOCK)
NONE: Final = Look(Wording("no verdict", "无结论"), _GREY, _DASH)
WITHDRAWN: Final = Look(Wording("withdrawn", "已撤回"), _GREY, _DASH)
RESTRICTED: Final[Mapping[Action, Look]] = MappingProxyType(
    {
        Action.LABEL: Look(Wording("pass, labelled", "通过，有标签"), _GREEN, _MARKED),
        Action.AGE_RESTRICT: Look(
            Wording("pass, age-restricted", "通过，有年龄限制"), _GREEN, _MARKED
        ),
        Action.LIMIT: Look(Wording("pass, unlisted", "通过，限制传播"), _GREEN, _MARKED),
    }
)
_LABEL: Final = Wording("GPT review", "GPT 审核")
_VERSION: Final = Wording("version {0}", "第 {0} 版")
_POLICY: Final = Wording("policy {0} {1}", "政策 {0} {1}")


def badge_svg(listing: PublicListing, language: str = "en") -> str:
    """The badge of a listing; the same listing in the same state, the same text.

    Args:
        listing: As the public sees it.
        language: ``en`` or ``zh``.
    """
    look = _look(listing)
    words, label = look.words.of(language), _LABEL.of(language)
    told = _told(listing, f"{label}: {words}", language)
    left = _PADDING + _width(label) + _PADDING
    right = _PADDING + _ICON + _GAP + _width(words) + _PADDING
    width = left + right
    icon = f'<path d="{look.icon}" transform="translate({left + _PADDING} 5)" fill="none"'
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HEIGHT}" '
            f'viewBox="0 0 {width} {_HEIGHT}" role="img" aria-label={quoteattr(told)} '
            f'xml:lang="{_tag(language)}">',
            f"<title>{escape(told)}</title>",
            # Two outlines rather than a clip: its id would be another badge's on the same page.
            f'<path d="M{left} 0H4a4 4 0 0 0-4 4v12a4 4 0 0 0 4 4H{left}Z" fill="{_LABEL_COLOR}"/>',
            f'<path d="M{left} 0H{width - 4}a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H{left}Z" '
            f'fill="{look.color}"/>',
            f'<g fill="#fff" font-family="{_FONTS}" font-size="{_SIZE}" aria-hidden="true">',
            _text(label, _PADDING),
            _text(words, left + _PADDING + _ICON + _GAP),
            f'{icon} stroke="#fff" stroke-width="1.6" stroke-linecap="round" '
            'stroke-linejoin="round"/></g></svg>\n',
        )
    )


def _look(listing: PublicListing) -> Look:
    if listing.state is PublicState.WITHDRAWN:
        return WITHDRAWN
    if not listing.state.has_verdict or listing.outcome is Outcome.REVIEW:
        return NONE
    is_pass = listing.outcome is Outcome.PASS
    if listing.state is PublicState.STALE:
        return STALE_PASS if is_pass else STALE_FAIL
    if not is_pass:
        return FAIL
    return RESTRICTED.get(listing.decision.action, PASS) if listing.decision else PASS


def _told(listing: PublicListing, words: str, language: str) -> str:
    """All of it as a sentence, for those who do not see it and for whoever points at it."""
    told = [words]
    if listing.state.has_verdict and listing.policy is not None:
        told.append(_VERSION.of(language).format(listing.version))
        told.append(_POLICY.of(language).format(listing.policy.name, listing.policy.version))
    if listing.changed_at is not None:
        told.append(listing.changed_at.date().isoformat())
    text = ("；" if language == "zh" else "; ").join(told)
    return printable(text)


def _text(words: str, x: int) -> str:
    return f'<text x="{x}" y="14" textLength="{_width(words)}">{escape(words)}</text>'


def _width(words: str) -> int:
    return round(
        sum(_WIDTHS.get(sign, _LETTER if sign.isascii() else _IDEOGRAPH) for sign in words)
    )


def _tag(language: str) -> str:
    return "zh-Hans" if language == "zh" else "en"

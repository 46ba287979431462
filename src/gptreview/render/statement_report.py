"""What came of verifying statements, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Any, Final

from gptreview.model.statement import CheckedStatement, Counts, Standing, StatedVerdict
from gptreview.render.json_text import pretty_json
from gptreview.render.review_json import error_object, escaped
from gptreview.render.terminal import Style, counted, plain

SCHEMA: Final = "gptreview/statements/v1"
"""Raised when a field changes its meaning or goes; new fields may come without."""
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"
_COLORS: Final = MappingProxyType(
    {
        Standing.VALID: "green",
        Standing.STALE: "yellow",
        Standing.WRONG: "red",
        Standing.UNREADABLE: "red",
    }
)


def exit_status(checked: Sequence[CheckedStatement]) -> int:
    """2 unreadable, 1 wrong or stale, 0 all valid: the first of them."""
    standings = {each.standing for each in checked}
    if Standing.UNREADABLE in standings:
        return 2
    return 0 if standings <= {Standing.VALID} else 1


def statements_text(checked: Sequence[CheckedStatement], *, color: bool) -> str:
    """A paragraph a statement, and a last line that counts them."""
    style = Style(color)
    lines = [line for each in checked for line in (*_paragraph(each, style), "")]
    numbers = Counter(each.standing for each in checked)
    ending = ", ".join(f"{numbers[each]} {each}" for each in Standing if numbers[each])
    return "\n".join([*lines, f"{counted(len(checked), 'statement')}: {ending}"]) + "\n"


def statements_json(checked: Sequence[CheckedStatement]) -> str:
    """The same for programs."""
    value = {"schema": SCHEMA, "statements": [_object(each) for each in checked]}
    return escaped(pretty_json(value))


def _paragraph(each: CheckedStatement, style: Style) -> Iterator[str]:
    standing = style.paint(str(each.standing).upper(), _COLORS[each.standing])
    yield f"{standing} {style.bold(plain(each.source))}"
    if each.error is not None:
        yield f"    {plain(str(each.error))}"
    elif each.stated is None:
        yield "    no given key has signed what it says now"
    if each.stated is not None and each.error is None:
        if each.compared:
            moved = ", ".join(each.moved) or "nothing"
            yield _line("stale", f"{moved} (compared: {', '.join(each.compared)})")
        yield from _stated(each.stated)
    for key_id in each.key_ids:
        yield _line("key", key_id)
    for key_id in each.other_key_ids:
        yield _line("not held", f"a signature under the key id {plain(key_id) or '(none)'}")


def _stated(stated: StatedVerdict) -> Iterator[str]:
    audience = f"profile {stated.profile}"
    coverage = "everything was read" if stated.complete else "something was not read"
    yield _line("listing", plain(stated.listing_id))
    yield _line("outcome", f"{stated.outcome} ({audience}; {coverage})")
    yield _line("made", stated.made_at.strftime(_TIME))
    yield _line("findings", _counted(stated.findings))
    if stated.set_aside:
        yield _line("set aside", _counted(stated.set_aside))
    yield _line("content", stated.content_digest)
    policy = f"{stated.policy_name} {stated.policy_version}"
    yield _line("policy", f"{plain(policy)}, {stated.policy_digest}")
    yield _line("rules", stated.ruleset_digest)
    scanners = (
        f"{name} {version}{' (failed)' if name in stated.failed_scanners else ''}"
        for name, version in stated.scanners.items()
    )
    yield _line("scanners", plain(", ".join(scanners)))


def _line(label: str, text: str) -> str:
    return f"    {label + ':':<10} {text}"


def _counted(counts: Counts) -> str:
    parts = [
        f"{category} {number} {meaning}"
        for category, numbers in sorted(counts.items())
        for meaning, number in sorted(numbers.items())
    ]
    return ", ".join(parts) or "none"


def _object(each: CheckedStatement) -> dict[str, Any]:
    return {
        "source": each.source,
        "standing": str(each.standing),
        "key_ids": list(each.key_ids),
        "other_key_ids": list(each.other_key_ids),
        "compared": list(map(str, each.compared)),
        "stale": list(map(str, each.moved)),
        "stated": None if each.stated is None else _stated_object(each.stated),
        "error": None if each.error is None else error_object(each.error),
    }


def _stated_object(stated: StatedVerdict) -> dict[str, Any]:
    return {
        "listing_id": stated.listing_id,
        "outcome": str(stated.outcome),
        "profile": str(stated.profile),
        "made_at": stated.made_at.strftime(_TIME),
        "complete": stated.complete,
        "content_digest": stated.content_digest,
        "policy": {
            "name": stated.policy_name,
            "version": stated.policy_version,
            "digest": stated.policy_digest,
        },
        "ruleset_digest": stated.ruleset_digest,
        "scanners": [
            {"name": name, "version": version, "failed": name in stated.failed_scanners}
            for name, version in stated.scanners.items()
        ],
        "findings": _plain_counts(stated.findings),
        "set_aside": _plain_counts(stated.set_aside),
    }


def _plain_counts(counts: Counts) -> dict[str, dict[str, int]]:
    return {
        str(category): {str(meaning): number for meaning, number in numbers.items()}
        for category, numbers in counts.items()
    }

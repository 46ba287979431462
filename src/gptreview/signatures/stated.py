"""The statement inside an envelope, read back once its signature holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from gptreview.errors import InputError
from gptreview.model.finding import Category
from gptreview.model.policy import Meaning, Profile
from gptreview.model.statement import PREDICATE_TYPE, STATEMENT_TYPE, Counts, StatedVerdict
from gptreview.model.verdict import Outcome
from gptreview.signatures.strict_json import strict_object

_HEX: Final = re.compile("[0-9a-f]{64}")
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


def stated_verdict(payload: bytes, *, name: str) -> StatedVerdict:
    """The verdict that the payload of an envelope states; unknown keys are ignored.

    Raises:
        InputError: It is no statement, or none of a verdict, or a part of it is missing.
    """
    value = strict_object(payload, name=f"{name}: payload")
    for key, expected in (("_type", STATEMENT_TYPE), ("predicateType", PREDICATE_TYPE)):
        if value.get(key) != expected:
            raise InputError(
                f"its {key} is another",
                where=f"{name}: payload",
                expected=expected,
                next_step="verify it with the program that made it, or with a newer gptreview",
            )
    try:
        return _stated(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError(
            "a part of the statement is missing, or of the wrong kind",
            where=f"{name}: payload",
            expected="a verdict as docs/statements.md shows it",
            next_step="ask its signer by which program it was made",
        ) from None


def _stated(value: Mapping[str, Any]) -> StatedVerdict:
    (subject,) = value["subject"]
    predicate = value["predicate"]
    policy = predicate["policy"]
    scanners = predicate["scanners"]
    return StatedVerdict(
        listing_id=_text(subject["name"]),
        content_digest=_digest(subject),
        outcome=Outcome(predicate["outcome"]),
        profile=Profile(predicate["profile"]),
        policy_name=_text(policy["name"]),
        policy_version=_text(policy["version"]),
        policy_digest=_digest(policy),
        ruleset_digest=_digest(predicate["ruleset"]).removeprefix("sha256:"),
        scanners={_text(each["name"]): _text(each["version"]) for each in scanners},
        failed_scanners=tuple(each["name"] for each in scanners if _flag(each["failed"])),
        complete=_flag(predicate["coverage"]["complete"]),
        findings=_counts(predicate["findings"]),
        set_aside=_counts(predicate["setAside"]),
        made_at=dt.datetime.strptime(predicate["timeCreated"], _TIME).replace(tzinfo=dt.UTC),
    )


def _digest(described: Mapping[str, Any]) -> str:
    value = described["digest"]["sha256"]
    if not _HEX.fullmatch(value):
        raise ValueError
    return f"sha256:{value}"


def _counts(value: Mapping[str, Mapping[str, int]]) -> Counts:
    return {
        Category(category): {Meaning(meaning): _number(n) for meaning, n in numbers.items()}
        for category, numbers in value.items()
    }


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError
    return value

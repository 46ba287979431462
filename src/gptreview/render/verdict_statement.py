"""A verdict as an in-toto statement: the bytes that a signature stands for."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from gptreview import __version__
from gptreview.model.statement import PREDICATE_TYPE, STATEMENT_TYPE
from gptreview.model.verdict import JudgedFinding, Verdict

_HALVES: Final = re.compile("[\ud800-\udfff]")
"""Of surrogate pairs: a strict reader of JSON refuses them."""


def verdict_statement(verdict: Verdict, *, made_at: dt.datetime) -> bytes:
    """The statement as JSON: sorted keys, no spaces, ASCII; the same arguments, the same bytes.

    It holds what a stranger may see: counts, and digests of what was judged and by what. Quotes,
    reasons and names of files stay away.

    Args:
        verdict: Of one listing; its id is stated as the verdict has it.
        made_at: When the verdict was reached, with a time zone.
    """
    value = {
        "_type": STATEMENT_TYPE,
        "subject": [
            {
                "name": _HALVES.sub("\ufffd", verdict.listing_id),
                "digest": _digest_set(verdict.content_digest),
            }
        ],
        "predicateType": PREDICATE_TYPE,
        "predicate": _predicate(verdict, made_at),
    }
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _predicate(verdict: Verdict, made_at: dt.datetime) -> dict[str, Any]:
    set_aside = [each for each in verdict.findings if each.waiver or each.known]
    others = [each for each in verdict.findings if not (each.waiver or each.known)]
    return {
        "outcome": str(verdict.outcome),
        "profile": str(verdict.profile),
        "policy": {
            "name": verdict.policy_name,
            "version": verdict.policy_version,
            "digest": _digest_set(verdict.policy_digest),
        },
        "ruleset": {"digest": _digest_set(verdict.ruleset_digest)},
        # Why one failed may quote what it failed on.
        "scanners": [
            {"name": run.name, "version": run.version, "failed": bool(run.failure)}
            for run in verdict.scanners
        ],
        "coverage": {"complete": verdict.coverage.complete},
        "findings": _counts(others),
        "setAside": _counts(set_aside),
        "timeCreated": _utc(made_at),
        "generator": f"gptreview {__version__}",
    }


def _counts(findings: Iterable[JudgedFinding]) -> dict[str, dict[str, int]]:
    numbers = Counter((str(each.finding.category), str(each.meaning)) for each in findings)
    counts: dict[str, dict[str, int]] = {}
    for (category, meaning), number in numbers.items():
        counts.setdefault(category, {})[meaning] = number
    return counts


def _digest_set(digest: str) -> dict[str, str]:
    """``sha256:HEX`` or bare hex as in-toto writes digests (spec/v1/digest_set.md)."""
    return {"sha256": digest.removeprefix("sha256:")}


def _utc(moment: dt.datetime) -> str:
    """As in-toto writes times (spec/v1/field_types.md, Timestamp): RFC 3339 in UTC."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

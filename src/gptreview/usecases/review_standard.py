"""By what a batch of contents is judged, and the verdict on one that nobody could read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from gptreview.decide.decision import decide
from gptreview.decide.publishing import PUBLISHING_VERSION
from gptreview.model.policy import Profile
from gptreview.model.segment import Unread
from gptreview.model.verdict import Coverage, ScannerRun, Verdict
from gptreview.store.verdicts import Standard
from gptreview.usecases.review_gpt import ReviewGpt
from gptreview.usecases.scan_listing import Named

SET_ASIDE: Final = "set-aside"
"""Code of what is unread in a content that was set aside."""


def standard_of(reviewer: ReviewGpt) -> Standard:
    """What the reviewer's verdicts depend on besides the content.

    With the scanners' versions stand the limits. Waivers are no part of it: where one comes or
    goes, the verdicts on its evidence are judged again (`usecases.rejudge`).
    """
    dependencies = {
        "scanners": [[each.name, each.version] for each in _scanners(reviewer)],
        "limits": [asdict(reviewer.limits), asdict(reviewer.read_limits)],
    }
    text = json.dumps(dependencies, sort_keys=True, default=repr)
    return Standard(
        policy_name=reviewer.policy.name,
        policy_version=reviewer.policy.version,
        policy_digest=reviewer.policy.digest,
        ruleset_digest=reviewer.ruleset_digest,
        scanners_digest=f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
        profile=str(reviewer.profile),
    )


def set_aside(reviewer: ReviewGpt, content_digest: str, reason: str) -> Verdict:
    """The verdict on a content that could not be reviewed: a person must look."""
    return decide(
        listing_id=content_digest,
        content_digest=content_digest,
        findings=(),
        coverage=Coverage(0, 0, (Unread("listing", reason, code=SET_ASIDE),)),
        scanners=tuple(_scanners(reviewer)),
        policy=reviewer.policy,
        profile=reviewer.profile,
        ruleset_digest=reviewer.ruleset_digest,
        today=reviewer.today,
    )


def _scanners(reviewer: ReviewGpt) -> Iterator[ScannerRun]:
    everybody: Sequence[Named] = (*reviewer.scanners, reviewer.actions)
    for each in everybody:
        yield ScannerRun(each.name, each.version)
    if reviewer.profile is not Profile.CONTENT:
        yield ScannerRun("publishing", PUBLISHING_VERSION)

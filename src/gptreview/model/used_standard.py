"""By what a registry's verdicts were made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UsedStandard:
    """A policy with rules and scanners, for one audience, and how much it judged."""

    number: int
    policy_name: str
    policy_version: str
    policy_digest: str
    ruleset_digest: str
    profile: str
    first_used: dt.datetime
    contents: int
    """That have a verdict by it."""

"""Keys that are known by their shape alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gptreview.model.finding import Confidence, Severity
from gptreview.scan.secrets.samples import is_random, is_sample
from gptreview.scan.secrets.secret import Clue, Secret, Span


class Judgement(NamedTuple):
    """What is known better than the kind's card says."""

    confidence: Confidence | None = None
    severity: Severity | None = None


Judge = Callable[[str], Judgement | None]
"""Takes a value; None: it is no secret."""
AS_CARD = Judgement()


def drawn(value: str) -> Judgement | None:
    """What a generator drew has letters, digits and little order."""
    return AS_CARD if is_random(value) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """An expression whose matches are secrets, unless they are samples.

    The whole match is the span. A group named ``public`` at its start may be shown, and a group
    named ``value`` is what is judged.
    """

    secret: Secret
    lead: int
    """Code points from the start of a match to the end of its clue, at most."""
    slack: int
    """How many fewer they may be."""
    expression: re.Pattern[str]
    judge: Judge

    def find(self, text: str, end: int) -> Iterator[Span]:
        """The secret whose clue ends here."""
        for start in range(max(0, end - self.lead), max(0, end - self.lead + self.slack) + 1):
            match = self.expression.match(text, start)
            if match is None:
                continue
            judgement = self.judge(match["value"])
            if judgement is not None and not is_sample(match["value"]):
                yield Span(self.secret, *match.span(), match.end("public") - start, *judgement)
            return


def shape(
    secret: Secret, clue: str, lead: int, expression: str, *, judge: Judge = drawn, slack: int = 0
) -> Clue:
    """A clue and the shape behind it."""
    return Clue(clue, Shape(secret, lead, slack, re.compile(expression), judge).find, cost=6)


def prefixed(secret: Secret, prefix: str, body: str, *, least: int, judge: Judge = drawn) -> Clue:
    """A key with a prefix that is nobody else's.

    Args:
        secret: Its kind.
        prefix: Literal text.
        body: Class of the characters that follow, as in ``A-Za-z0-9``.
        least: How many of them follow at least.
        judge: Takes what follows the prefix.
    """
    literal = re.escape(prefix)
    # Inside a word such as "task-lists" no key begins; after an underscore it may (TOKEN_ghp_…).
    short = len(prefix) < 4
    before = "(?<![A-Za-z0-9_-])" if short else ""
    return shape(
        secret,
        f"{'(?:^|[^A-Za-z0-9_-])' if short else ''}{literal}[{body}]{{{min(least, 12)}}}",
        len(prefix) + min(least, 12),
        rf"{before}(?P<public>{literal})(?P<value>[{body}]{{{least},400}})",
        judge=judge,
    )

"""A rule of the GPT builder, and the examination that collects what the rules find."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gptreview.convert import wording
from gptreview.model.diagnostic import Diagnostic, Level, Standing

_LONGEST_REPR = 400
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Rule:
    """What is checked, how sure we are of it, and what to do where it is broken."""

    code: str
    level: Level
    standing: Standing
    source: str
    fix: str
    refuses: bool = False
    """Whether the builder then takes no operation of the document at all."""


@dataclass(slots=True)
class Examination:
    """One document under examination."""

    document: dict[str, Any]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """Codes of the rules that refuse the whole document."""

    def report(
        self, rule: Rule, message: str, pointer: str, *, operation: str = "", fix: str = ""
    ) -> None:
        """Record one finding; ``fix`` replaces the rule's own where it can be more concrete."""
        self.diagnostics.append(
            Diagnostic(
                level=rule.level,
                code=rule.code,
                message=message,
                pointer=pointer,
                fix=fix or rule.fix,
                source=rule.source,
                standing=rule.standing,
                operation=operation,
            )
        )
        if rule.refuses and rule.code not in self.refusals:
            self.refusals.append(rule.code)

    def section(self, *names: str) -> dict[str, Any]:
        """A nested object of the document; empty where it is absent or something else."""
        value: Any = self.document
        for name in names:
            value = value.get(name)
            if not isinstance(value, dict):
                return {}
        return value if isinstance(value, dict) else {}


@dataclass(slots=True)
class OperationView:
    """One operation under examination."""

    examination: Examination
    path: str
    method: str
    """Lower case, as the document writes it."""
    pointer: str
    value: dict[str, Any]
    operation_id: str = ""
    reasons: list[str] = field(default_factory=list)
    """Codes of the findings that cost the operation, a parameter or its body."""

    @property
    def label(self) -> str:
        """``METHOD /path``."""
        return f"{self.method.upper()} {self.path}"

    def says(self, message: str) -> str:
        """The message as the builder begins it for one operation."""
        named = f"In path {self.path}, method {self.method}, operationId {self.operation_id}"
        return f"{named}, {message}"

    def report(
        self, rule: Rule, message: str, pointer: str, *, fix: str = "", costs: bool | None = None
    ) -> None:
        """Record one finding; an error makes the operation unusable unless it costs nothing."""
        self.examination.report(rule, message, pointer, operation=self.label, fix=fix)
        if rule.level is Level.ERROR if costs is None else costs:
            self.lose(rule.code)

    def note(self, rule: Rule, message: str, pointer: str) -> None:
        """Record one finding that does not decide whether the operation is usable."""
        self.examination.report(rule, message, pointer, operation=self.label)

    def lose(self, code: str) -> None:
        """Mark the operation unusable without a finding of its own."""
        if code not in self.reasons:
            self.reasons.append(code)


def as_printed(value: Any) -> str:
    """A value as the builder, a Python program, prints it in its messages."""
    try:
        text = repr(value)
    except RecursionError:
        return "{...}"
    return wording.shortened(text, _LONGEST_REPR)


def shortened(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text of the document, cut so that one message stays one line."""
    return wording.shortened(text, longest)

"""Operation ids that every target accepts: present, unique, [A-Za-z0-9_-]{1,64}."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gptreview.convert.ledger import Stage

# Function names of the vendor's tool interface; GPT actions become such functions.
MAX_LENGTH = 64
_FORBIDDEN = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(slots=True)
class OperationIds:
    """Hands out ids, each once."""

    taken: set[str] = field(default_factory=set)

    def assign(self, written: object, method: str, path: str, pointer: str, stage: Stage) -> str:
        """The operation's own id where it can stand, else the nearest one that can."""
        own = str(written).strip() if isinstance(written, (str, int)) else ""
        clean = _clean(own) or _clean(f"{method}_{path}") or method
        unique = self._unique(clean)
        self.taken.add(unique)
        if unique != own:
            stage.repair(
                "operation_id.missing" if not own else "operation_id.rewritten",
                f"operationId {own!r} became {unique!r}: {_why(own, clean)}"
                if own
                else f"operationId is missing; {unique!r} was made from method and path",
                before=stage.origin(f"{pointer}/operationId" if own else pointer),
                after=f"{pointer}/operationId",
            )
        return unique

    def _unique(self, name: str) -> str:
        candidate, number = name, 2
        while candidate in self.taken:
            suffix = f"_{number}"
            candidate = name[: MAX_LENGTH - len(suffix)] + suffix
            number += 1
        return candidate


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("_", text).strip("_")[:MAX_LENGTH].rstrip("_")


def _why(own: str, clean: str) -> str:
    if clean == own:
        return "another operation already has it"
    if len(own) > MAX_LENGTH:
        return f"{len(own)} characters, expected {MAX_LENGTH} at most"
    return "only letters, digits, _ and - are accepted"

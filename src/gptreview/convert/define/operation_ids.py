"""Operation ids that every target accepts: present, unique, [A-Za-z0-9_-]{1,64}."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gptreview.convert.define.info import read_text
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import quoted

# Function names of the vendor's tool interface; GPT actions become such functions.
MAX_LENGTH = 64
_ACCEPTED = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_LENGTH}}}")
_FORBIDDEN = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(slots=True)
class OperationIds:
    """Hands out ids, each once; what is well written in the document stays with its operation."""

    written: frozenset[str]
    """Every operationId of the document, as it stands there."""
    taken: set[str] = field(default_factory=set)
    next_number: dict[str, int] = field(default_factory=dict)

    def assign(self, written: object, method: str, path: str, pointer: str, stage: Stage) -> str:
        """The operation's own id where it can stand, else the nearest one that can."""
        own = read_text(written)
        clean = _clean(own) or (_clean(f"{method} {path}") if _clean(path) else "")
        unique = clean if clean and clean == own and own not in self.taken else self._unique(clean)
        self.taken.add(unique)
        if unique != own:
            stage.repair(
                "operation_id.missing" if not own else "operation_id.rewritten",
                f"operationId {quoted(own)} became {quoted(unique)}: {_why(own, clean)}"
                if own
                else f"operationId is missing; {quoted(unique)} was made "
                + ("from method and path" if clean else "up: the path has nothing to name it by"),
                before=stage.origin(f"{pointer}/operationId" if own else pointer),
                after=f"{pointer}/operationId",
            )
        return unique

    def _unique(self, name: str) -> str:
        candidate = name
        while not candidate or candidate in self.taken or candidate in self.written:
            # Counted on, not from 2 again: a thousand operations may all have one id.
            number = self.next_number.get(name, 2 if name else 1)
            self.next_number[name] = number + 1
            suffix = f"_{number}"
            candidate = (name or "operation")[: MAX_LENGTH - len(suffix)] + suffix
        return candidate


def _clean(text: str) -> str:
    if _ACCEPTED.fullmatch(text):
        return text
    return _FORBIDDEN.sub("_", text).strip("_")[:MAX_LENGTH].rstrip("_")


def _why(own: str, clean: str) -> str:
    if clean == own:
        return "another operation already has it"
    if len(own) > MAX_LENGTH:
        return f"{len(own)} characters, expected {MAX_LENGTH} at most"
    return "only letters, digits, _ and - are accepted"

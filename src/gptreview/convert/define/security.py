"""What each operation asks for, beside what the action sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gptreview.convert.define.paths import FoundOperation
from gptreview.convert.define.schemes import Scheme, carriers, described, same
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import shortened
from gptreview.model.action import ActionAuth, AuthType, JsonObject

_NAMED = 4  # schemes in one message


@dataclass(frozen=True, slots=True)
class Security:
    """The document's schemes, and the one that is sent."""

    default: Any
    """``security`` of the document itself, whatever it is."""
    schemes: Mapping[str, Scheme]
    sent: ActionAuth
    from_manifest: bool
    """Whether the manifest chose what is sent; ChatGPT went by it, whatever the document said."""

    def settle(self, found: FoundOperation, stage: Stage) -> bool:
        """Whether credentials are sent to the operation; the loss is told where others are due."""
        required = requirements(found.value, self.default)
        if not isinstance(required, list):
            # Silence in the document alone means open; beside a manifest it means nothing.
            return self.from_manifest or self.sent.type is AuthType.NONE
        if all(not entry for entry in required):
            return False
        if self.from_manifest and self.sent.type is AuthType.NONE:
            return True
        entries = [entry for entry in required if isinstance(entry, dict)]
        carried = any(entry and all(map(self._carries, entry)) for entry in entries)
        own = isinstance(found.value.get("security"), list)
        place = f"{found.place}/security" if own else "/security"
        if {} in entries:
            return self._tell_optional(place, stage, carried=carried)
        if not carried:
            stage.loss(
                "auth.operation_scheme",
                f"it requires {self._asked(entries)}, and {self._sent()}",
                before=place,
                after=found.target,
            )
        return True

    def _carries(self, name: str) -> bool:
        """Whether what is sent does for this scheme."""
        scheme = self.schemes.get(name)
        if scheme is None:
            return self.from_manifest
        if self.from_manifest:
            return bool(scheme.carriers & carriers(self.sent))
        return scheme.auth is not None and same(scheme.auth, self.sent)

    def _tell_optional(self, place: str, stage: Stage, *, carried: bool) -> bool:
        stage.mapping(
            "auth.optional",
            "credentials are optional here; "
            + ("the action sends them always" if carried else "the action sends none"),
            before=place,
            after=None,
        )
        return carried

    def _asked(self, entries: list[JsonObject]) -> str:
        ways = [
            " together with ".join(map(self._described, list(entry)[:_NAMED])) for entry in entries
        ]
        more = f" or {len(ways) - _NAMED} other ways" if len(ways) > _NAMED else ""
        return (" or ".join(dict.fromkeys(ways[:_NAMED])) or "what cannot be read") + more

    def _described(self, name: str) -> str:
        scheme = self.schemes.get(name)
        if scheme is None:
            return f"{shortened(name)}, which the document does not declare"
        return scheme.described

    def _sent(self) -> str:
        if self.sent.type is AuthType.NONE:
            return "the action sends no credentials"
        return f"the action sends one scheme: {described(self.sent)}"


def requirements(operation: JsonObject, default: Any) -> Any:
    """What an operation requires: its own ``security``, or else the document's."""
    own = operation.get("security")
    return own if isinstance(own, list) else default

"""Whether a migrated plugin still offers what its OpenAPI document offered, operation by operation.

Source and result are read by plain parsers and by the lines in this folder; of gptreview only the
checker is asked, on what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from gptreview.convert.importer import import_action
from shapes import Difference, differences
from source_api import Body, Call, Input, calls, hosts

_CARRIERS = frozenset({"$ref", "content", "schema", "oneOf", "anyOf", "allOf", "nullable"})
_LOCATIONS = ("path", "query", "header", "cookie")
"""Words between a place and the change that explains a difference there."""
_ASPECT_WORDS = {"type": {"type"}, "enum": {"enum", "const"}, "required": {"required"}}


@dataclass(frozen=True, slots=True)
class OperationVerdict:
    """What became of one operation."""

    plugin: str
    method: str
    """Upper case."""
    path: str
    reasons: tuple[str, ...] = ()
    """Why it is not usable as emitted; empty where it is."""
    named: bool = True
    """Whether a loss in migration.json tells each of the reasons."""
    explained: tuple[str, ...] = ()
    """Codes of losses and repairs by which an input's required-ness differs from the source's."""

    @property
    def usable(self) -> bool:
        """Whether it came through with everything that it takes."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class EmittedAction:
    """One action file of a bundle, parsed."""

    file: str
    document: Any


@dataclass(frozen=True, slots=True)
class _Emitted:
    """An operation of the result, and what the builder would say of it."""

    call: Call
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Record:
    """migration.json, as far as it excuses what is missing."""

    operations: tuple[Mapping[str, Any], ...]
    losses: tuple[Mapping[str, Any], ...]
    repairs: tuple[Mapping[str, Any], ...]
    spec: str

    def explains(self, difference: Difference, *, losses_only: bool = False) -> str:
        """Code of the first change that speaks of just this; empty where none does."""
        changes = self.losses if losses_only else (*self.losses, *self.repairs)
        for change in changes:
            before = change["before"]
            if before and before["file"] == self.spec and _speaks_of(before["pointer"], difference):
                return str(change["code"])
        return ""

    def left_out(self, call: Call) -> str:
        """Why the record says that an operation is not there; empty where no loss tells it."""
        for entry in self.operations:
            if (entry["method"], entry["path"]) == (call.method.upper(), call.path):
                code = entry.get("code", "")
                told = any(
                    loss["code"] == code and loss.get("operation") == call.label
                    for loss in self.losses
                )
                return f"{code}: {entry['reason']}" if code and told else ""
        place = frozenset({call.pointer})
        return self.explains(Difference("missing", call.label, place), losses_only=True)


@dataclass(slots=True)
class _Judgement:
    """What is being found out about one operation."""

    record: _Record
    reasons: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)
    named: bool = True

    def weigh(self, found: Iterable[Difference]) -> None:
        """Take each difference as a reason, unless it is a required-ness that a change tells."""
        for difference in found:
            code = self.record.explains(difference)
            if code and difference.aspect == "required":
                self.explained.append(code)
            else:
                code = self.record.explains(difference, losses_only=True)
                self.reasons.append(f"{difference.what}{f' ({code})' if code else ''}")
                self.named = self.named and bool(code)

    def blame(self, reason: str) -> None:
        """Take something that no loss can tell as a reason."""
        self.reasons.append(reason)
        self.named = False


def judge_plugin(
    plugin: str,
    document: Any,
    api_url: str,
    actions: Iterable[EmittedAction],
    record: Mapping[str, Any],
) -> tuple[list[OperationVerdict], list[str]]:
    """What became of every operation, and what stands in the result without a source.

    Args:
        plugin: What to call it.
        document: The source's OpenAPI document, parsed.
        api_url: The manifest's ``api.url``.
        actions: The bundle's action files.
        record: The bundle's migration.json.
    """
    kept = _Record(
        operations=tuple(record["operations"]),
        losses=tuple(c for c in record["changes"] if c["kind"] == "loss"),
        repairs=tuple(c for c in record["changes"] if c["kind"] == "repair"),
        spec=record["source"]["spec"],
    )
    emitted = list(_emitted(actions))
    verdicts: list[OperationVerdict] = []
    seen: set[tuple[str, str]] = set()
    for call in calls(document):
        match = _match(call, emitted)
        judged = _Judgement(kept)
        if (call.method, call.path) in seen:
            judged.weigh([Difference("missing", "it is written twice", frozenset({call.pointer}))])
        elif match is None:
            told = kept.left_out(call)
            judged.reasons.append(told or "it was left out, and no loss tells it")
            judged.named = bool(told)
        else:
            emitted.remove(match)
            _compare(call, match, hosts(call, api_url), judged)
        seen.add((call.method, call.path))
        verdicts.append(_verdict(plugin, call, judged))
    return verdicts, [f"{rest.call.label} is in no source" for rest in emitted]


def baseline(document: Any) -> int:
    """How many operations of an untouched document the builder's rules call usable."""
    return sum(operation.usable for operation in import_action(document).operations)


def _verdict(plugin: str, call: Call, judged: _Judgement) -> OperationVerdict:
    return OperationVerdict(
        plugin,
        call.method.upper(),
        call.path,
        tuple(dict.fromkeys(judged.reasons)),
        judged.named,
        tuple(dict.fromkeys(judged.explained)),
    )


def _emitted(actions: Iterable[EmittedAction]) -> Iterator[_Emitted]:
    for action in actions:
        said = {
            (operation.method, operation.path): operation.reasons
            for operation in import_action(action.document).operations
        }
        for call in calls(action.document):
            unseen = ("the builder does not see it",)
            yield _Emitted(call, said.get((call.method, call.path), unseen))


def _match(call: Call, emitted: list[_Emitted]) -> _Emitted | None:
    """The emitted operation: of the same path, else of the same path with renamed variables."""
    alike = [one for one in emitted if one.call.key == call.key]
    same = [one for one in alike if one.call.path == call.path]
    return next(iter(same or alike), None)


def _compare(call: Call, match: _Emitted, public: frozenset[str], judged: _Judgement) -> None:
    for complaint in match.complaints:
        judged.blame(f"the builder refuses it: {complaint}")
    for url in match.call.servers:
        parts = urlsplit(url)
        if parts.scheme != "https" or (parts.hostname or "") not in public:
            judged.blame(f"its server {url} is not the source's")
    judged.weigh(_parameter_differences(call, match.call))
    judged.weigh(_body_differences(call.body, match.call.body))


def _parameter_differences(call: Call, emitted: Call) -> Iterator[Difference]:
    queries = emitted.named("query")
    for entry in call.inputs:
        if entry.location == "query":
            yield from _input_differences(entry, queries.get(entry.name))
        elif entry.location == "path" and entry.name not in call.variables():
            what = f"path parameter {entry.name} is in no place of the path"
            yield Difference("missing", what, entry.places)
        elif entry.location not in _LOCATIONS:
            yield Difference("missing", "a parameter cannot be read", entry.places)
    paths = emitted.named("path")
    renamed = dict(zip(_in_order(call.path), _in_order(emitted.path), strict=True))
    for name, entry in call.named("path").items():
        if name in renamed:
            needed = replace(entry, required=True)  # a path without it is no path
            yield from _input_differences(needed, paths.get(renamed[name]))
    for name in emitted.variables() - paths.keys():
        yield Difference("missing", f"path parameter {name} is not declared", frozenset())


def _in_order(path: str) -> list[str]:
    return [part.split("}")[0] for part in path.split("{")[1:]]


def _input_differences(entry: Input, emitted: Input | None) -> Iterator[Difference]:
    label = f"{entry.location} parameter {entry.name}"
    if emitted is None:
        yield Difference("missing", f"{label} is missing", entry.places)
        return
    if entry.required != emitted.required:
        word = "required" if emitted.required else "optional"
        yield Difference("required", f"{label} became {word}", entry.places)
    for found in differences(entry.shape, emitted.shape, label):
        yield replace(found, places=found.places | entry.places)


def _body_differences(body: Body | None, emitted: Body | None) -> Iterator[Difference]:
    if body is None:
        return
    place = frozenset({body.pointer})
    if emitted is None:
        yield Difference("missing", f"the body ({', '.join(body.media_types)}) is missing", place)
        return
    if body.required != emitted.required:
        word = "required" if emitted.required else "optional"
        yield Difference("required", f"the body became {word}", place | body.shape.places)
    # Whatever else it may be, an object is what can be sent.
    source = replace(body.shape, types=None, items=None)
    yield from differences(source, emitted.shape, "body")


def _speaks_of(pointer: str, difference: Difference) -> bool:
    """Whether a change at ``pointer`` is about the difference: at its place, or in its words."""
    words = _CARRIERS | _ASPECT_WORDS.get(difference.aspect, set())
    for place in difference.places:
        if pointer == place:
            return True
        if pointer.startswith(f"{place}/") and pointer[len(place) + 1 :].split("/")[0] in words:
            return True
    return False

"""Operations, whole: each with its server, parameters, body, responses and credentials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gptreview.convert.define.info import read_text
from gptreview.convert.define.leftovers import report_operation
from gptreview.convert.define.messages import read_body, read_responses
from gptreview.convert.define.operation_ids import OperationIds
from gptreview.convert.define.parameters import collect_parameters
from gptreview.convert.define.path_query import base_path, query_to_parameters
from gptreview.convert.define.path_templates import why_uncallable
from gptreview.convert.define.paths import FoundOperation
from gptreview.convert.define.references import follow
from gptreview.convert.define.security import Security
from gptreview.convert.define.server_choice import ServerChoice, own_server
from gptreview.convert.ledger import Stage
from gptreview.convert.wording import shortened
from gptreview.model.action import JsonObject, Operation
from gptreview.model.change import Change

# Losses without which an operation lacks an input, or a demand of the API is not met.
_SHORTFALLS = frozenset({
    "parameter.unreadable", "body.unreadable", "path.uncallable", "auth.operation_scheme",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class OperationReader:
    """What the operations of one document share."""

    document: JsonObject
    choice: ServerChoice
    api_url: str
    security: Security
    ids: OperationIds
    calls: Counter[tuple[str, str]]
    """How many operations share a method and a path without its query."""
    stage: Stage

    def read(self, found: FoundOperation) -> Operation:
        """The operation with everything that belongs to it, references resolved."""
        told = len(self.stage.changes)
        report_operation(found.value, found.place, self.stage)
        operation = self._with_query(found, self._read(found))
        reasons = (
            *_shortfalls(self.stage.changes[told:]),
            *_unread_fields(self.document, operation),
        )
        return replace(operation, shortfalls=reasons)

    def _with_query(self, found: FoundOperation, operation: Operation) -> Operation:
        """The operation with a query in its path taken apart; or told that it cannot be called."""
        path = base_path(found.path)
        alone = self.calls[(found.method, path)] == 1
        settled = query_to_parameters(operation) if alone else None
        if settled is None:
            _report_path(found, self.stage)
            return operation
        self.stage.repair(
            "path.query",
            f"path {shortened(found.path)} has a query in it, which OpenAPI does not allow; it "
            "became query parameters, and the URL that is called is the same",
            before=found.entry,
            after=found.target,
        )
        return settled

    def _read(self, found: FoundOperation) -> Operation:
        value, place, target, stage = found.value, found.place, found.target, self.stage
        shared = found.item.value
        lists = (
            (shared.get("parameters"), found.item.pointer("parameters")),
            (value.get("parameters"), f"{place}/parameters"),
        )
        own_id, tags = value.get("operationId"), value.get("tags")
        return Operation(
            operation_id=self.ids.assign(own_id, found.method, found.path, target, stage),
            method=found.method,
            path=found.path,
            pointer=target,
            server=self._server(found),
            summary=read_text(value.get("summary")) or read_text(shared.get("summary")),
            description=read_text(value.get("description")) or read_text(shared.get("description")),
            parameters=collect_parameters(self.document, lists, found.path, target, stage),
            request_body=read_body(self.document, value, place, target, stage),
            responses=read_responses(self.document, value, place, target, stage),
            authenticated=self.security.settle(found, stage),
            consequential=_flag(value.get("x-openai-isConsequential")),
            tags=tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
        )

    def _server(self, found: FoundOperation) -> str:
        place = f"{found.place}/servers"
        own = own_server(found.value, place, self.api_url, self.stage)
        if own is None:
            place = found.item.pointer("servers")
            own = own_server(found.item.value, place, self.api_url, self.stage)
        if own is None or own.url == self.choice.url:
            return self.choice.url
        if own.url:
            self.stage.mapping(
                "server.own",
                f"{found.method.upper()} {found.path} has a server of its own, {own.url}; "
                "it becomes an action of its own",
                before=place,
                after=None,
            )
            return own.url
        self.stage.loss(
            "server.own_unusable",
            f"{found.method.upper()} {found.path} names a server of its own that cannot be used: "
            f"{own.problem}; the document's server stands in",
            before=place,
            after=None,
        )
        return self.choice.url


def _report_path(found: FoundOperation, stage: Stage) -> None:
    problem = why_uncallable(found.path)
    if problem:
        stage.loss(
            "path.uncallable",
            f"it cannot be called as it is written: {problem}",
            before=found.entry,
            after=found.target,
        )


def _shortfalls(told: Sequence[Change]) -> tuple[str, ...]:
    """Each reason once, of what was told while the operation was read."""
    return tuple(dict.fromkeys(c.message for c in told if c.code in _SHORTFALLS))


def _unread_fields(document: JsonObject, operation: Operation) -> Iterator[str]:
    """Body schemas that lead nowhere; the loss itself is told with every other schema's."""
    content = operation.request_body["content"] if operation.request_body else {}
    for media in content.values():
        if isinstance(media.get("schema"), dict):
            problem = follow(document, media["schema"], "").problem
            if problem:
                yield f"the fields of its body could not be read: {problem}"


def _flag(value: Any) -> bool | None:
    """A boolean, or the word for one; None for anything else."""
    words = {"true": True, "false": False}
    return value if isinstance(value, bool) else words.get(str(value).strip().lower())

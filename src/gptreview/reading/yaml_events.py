"""YAML walked event by event: nothing is constructed, nothing recurses, aliases have a budget."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from gptreview.reading.builder import Builder, Container, Handler
from gptreview.reading.refusal import TextError, too_deep
from gptreview.reading.scalars import (
    YAML_ORG,
    check_collection_tag,
    complex_key,
    json_key,
    key_text,
    plain_value,
    tagged_value,
)

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it; only its event stream is used."""
_TEXT_PER_NODE = 100
"""Aliased text counts against the budget too: one node for every so many code points."""
_UNPRINTABLE = re.compile(
    "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # YAML 1.2.2, section 5.1
)
_OPEN = object()
"""Stands for an anchored container that has not ended yet."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_yaml(
    text: str, *, max_depth: int, max_aliases: int, max_duplicates: int
) -> tuple[Any, list[tuple[str, int, bool]]]:
    """The value, and its duplicate keys as pointer, index and whether both were merged.

    Raises:
        TextError: It is not YAML (``syntax``), or YAML that cannot be read safely.
    """
    builder = Builder(max_duplicates)
    walk_yaml(text, builder, max_depth=max_depth, max_aliases=max_aliases)
    return builder.result, builder.duplicates


def walk_yaml(text: str, handler: Handler, *, max_depth: int, max_aliases: int) -> None:
    """Walk the one document of a YAML stream.

    Raises:
        TextError: It is not YAML (``syntax``), or YAML that cannot be read safely.
    """
    if text.isspace():
        return  # libyaml would complain of a tab even where nothing follows it
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        raise TextError(
            f"the character U+{ord(unprintable[0]):04X}",
            unprintable.start(),
            expected="printable characters",
            next_step="remove it, or escape it inside double quotes",
            syntax=True,
        )
    try:
        _Walk(handler, max_depth, max_aliases).run(LOADER(text).get_event)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text) from error
    except (ValueError, OverflowError) as error:  # PyYAML's own parser, of "\U00110000"
        raise TextError("an escape that names no character", None, syntax=True) from error


class _Walk:
    """One walk: turns events into the handler's steps."""

    __slots__ = (
        "_anchors", "_awaits_key", "_budget", "_handler", "_max_depth", "_max_nodes", "_stack",
    )  # fmt: skip

    def __init__(self, handler: Handler, max_depth: int, max_nodes: int) -> None:
        self._handler = handler
        self._max_depth = max_depth
        self._max_nodes = max_nodes
        self._budget = max_nodes
        self._anchors: dict[str, Any] = {}
        self._stack: list[tuple[bool, str | None]] = []
        """Of each open container: whether it is a mapping, and its anchor."""
        self._awaits_key = False

    def run(self, next_event: Callable[[], Event]) -> None:
        """Read the stream to its end, and refuse a second document with content."""
        steps: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._mapping,
            SequenceStartEvent: self._list,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
        }
        documents = 0
        event = next_event()
        while not isinstance(event, StreamEndEvent):
            step = steps.get(type(event))
            if step is not None:
                step(event)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    _check_empty(next_event())
            event = next_event()

    def _scalar(self, event: Any) -> None:
        text, tag, at = event.value, event.tag, event.start_mark.index
        if not text.isascii():
            _check_text(text, at)
        if self._awaits_key:
            self._key(event, text, at)
            return
        value = (
            plain_value(text, at)
            if tag is None and not event.style
            else tagged_value(text, tag, at)
        )
        if event.anchor:
            self._anchors[event.anchor] = value
        self._handler.value(value, at)
        self._awaits_key = bool(self._stack) and self._stack[-1][0]

    def _key(self, event: Any, text: str, at: int) -> None:
        plain = event.tag is None and not event.style
        if event.tag is not None and event.tag != f"{YAML_ORG}merge":
            tagged_value(text, event.tag, at)
        key = key_text(text, at, plain=plain)
        if event.anchor:
            self._anchors[event.anchor] = key
        merges = text == "<<" and (plain or event.tag == f"{YAML_ORG}merge")
        self._handler.key(None if merges else key, at)
        self._awaits_key = False

    def _mapping(self, event: Any) -> None:
        self._open({}, event)
        self._awaits_key = True

    def _list(self, event: Any) -> None:
        self._open([], event)

    def _open(self, container: Container, event: Any) -> None:
        at = event.start_mark.index
        if self._awaits_key:
            raise complex_key(at)
        if len(self._stack) >= self._max_depth:
            raise too_deep(at, self._max_depth)
        check_collection_tag(event.tag, at)
        if event.anchor:
            self._anchors[event.anchor] = _OPEN
        self._stack.append((type(container) is dict, event.anchor))
        self._handler.open(container, at)

    def _end(self, event: Any) -> None:  # noqa: ARG002 - every step takes its event
        anchor = self._stack.pop()[1]
        value = self._handler.close()
        if anchor:
            self._anchors[anchor] = value
        self._awaits_key = bool(self._stack) and self._stack[-1][0]

    def _alias(self, event: Any) -> None:
        name, at = event.anchor, event.start_mark.index
        if name not in self._anchors:
            raise TextError(
                f"the alias *{name} has no anchor",
                at,
                expected=f"&{name} before it",
                next_step="quote the value if it begins with * by chance",
                syntax=True,
            )
        value = self._anchors[name]
        if value is _OPEN:
            raise TextError(
                f"the alias *{name} stands inside what it names",
                at,
                expected="a document that ends",
                next_step="use $ref for a recursive schema",
            )
        if self._awaits_key:
            self._handler.key(json_key(value, at), at)
            self._awaits_key = False
            return
        self._handler.value(self._copy(value, len(self._stack), at), at)
        self._awaits_key = bool(self._stack) and self._stack[-1][0]

    def _copy(self, value: Any, depth: int, at: int) -> Any:
        """A copy of what an anchor named, so that no two places share one; see `_spend`."""
        if not isinstance(value, dict | list):
            self._spend(1 + (len(value) // _TEXT_PER_NODE if isinstance(value, str) else 0), at)
            return value
        self._spend(1, at)
        if depth >= self._max_depth:
            raise too_deep(at, self._max_depth)
        if isinstance(value, dict):
            return {key: self._copy(item, depth + 1, at) for key, item in value.items()}
        return [self._copy(item, depth + 1, at) for item in value]

    def _spend(self, nodes: int, at: int) -> None:
        self._budget -= nodes
        if self._budget < 0:
            raise TextError(
                f"aliases that stand for more than {self._max_nodes} values",
                at,
                expected=f"at most {self._max_nodes}",
                next_step="write the values out, or use $ref",
            )


def _not_yaml(error: yaml.MarkedYAMLError, text: str) -> TextError:
    mark: Any = error.problem_mark or error.context_mark
    tab = text[mark.index : mark.index + 1] == "\t"
    return TextError(
        "not YAML: " + " ".join(part for part in (error.problem, error.context) if part),
        mark.index,
        expected="JSON or YAML",
        next_step="indent with spaces, not tabs" if tab else "correct the syntax at this place",
        syntax=True,
    )


def _check_text(text: str, at: int) -> None:
    """Refuse half a surrogate pair as libyaml does; PyYAML's own parser lets it pass."""
    if _SURROGATE.search(text):
        raise TextError(
            "an escape of half a surrogate pair",
            at,
            expected="characters that can be encoded",
            next_step="write the character itself",
            syntax=True,
        )


def _check_empty(event: Any) -> None:
    """Let pass a later document without content; its end is read as any other event."""
    if isinstance(event, ScalarEvent) and not event.value and not event.style:
        return
    raise TextError(
        "a second YAML document",
        event.start_mark.index,
        expected="one document in the file",
        next_step="save each document in a file of its own",
    )

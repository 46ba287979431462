"""Snapshots as case pages show them: read, masked and taken apart once, then remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gptreview.extract.limits import ExtractLimits
from gptreview.model.builder_key import builder_key
from gptreview.model.case_page import OperationRow
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing
from gptreview.reading.document import ReadLimits
from gptreview.scan.scanner import Scanner
from gptreview.usecases.read_listing import read_listing
from gptreview.usecases.shown_names import file_names, shown_names
from gptreview.usecases.triage.action_operations import action_operations
from gptreview.usecases.triage.masked_text import MaskedText, masked_text

_OF_TEXT: Final = 100_000
"""Code points of one text that are shown; the limit of a GPT's instructions is 8,000."""
_OF_SNAPSHOT: Final = 300_000
"""Of all texts together: looking for personal data takes a second for each 100,000."""
_OPERATIONS: Final = 300
_REMEMBERED: Final = 16


@dataclass(frozen=True, slots=True)
class ShownSnapshot:
    """One content, ready to be shown."""

    texts: tuple[MaskedText, ...]
    operations: tuple[OperationRow, ...]
    """The first 300."""
    builder: str
    """Key of who builds it; empty where it says nobody."""


class ShownSnapshots:
    """Makes contents ready to be shown; the last sixteen are remembered, for contents never change.

    Args:
        scanners: Mask texts; asked for when there is one.
        extract_limits: What a knowledge file may ask for.
        read_limits: What an action's document may ask for.
    """

    def __init__(
        self,
        scanners: Callable[[], Sequence[Scanner]],
        extract_limits: ExtractLimits,
        read_limits: ReadLimits,
    ) -> None:
        self._scanners = scanners
        self._extract_limits = extract_limits
        self._read_limits = read_limits
        self._kept: OrderedDict[str, ShownSnapshot] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, digest: str, load: Callable[[], Gpt]) -> ShownSnapshot:
        """A content.

        Args:
            digest: Of the content.
            load: Reads it where it is not remembered; what it raises, this raises.
        """
        with self._lock:
            known = self._kept.get(digest)
            if known is not None:
                self._kept.move_to_end(digest)
                return known
        made = self._made(load())
        with self._lock:
            self._kept[digest] = made
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        return made

    def _made(self, gpt: Gpt) -> ShownSnapshot:
        scanners = self._scanners()
        names = shown_names(Listing(gpt, ""), scanners)
        read = read_listing(gpt, self._extract_limits, names.fields)
        texts: list[MaskedText] = []
        left = _OF_SNAPSHOT
        for segment in (*read.segments, *file_names(gpt)):
            made = masked_text(segment, scanners, min(left, _OF_TEXT))
            left = max(0, left - len(made.text))
            texts.append(made)
        operations = tuple(self._operations(gpt, names.text))
        return ShownSnapshot(tuple(texts), operations, builder_key(gpt.builder))

    def _operations(self, gpt: Gpt, shown: Callable[[str], str]) -> Iterator[OperationRow]:
        found = zip(range(_OPERATIONS), action_operations(gpt, self._read_limits), strict=False)
        for _, (operation, flow) in found:
            yield OperationRow(
                action=flow.action,
                operation=_masked(operation.operation_id, shown),
                method=operation.method.upper(),
                path=_masked(operation.path, shown),
                host=flow.domain,
                consequential=operation.consequential,
                asks_user=flow.asks_user,
                third_party=flow.third_party,
            )


def _masked(name: str, shown: Callable[[str], str]) -> str:
    """A name that may hold a value is looked at; most cannot, and a document has many."""
    may_identify = "@" in name or sum(each.isdigit() for each in name) > 6
    return shown(name) if may_identify or len(name) > 40 else name

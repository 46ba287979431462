"""What the tests of extraction share: reading bytes, packing members, measuring hostile files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gptreview.extract.extract import Extraction, extract
from gptreview.extract.limits import ExtractLimits
from gptreview.model.segment import Artifact, FieldKind

Read = Callable[..., Extraction]
Pack = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class Measured:
    """How extraction ended in a process of its own, and what it cost."""

    seconds: float
    """CPU time of extraction alone: tests beside this one take the wall clock's."""
    mebibytes: float
    """Peak resident memory of the whole process."""
    characters: int
    """Of all segments."""
    holds: bool
    """Whether the payload stands in one of them."""
    unread: list[tuple[str, str]]
    """Code and place of each gap."""


Measure = Callable[..., Measured]

_CHILD = """
import json, pathlib, resource, sys, time
from gptreview.extract.extract import extract
from gptreview.model.segment import Artifact, FieldKind
data = pathlib.Path(sys.argv[1]).read_bytes()
started = time.process_time()
found = extract(Artifact("knowledge:x", FieldKind.KNOWLEDGE, "x", data))
seconds = time.process_time() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:  # on Linux the figure above includes what the parent held when it started this process
    status = pathlib.Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0])
except FileNotFoundError:
    pass
print(json.dumps({
    "seconds": seconds,
    "mebibytes": peak / 1024,
    "characters": sum(len(segment.text) for segment in found.segments),
    "holds": any(sys.argv[2] in segment.text for segment in found.segments),
    "unread": [(gap.code, gap.place) for gap in found.unread],
}))
"""


@pytest.fixture
def read() -> Read:
    """Extracts a knowledge file; its name says nothing about its type."""

    def run(data: bytes, limits: ExtractLimits | None = None) -> Extraction:
        artifact = Artifact("knowledge:x", FieldKind.KNOWLEDGE, "x", data)
        return extract(artifact, limits) if limits else extract(artifact)

    return run


@pytest.fixture
def pack() -> Pack:
    """Makes a ZIP archive of names and contents, in their order."""

    def make(*members: tuple[str | zipfile.ZipInfo, bytes | str], stored: bool = False) -> bytes:
        buffer = io.BytesIO()
        method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, content in members:
                archive.writestr(name, content)
        return buffer.getvalue()

    return make


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    """Extracts in a fresh process, which tells its time and its peak memory."""

    def run(data: bytes, payload: str = "") -> Measured:
        file = tmp_path / "hostile"
        file.write_bytes(data)
        result = subprocess.run(
            [sys.executable, "-c", _CHILD, str(file), payload],
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        told = json.loads(result.stdout)
        told["unread"] = [(code, place) for code, place in told["unread"]]
        return Measured(**told)

    return run

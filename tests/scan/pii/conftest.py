"""Numbers that pass the checks, made when they are needed: no person's stand in the repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gptreview.model.finding import Hit
from gptreview.model.segment import FieldKind, Segment
from gptreview.model.view import View
from gptreview.scan.pii.checksums import luhn, resident_id
from gptreview.scan.pii.detection import Detector
from gptreview.scan.pii.scanner import PiiScanner


def _made(kind: str, serial: int) -> str:
    if kind == "card":
        return _checked(f"49{serial * 35_812_407_761:013d}", "0123456789", luhn)
    if kind == "resident":
        return _checked(f"1101051949123{serial % 2}{907 - serial:03d}", "0123456789X", resident_id)
    if kind == "mobile":
        return f"139{(serial + 1) * 270_343:08d}"
    return f"3{serial + 10:02d}-24-{serial * 37 + 1802:04d}"


def _checked(stem: str, checks: str, right: Callable[[str], bool]) -> str:
    found: Iterator[str] = (stem + check for check in checks if right(stem + check))
    return next(found)


@pytest.fixture(scope="session")
def make() -> Callable[[str, int], str]:
    """Makes a ``card``, ``resident`` ID, ``mobile`` or ``ssn`` that is nobody's, by a number."""
    return _made


@pytest.fixture(scope="session")
def detector() -> Detector:
    """Compiled once for all tests."""
    return Detector()


@pytest.fixture(scope="session")
def scanner() -> PiiScanner:
    """Compiled once for all tests."""
    return PiiScanner()


@pytest.fixture(scope="session")
def scan(scanner: PiiScanner) -> Callable[..., list[Hit]]:
    """The hits in a text, or in its views where some are given."""

    def hits(text: str, *views: View) -> list[Hit]:
        segment = Segment("knowledge:staff.csv", FieldKind.KNOWLEDGE, text)
        return list(scanner.scan(segment, [View(text), *views]))

    return hits


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Makes a package of that name and version be found first; gives the folder it lies in."""

    def put(name: str, version: str) -> Path:
        info = tmp_path / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.setenv("GPTREVIEW_NAME_MODELS", "true")
        return tmp_path

    return put

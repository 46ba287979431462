"""``gptreview check`` from the command line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from gptreview.cli.check import _checked
from gptreview.cli.colors import is_colorful
from gptreview.cli.main import run
from gptreview.reading.document import ReadLimits
from gptreview.usecases.check_action import ActionChecker

_ACTION = """\
openapi: 3.1.0
info: {title: Boats, version: '1'}
servers: [{url: https://boats.example.org}]
paths:
  /boats:
    get:
      operationId: listBoats
      x-openai-isConsequential: false
      responses: {'200': {description: ok}}
"""


@pytest.fixture
def action(tmp_path: Path) -> Path:
    """A file that the builder takes."""
    path = tmp_path / "boats.yaml"
    path.write_text(_ACTION, encoding="utf-8")
    return path


def test_a_sound_action_passes(action: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The happy path: one line, status 0."""
    assert run(["check", str(action)]) == 0
    assert capsys.readouterr().out == (
        "Passed: 0 errors in 1 file; 1 of 1 operation usable in the GPT builder\n"
    )


def test_errors_end_with_1(action: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding shows place, words, pointer, fix and source."""
    action.write_text(_ACTION.replace("https", "http"), encoding="utf-8")
    assert run(["check", str(action)]) == 1
    first = capsys.readouterr().out.split("\n\n")[0]
    assert first == (
        f"{action}:3:12: error[server.origin] None of the provided servers is under the root "
        "origin https://boats.example.org\n"
        "    at:      /servers/0/url\n"
        "    fix:     Use https, a lower-case host and no port: https://api.example.com/base.\n"
        "    source:  https://github.com/Altinity/altinity-mcp/issues/16 (reported)"
    )


def test_warnings_end_with_1_where_strict(action: Path) -> None:
    """--strict turns a warning into a failure."""
    action.write_text(_ACTION.replace("3.1.0", "3.0.3"), encoding="utf-8")
    assert run(["check", str(action)]) == 0
    assert run(["check", "--strict", str(action)]) == 1


def test_bad_input_ends_with_2_and_stops_nothing(
    action: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing file is told, the other is checked all the same."""
    assert run(["check", "missing.yaml", str(action)]) == 2
    assert capsys.readouterr().out == (
        "missing.yaml: cannot be checked: there is no such file\n    next:    check the path\n\n"
        "Failed: 0 errors in 1 file; 1 file could not be checked; "
        "1 of 1 operation usable in the GPT builder\n"
    )


def test_json_and_sarif_go_to_a_file(action: Path, tmp_path: Path) -> None:
    """--format and --output together write a file that programs read."""
    for form, key in (("json", "files"), ("sarif", "runs")):
        out = tmp_path / f"out.{form}"
        assert run(["check", str(action), "--format", form, "--output", str(out)]) == 0
        assert key in json.loads(out.read_text(encoding="utf-8"))


def test_an_output_that_cannot_be_written_ends_with_2(
    action: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is not there cannot take the result."""
    assert run(["check", str(action), "-o", str(tmp_path / "no" / "out.txt")]) == 2
    assert "the result cannot be written (No such file or directory)" in capsys.readouterr().err


def test_standard_input_is_taken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dash reads standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(_ACTION.encode())))
    assert run(["check", "-"]) == 0
    assert capsys.readouterr().out.startswith("Passed")


class _Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Whether somebody watches."""
        return True


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colors_are_for_terminals(
    variables: dict[str, str], *, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR and a dumb terminal turn colours off; a pipe has none anyway."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", _Terminal())
    assert is_colorful() is expected
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert is_colorful() is False


def test_many_files_show_progress_on_a_terminal(
    action: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten files and somebody watching make a progress bar; the results are the same."""
    for number in range(10):
        action.with_name(f"{number}.yaml").write_text(_ACTION, encoding="utf-8")
    checker = ActionChecker(ReadLimits(), io.BytesIO())
    targets = list(checker.targets([str(action.parent)]))
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    watched = list(_checked(checker, targets))
    assert "Checking" in terminal.getvalue()
    monkeypatch.setattr("sys.stderr", io.StringIO())
    assert list(_checked(checker, targets)) == watched


@pytest.mark.parametrize("text", ["", "[]", "404: Not Found", "- a\n- b\n"])
def test_what_is_no_document_is_bad_input(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that holds no object, or no API at all, ends with 2 rather than with findings."""
    path = tmp_path / "answer.yaml"
    path.write_text(text, encoding="utf-8")
    assert run(["check", str(path)]) == (1 if text.startswith("404") else 2)
    assert "Traceback" not in capsys.readouterr().err

"""``gptreview check --fix``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from gptreview.cli.main import run

_BROKEN = """\
openapi: 3.0.1
info: {title: Boats, version: '1'}
servers: [{url: http://boats.example.com/}]
paths:
  /boats/{id}:
    parameters:
      - {name: id, in: path, schema: {type: string}, required: true}
    get:
      description: DESCRIPTION
      responses: {'200': {description: ok}}
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A document that the builder would take nothing of."""
    path = tmp_path / "broken.yaml"
    path.write_text(_BROKEN.replace("DESCRIPTION", "Short."), encoding="utf-8")
    return path


def test_the_repaired_document_passes(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every repair is told with its place, and what was written passes the strict check."""
    fixed = tmp_path / "fixed.yaml"
    assert run(["check", str(broken)]) == 1
    capsys.readouterr()
    assert run(["check", str(broken), "--fix", "-o", str(fixed)]) == 0
    assert capsys.readouterr().out == (
        f"{broken}: /servers/0/url: repair[server.normalised] server became "
        "https://boats.example.com: http became https; check that the server answers there\n"
        f"{broken}: /paths/~1boats~1{{id}}/get: repair[operation_id.missing] operationId is "
        "missing; 'get_boats_id' was made from method and path\n"
        f"2 repairs, 0 named losses; 1 of 1 operations usable in the GPT builder; written to "
        f"{fixed}\n"
    )
    assert run(["check", "--strict", "--openapi", str(fixed)]) == 0


def test_the_suffix_chooses_the_form(broken: Path, tmp_path: Path) -> None:
    """-o FILE.json gives JSON, and the same input gives the same bytes."""
    target = tmp_path / "fixed.json"
    run(["check", str(broken), "--fix", "-o", str(target)])
    first = target.read_bytes()
    assert json.loads(first)["openapi"] == "3.1.0"
    run(["check", str(broken), "--fix", "-o", str(target)])
    assert target.read_bytes() == first


def test_text_that_does_not_fit_is_kept_beside_it(broken: Path, tmp_path: Path) -> None:
    """A description over 300 characters loses nothing: the rest lies in FILE.instructions.md."""
    sentence = "Boats are listed by harbour and by length. "
    long = (sentence * 9).strip()
    broken.write_text(_BROKEN.replace("DESCRIPTION", long), encoding="utf-8")
    run(["check", str(broken), "--fix", "-o", str(tmp_path / "fixed.yaml")])
    kept = (300 + 1) // len(sentence)  # the last one needs no space behind it
    rest_of_it = (sentence * (9 - kept)).strip()
    rest = (tmp_path / "fixed.instructions.md").read_text(encoding="utf-8")
    assert rest == f"## More about the actions\n\n### get_boats_id\n\n{rest_of_it}\n"


def test_more_than_thirty_operations_become_several_files(tmp_path: Path) -> None:
    """The further files are numbered beside the first one, and none is lost."""
    source = tmp_path / "many.json"
    operations = {
        f"/b{n}": {"get": {"operationId": f"b{n}", "responses": {"200": {"description": "ok"}}}}
        for n in range(70)
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "B", "version": "1"},
        "servers": [{"url": "https://boats.example.com"}],
        "paths": operations,
    }
    source.write_text(json.dumps(document), encoding="utf-8")
    assert run(["check", str(source), "--fix", "-o", str(tmp_path / "b.json")]) == 0
    files = [tmp_path / name for name in ("b.json", "b-2.json", "b-3.json")]
    found = [path for file in files for path in json.loads(file.read_bytes())["paths"]]
    assert sorted(found) == sorted(operations)


def test_standard_input_is_read(
    broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``-`` takes the document from a pipe."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(broken.read_bytes())))
    assert run(["check", "-", "--fix", "-o", str(tmp_path / "fixed.yaml")]) == 0


def test_an_operation_that_cannot_work_ends_with_1(broken: Path, tmp_path: Path) -> None:
    """What has to be left out is a named loss, and the status says that something is missing."""
    needs = "  /own:\n    get:\n      parameters:\n" + (
        "        - {name: X-Boat, in: header, required: true, schema: {type: string}}\n"
        "      responses: {'200': {description: ok}}\n"
    )
    with broken.open("a", encoding="utf-8") as file:
        file.write(needs)
    assert run(["check", str(broken), "--fix", "-o", str(tmp_path / "fixed.yaml")]) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--fix"], "needs -o FILE"),
        (["--server", "https://boats.example.com"], "--server goes with --fix"),
        (["--server", ""], "--server goes with --fix"),
        (["--fix", "-o", "broken.yaml"], "this is the document itself"),
        (["--fix", "-o", "nowhere/fixed.yaml"], "cannot be written"),
        (["--fix", "-o", "fixed.yaml", "--server", "https://10.0.0.1"], "private address"),
    ],
)
def test_what_cannot_be_done_is_refused(
    arguments: list[str],
    words: str,
    broken: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Status 2, a reason, and nothing written."""
    monkeypatch.chdir(broken.parent)
    before = broken.read_bytes()
    assert run(["check", "broken.yaml", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert [path.name for path in broken.parent.iterdir()] == ["broken.yaml"]
    assert broken.read_bytes() == before


def test_no_server_anywhere_names_the_option(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing could be written, the message says what to add."""
    text = _BROKEN.replace("servers: [{url: http://boats.example.com/}]\n", "")
    broken.write_text(text, encoding="utf-8")
    assert run(["check", str(broken), "--fix", "-o", str(tmp_path / "fixed.yaml")]) == 2
    assert "--server https://HOST" in capsys.readouterr().err
    assert run(["check", str(broken), "--fix", "-o", str(tmp_path / "fixed.yaml"),
                "--server", "https://boats.example.com"]) == 0  # fmt: skip


def test_nothing_left_names_the_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document whose only operation cannot work says why."""
    source = tmp_path / "form.yaml"
    source.write_text(
        _BROKEN.split("    parameters")[0].replace("/{id}", "")
        + "    post:\n      requestBody: {content: {text/plain: {schema: {type: string}}}}\n"
        "      responses: {'200': {description: ok}}\n",
        encoding="utf-8",
    )
    assert run(["check", str(source), "--fix", "-o", str(tmp_path / "fixed.yaml")]) == 2
    error = capsys.readouterr().err
    assert "its body is text/plain, not JSON" in error
    assert "change the API" in error


def test_an_operation_that_lost_an_input_ends_with_1(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is written, it is not counted, and the status says so."""
    text = _BROKEN.replace("    get:\n", "    get:\n      requestBody: {$ref: '#/nowhere'}\n")
    broken.write_text(text, encoding="utf-8")
    assert run(["check", str(broken), "--fix", "-o", str(tmp_path / "fixed.yaml")]) == 1
    assert "0 of 1 operations usable" in capsys.readouterr().out

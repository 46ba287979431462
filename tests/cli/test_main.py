"""The program as a whole: help without imports, failures as messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from gptreview import __version__
from gptreview.cli import main as program
from gptreview.errors import DependencyError

_HEAVY = ("rich", "httpx", "pydantic", "yaml", "tldextract", "openapi_spec_validator")
_PROBE = """
import json, resource, sys
from gptreview.cli.main import run
status = run(["--help"])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([status, used.ru_utime + used.ru_stime, sorted(sys.modules)]))
"""


def test_help_answers_at_once() -> None:
    """--help imports no heavy package and no command, and takes well under a second of CPU."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True
    )
    status, seconds, modules = json.loads(done.stdout.splitlines()[-1])
    assert status == 0
    assert set(modules) & {*_HEAVY, "gptreview.cli.check", "gptreview.cli.migrate"} == set()
    assert seconds < 1.0  # 0.1 s measured; the slack is for a machine that is busy


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The table of commands stands in the help."""
    assert program.run(["--help"]) == 0
    assert "Commands:\n  accounts  Say who may sign in" in capsys.readouterr().out


def test_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    """--version prints name and version."""
    assert program.run(["--version"]) == 0
    assert capsys.readouterr().out == f"gptreview {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["chekc"], "No such command 'chekc'"), (["check"], "Missing argument 'ACTION...'")],
)
def test_usage_errors_end_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What click refuses is told on standard error."""
    assert program.run(arguments) == 2
    assert said in capsys.readouterr().err


def _fail_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def failing(context: click.Context) -> None:
        del context
        raise error

    monkeypatch.setattr(program.cli, "invoke", failing)
    return program.run(["check", "x"])


def test_our_errors_become_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An explained failure prints its explanation and ends with its own status."""
    error = DependencyError("no answer", where="https://example.org", next_step="try again")
    assert _fail_with(error, monkeypatch) == 4
    assert capsys.readouterr().err == "Error: https://example.org: no answer; try again\n"


def test_an_interrupt_ends_with_its_signal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C is no traceback."""
    assert _fail_with(KeyboardInterrupt(), monkeypatch) == 130
    assert _fail_with(KeyboardInterrupt(15), monkeypatch) == 143
    assert capsys.readouterr().err == 2 * "interrupted\n"


def test_a_bug_propagates(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody explained is not swallowed."""
    with pytest.raises(ZeroDivisionError):
        _fail_with(ZeroDivisionError(), monkeypatch)


def test_a_reader_that_leaves_is_no_failure(tmp_path: Path) -> None:
    """`gptreview check ... | head` ends quietly with the status of a broken pipe."""
    (tmp_path / "a.json").write_text('{"paths": {"/a": 1}}', encoding="utf-8")
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", "from gptreview.cli.main import main; main()",
         "check", str(tmp_path / "a.json")],
        stdout=write, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(("command", "said"), [("migrate", "True"), ("registry", "False")])
def test_cycles_are_looked_for_where_a_command_goes_on(command: str, said: str) -> None:
    """A short command may leave them; one that runs for hours on a database may not."""
    code = (
        "import gc; before = gc.get_threshold()\n"
        "from gptreview.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print(gc.get_threshold() != before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, command, "--help"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == said


_PROGRAM = (sys.executable, "-c", "from gptreview.cli.main import main; main()")
_WRITERS = (
    ["--help"],
    ["rules", "list"],
    ["check", "a.json"],
    *(["review", "a.jsonl", "--format", form] for form in ("text", "jsonl")),
)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
@pytest.mark.parametrize("arguments", _WRITERS, ids=" ".join)
def test_full_disk_is_no_verdict(arguments: list[str], tmp_path: Path) -> None:
    """A result that nobody could read ends like other bad input, never like a failed listing."""
    (tmp_path / "a.json").write_text('{"paths": {"/a": 1}}', encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"id": "a", "name": "Trip"}\n', encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*_PROGRAM, *arguments],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
    remarks = "".join(
        line for line in done.stderr.splitlines(keepends=True) if not line.startswith("a.")
    )
    assert (done.returncode, remarks) == (
        2,
        "Error: standard output: the result cannot be written (No space left on device); "
        "make room, or send it elsewhere\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell closes it")
def test_closed_output_is_told(tmp_path: Path) -> None:
    """Where there is no standard output at all, nothing is done."""
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *_PROGRAM, "--version"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "Error: standard output is closed; open it, or send it to a file\n",
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_message_that_nobody_takes_changes_no_status() -> None:
    """Where standard error is full, too, the exit status still tells."""
    with Path("/dev/full").open("w") as full:
        for arguments, status in ((["check", "no-such.json"], 2), (["--help"], 2)):
            out = subprocess.DEVNULL if arguments[0] == "check" else full
            done = subprocess.run([*_PROGRAM, *arguments], stdout=out, stderr=full, check=False)
            assert done.returncode == status


def test_other_system_errors_are_bugs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has nothing to do with the output propagates."""
    with pytest.raises(OSError, match="Exec"):
        _fail_with(OSError(8, "Exec format error"), monkeypatch)

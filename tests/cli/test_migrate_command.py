"""``gptreview migrate`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gptreview import bootstrap
from gptreview.cli.main import run
from gptreview.errors import DependencyError
from gptreview.settings import Settings

_SPEC = """\
openapi: 3.1.0
info: {title: Boats, version: '1'}
paths:
  /boats:
    get:
      operationId: listBoats
      responses: {'200': {description: ok}}
"""


def write_plugin(folder: Path, name: str = "boats", spec: str | None = _SPEC) -> Path:
    """A plugin folder; without a document where ``spec`` is None."""
    folder.mkdir(parents=True)
    manifest = {
        "schema_version": "v1",
        "name_for_human": "Boats",
        "name_for_model": name,
        "description_for_human": "Finds boats.",
        "description_for_model": "Find boats by harbour.",
        "auth": {"type": "none"},
        "api": {"type": "openapi", "url": "https://boats.example.com/openapi.yaml"},
    }
    (folder / "ai-plugin.json").write_text(json.dumps(manifest), encoding="utf-8")
    if spec is not None:
        (folder / "openapi.yaml").write_text(spec, encoding="utf-8")
    return folder


def test_one_plugin_becomes_a_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The happy path: one row, one sentence, status 0, five files."""
    plugin, out = write_plugin(tmp_path / "plugin"), tmp_path / "out"
    assert run(["migrate", str(plugin), "-o", str(out)]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["plugin", "operations", "actions", "repairs", "losses", "state"]
    assert lines[1] == ["boats", "1", "of", "1", "1", "1", "0", "ready"]
    assert " ".join(lines[3]) == ("1 plugin: 1 ready; 1 of 1 operations usable in the GPT builder")
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == [
        "boats/MIGRATION.md",
        "boats/actions/boats.example.com.openapi.yaml",
        "boats/gpt.yaml",
        "boats/instructions.md",
        "boats/migration.json",
    ]


def test_what_migrate_writes_passes_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The two commands agree about the bundle folder."""
    run(["migrate", str(write_plugin(tmp_path / "plugin")), "-o", str(tmp_path / "out")])
    capsys.readouterr()
    assert run(["check", "--strict", "--openapi", str(tmp_path / "out/boats")]) == 0
    assert "1 of 1 operation usable" in capsys.readouterr().out


def test_a_plugin_without_its_document_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bundle is written, and the gap is named."""
    plugin = write_plugin(tmp_path / "plugin", spec=None)
    assert run(["migrate", str(plugin), "-o", str(tmp_path / "out")]) == 1
    assert "incomplete: needs its OpenAPI document" in capsys.readouterr().out
    assert (tmp_path / "out/boats/gpt.yaml").is_file()


def test_a_bad_plugin_never_stops_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 2, one clear line for the bad one on standard error, and the other's bundle."""
    write_plugin(tmp_path / "tree/bad", spec="<!doctype html><html></html>")
    write_plugin(tmp_path / "tree/good")
    assert run(["migrate", str(tmp_path / "tree"), "-o", str(tmp_path / "out")]) == 2
    captured = capsys.readouterr()
    assert captured.err == (
        f"Error: {tmp_path / 'tree/bad'}: openapi.yaml: line 1, column 1: this is an HTML page; "
        "expected JSON or YAML; the URL answered with a page: save the raw document instead\n"
    )
    assert "2 plugins: 1 ready, 1 failed" in captured.out
    assert (tmp_path / "out/boats/migration.json").is_file()


def test_json_lists_every_plugin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--format json says of each plugin what became of it, failures with all their parts."""
    write_plugin(tmp_path / "tree/bad", spec="paths: {}")
    write_plugin(tmp_path / "tree/good")
    run(["migrate", str(tmp_path / "tree"), "-o", str(tmp_path / "out"), "--format", "json"])
    bad, good = json.loads(capsys.readouterr().out)
    assert bad["state"] == "failed"
    assert set(bad["error"]) == {"code", "where", "found", "expected", "next_step"}
    assert good == {
        "source": str(tmp_path / "tree/good/ai-plugin.json"),
        "state": "ready",
        "folder": str(tmp_path / "out/boats"),
        "operations": 1,
        "usable": 1,
        "actions": ["actions/boats.example.com.openapi.yaml"],
        "gaps": [],
    }


def test_many_plugins_are_summed_up_by_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Over forty plugins, the table has a row a reason rather than a row a plugin."""
    for number in range(41):
        write_plugin(tmp_path / f"tree/p{number:02}", name=f"boats{number}")
    write_plugin(tmp_path / "tree/q", spec=None)
    assert run(["migrate", str(tmp_path / "tree"), "-o", str(tmp_path / "out")]) == 1
    rows = [line.split() for line in capsys.readouterr().out.splitlines()][:3]
    assert rows == [
        ["plugins", "operations", "state"],
        ["41", "41", "of", "41", "ready"],
        ["1", "incomplete:", "needs", "its", "OpenAPI", "document"],
    ]


def test_a_url_needs_fetch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --fetch nothing is fetched, and the message says how to allow it."""
    url = "https://boats.example.com/.well-known/ai-plugin.json?key=abc"
    assert run(["migrate", url, "-o", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "fetching is off" in error
    assert "add --fetch" in error
    assert "abc" not in error


def test_a_silent_server_ends_with_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --fetch, a server that does not answer is no bad input: trying again may help."""

    def refuse(settings: Settings, url: str) -> tuple[str, bytes]:
        del settings
        raise DependencyError("no answer", where=url)

    monkeypatch.setattr(bootstrap, "_fetch", refuse)
    url = "https://boats.example.com/.well-known/ai-plugin.json"
    assert run(["migrate", url, "--fetch", "-o", str(tmp_path / "out")]) == 4


def test_fetch_reads_manifest_and_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --fetch, the manifest's api.url is followed from where the manifest was found."""
    plugin = write_plugin(tmp_path / "plugin")
    asked: list[str] = []

    def serve(settings: Settings, url: str) -> tuple[str, bytes]:
        del settings
        asked.append(url)
        name = "ai-plugin.json" if url.endswith("ai-plugin.json") else "openapi.yaml"
        return url, (plugin / name).read_bytes()

    monkeypatch.setattr(bootstrap, "_fetch", serve)
    url = "https://boats.example.com/.well-known/ai-plugin.json"
    assert run(["migrate", url, "--fetch", "-o", str(tmp_path / "out")]) == 0
    assert asked == [url, "https://boats.example.com/openapi.yaml"]


@pytest.mark.parametrize(
    ("server", "words"),
    [
        ("https://localhost/v1", "localhost is not a public host"),
        ("https://10.0.0.1", "private address"),
        ("http://b.example.com", "not an absolute https URL"),
        ("b.example.com", "not an absolute https URL"),
        ("", "--server: it is not an absolute https URL"),
        ("https://b.example.com:8443", "it names port 8443"),
        ("https://b.example.com:x", "it is not a URL"),
        ("https://b.example.com/?q=1", "it has a query or a fragment"),
        ("https://b.example.com/#", "it has a query or a fragment"),
        ("https://u:p@b.example.com", "--server https://…@b.example.com: it has a user name"),
        ("https://b.example.com ", "it has spaces around it"),
        ("https://", "no host is named"),
    ],
)
def test_a_server_that_cannot_be_used_is_refused(
    server: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--server is judged before anything is read."""
    plugin = write_plugin(tmp_path / "plugin")
    assert run(["migrate", str(plugin), "-o", str(tmp_path / "out"), "--server", server]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("server", ["https://b.example.com/v1/", "HTTPS://B.example.com:443/v1"])
def test_a_server_may_have_a_base_path(server: str, tmp_path: Path) -> None:
    """A public https URL is taken as it is, in its one spelling."""
    plugin, out = write_plugin(tmp_path / "plugin"), tmp_path / "out"
    assert run(["migrate", str(plugin), "-o", str(out), "--server", server]) == 0
    action = (out / "boats/actions/b.example.com.openapi.yaml").read_text(encoding="utf-8")
    assert "- url: https://b.example.com/v1\n" in action


def test_select_and_no_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """31 operations are refused with --no-split, and --select takes one of them."""
    paths = "".join(
        f"  /b{n}: {{get: {{operationId: b{n}, responses: {{'200': {{description: ok}}}}}}}}\n"
        for n in range(31)
    )
    spec = f"openapi: 3.1.0\ninfo: {{title: B, version: '1'}}\npaths:\n{paths}"
    plugin, out = write_plugin(tmp_path / "plugin", spec=spec), str(tmp_path / "out")
    assert run(["migrate", str(plugin), "-o", out, "--no-split"]) == 2
    assert "at most 30 operations with --no-split" in capsys.readouterr().err
    assert run(["migrate", str(plugin), "-o", out, "--no-split", "--select", "b7"]) == 0
    assert run(["migrate", str(plugin), "-o", out, "--force"]) == 0
    assert len(list((tmp_path / "out/boats/actions").iterdir())) == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "[::1]", "localhost"])
def test_fetch_never_reaches_private_addresses(
    host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real client, asked for an address of this machine or network, refuses before a call."""
    url = f"https://{host}/.well-known/ai-plugin.json"
    assert run(["migrate", url, "--fetch", "-o", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "public" in error or "address" in error


def test_a_tree_shows_progress_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """More than one plugin on a terminal is counted on standard error, not in the result."""
    write_plugin(tmp_path / "tree/a", name="a")
    write_plugin(tmp_path / "tree/b", name="b")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert run(["migrate", str(tmp_path / "tree"), "-o", str(tmp_path / "out")]) == 0
    captured = capsys.readouterr()
    assert "Migrating" in captured.err
    assert "Migrating" not in captured.out


def test_a_plugin_that_is_named_twice_is_migrated_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder, the manifest in it and the tree around it lead to one plugin."""
    plugin = write_plugin(tmp_path / "tree/plugin")
    sources = [str(plugin), str(plugin / "ai-plugin.json"), str(tmp_path / "tree")]
    assert run(["migrate", *sources, "-o", str(tmp_path / "out")]) == 0
    assert "1 plugin: 1 ready" in capsys.readouterr().out


def test_an_empty_folder_name_is_refused(tmp_path: Path) -> None:
    """-o '' is a mistake, not the current folder."""
    assert run(["migrate", str(write_plugin(tmp_path / "plugin")), "-o", ""]) == 2


def test_operations_that_lost_an_input_are_not_usable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A parameter that leads nowhere makes the bundle incomplete, in every summary."""
    spec = f"{_SPEC}      parameters: [{{$ref: '#/nowhere'}}]\n  /crews: {{get: later}}\n"
    plugin, out = write_plugin(tmp_path / "plugin", spec=spec), tmp_path / "out"
    assert run(["migrate", str(plugin), "-o", str(out)]) == 1
    text = " ".join(capsys.readouterr().out.split())
    assert "incomplete: operations left out, operations incomplete" in text
    assert "0 of 2 operations usable in the GPT builder" in text
    guide = (out / "boats/MIGRATION.md").read_text(encoding="utf-8")
    assert "0 of 2 operations of `openapi.yaml`" in guide
    assert run(["migrate", str(plugin), "-o", str(out), "--format", "json"]) == 1
    (line,) = json.loads(capsys.readouterr().out)
    assert (line["operations"], line["usable"], line["state"]) == (2, 0, "incomplete")

"""Signed verdicts from the command line: keys, review --sign, verify."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from gptreview import bootstrap, bootstrap_statements
from gptreview.cli.main import run

Captured = pytest.CaptureFixture[str]

_RULE = """\
id: brass-kettle
title: Brass kettle
status: stable
category: fraud
severity: high
confidence: high
message: {en: Speaks of a brass kettle., zh: 提到黄铜器物。}
fix: {en: Remove the brass kettle., zh: 删除黄铜器物。}
policy: usage-policies/fraud
languages: [en]
applies_to: [name]
detect: {any: ['\\bbrass kettles?\\b']}
tests:
  match: [Polish the brass kettle., Two brass kettles.]
  no_match: [A kettle of wood., Some brass.]
"""
_TRIPS = {"id": "g-1", "name": "Trips", "description": "Plans trips.", "instructions": "Plan."}
_KETTLE = {**_TRIPS, "id": "g-2", "name": "Brass kettle"}
_FILES = ("g-1-b9817549cc546b0e.json", "g-2-a489b30b66f9d6cb.json")
_PUB = "keys/gptreview.pub"


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule, one moment, an empty folder, no terminal."""
    rules = tmp_path / "built-in"
    rules.mkdir()
    (rules / "brass-kettle.yaml").write_text(_RULE, encoding="utf-8")
    shutil.copy(repository_root / "rules" / "policy.yaml", rules)
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: rules)
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(tmp_path / "cache"))
    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    clock = SimpleNamespace(UTC=dt.UTC, datetime=SimpleNamespace(now=lambda _zone: noon))
    monkeypatch.setattr(bootstrap_statements, "dt", clock)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def key_id(capsys: Captured) -> str:
    """The id of a new pair in ``keys``."""
    assert run(["keys", "new", "--out", "keys"]) == 0
    return capsys.readouterr().out.split()[-1]


def _write(*listings: object) -> None:
    lines = (each if isinstance(each, str) else json.dumps(each) for each in listings)
    Path("gpts.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.fixture
def signed(key_id: str, capsys: Captured) -> str:
    """Two listings with statements, a third without; the id of the key."""
    _write(_TRIPS, _KETTLE, "{")
    command = ["review", "gpts.jsonl", "--sign", "keys/gptreview.key", "--statements", "out/signed"]
    assert run([*command, "-o", "-", "--format", "text"]) == 2
    capsys.readouterr()
    return key_id


def _statements() -> list[str]:
    return [f"out/signed/{name}" for name in _FILES]


def test_a_pair_is_made_and_shown(key_id: str, capsys: Captured) -> None:
    """Two files, and the id that both commands print."""
    assert re.fullmatch("[0-9a-f]{64}", key_id)
    assert run(["keys", "show", _PUB]) == 0
    assert capsys.readouterr() == (f"{key_id}\n", "")
    assert sorted(each.name for each in Path("keys").iterdir()) == [
        "gptreview.key",
        "gptreview.pub",
    ]
    assert Path("keys/gptreview.key").stat().st_mode & 0o777 == 0o600


def test_what_making_a_pair_says(capsys: Captured) -> None:
    """Where the files are and what is secret; no key."""
    assert run(["keys", "new", "--out", "a"]) == 0
    said = capsys.readouterr().out
    assert re.sub("[0-9a-f]{64}", "ID", said) == (
        "private key: a/gptreview.key (mode 0600; show it to nobody)\n"
        "public key:  a/gptreview.pub\n"
        "key id:      ID\n"
    )


def test_a_pair_is_never_overwritten(key_id: str, capsys: Captured) -> None:
    """The second call ends with 2, and the first pair stays."""
    assert run(["keys", "new", "--out", "keys"]) == 2
    assert capsys.readouterr().err == (
        "Error: keys/gptreview.key: something is already there, and keys are never overwritten; "
        "choose another folder\n"
    )
    run(["keys", "show", _PUB])
    assert capsys.readouterr().out == f"{key_id}\n"


@pytest.mark.usefixtures("signed")
def test_a_statement_a_verdict() -> None:
    """Whole files, nothing for what could not be read, nothing left behind."""
    assert sorted(each.name for each in Path("out/signed").iterdir()) == list(_FILES)
    envelope = json.loads(Path(_statements()[1]).read_text(encoding="utf-8"))
    statement = json.loads(base64.b64decode(envelope["payload"]))
    assert statement["subject"][0]["name"] == "g-2"
    assert statement["predicate"]["findings"] == {"fraud": {"fail": 1}}


def test_verified_statements_as_text(signed: str, capsys: Captured) -> None:
    """What is stated, by which key, since when; status 0."""
    assert run(["verify", *_statements(), "--key", _PUB]) == 0
    said = re.sub("scanners:  .*", "scanners:  S", capsys.readouterr().out)
    said = re.sub(r"\b[0-9a-f]{64}\b", "D", said.replace(signed, "KEY"))
    said = re.sub("policy 20[0-9-]+", "policy V", said)
    facts = (
        "    content:   sha256:D\n"
        "    policy:    gptreview default policy V, sha256:D\n"
        "    rules:     D\n"
        "    scanners:  S\n"
        "    key:       KEY\n"
    )
    assert said == (
        "VALID out/signed/g-1-b9817549cc546b0e.json\n"
        "    listing:   g-1\n"
        "    outcome:   pass (profile content; everything was read)\n"
        "    made:      2026-11-23T12:00:00Z\n"
        "    findings:  none\n"
        f"{facts}\n"
        "VALID out/signed/g-2-a489b30b66f9d6cb.json\n"
        "    listing:   g-2\n"
        "    outcome:   fail (profile content; everything was read)\n"
        "    made:      2026-11-23T12:00:00Z\n"
        "    findings:  fraud 1 fail\n"
        f"{facts}\n"
        "2 statements: 2 valid\n"
    )


def _standings(capsys: Captured, *options: str) -> tuple[int, list[tuple[str, list[str]]]]:
    capsys.readouterr()
    status = run(["verify", *_statements(), "--key", _PUB, "--format", "json", *options])
    found = json.loads(capsys.readouterr().out)["statements"]
    return status, [(each["standing"], each["stale"]) for each in found]


@pytest.mark.usefixtures("signed")
def test_content_that_has_not_moved(capsys: Captured) -> None:
    """The same listings in another order, and one that nobody has reviewed."""
    _write({**_TRIPS, "id": "g-3", "name": "Other"}, _KETTLE, _TRIPS)
    fresh: list[tuple[str, list[str]]] = [("valid", []), ("valid", [])]
    assert _standings(capsys, "--content", "gpts.jsonl") == (0, fresh)


@pytest.mark.usefixtures("signed")
def test_content_that_has_moved_on(capsys: Captured, repository_root: Path) -> None:
    """An edited listing is stale, even beside a copy of the old one; policy and rules are told."""
    _write({**_TRIPS, "description": "Plans all."}, _KETTLE, {**_TRIPS, "id": "g-9"})
    assert _standings(capsys, "--content", "gpts.jsonl") == (
        1,
        [("stale", ["content"]), ("valid", [])],
    )
    text = (repository_root / "rules" / "policy.yaml").read_text(encoding="utf-8")
    Path("own.yaml").write_text(f"{text}# own\n", encoding="utf-8")
    assert _standings(capsys, "--policy", "own.yaml") == (1, [("stale", ["policy"])] * 2)
    Path("rules").mkdir()
    Path("rules/brass-pot.yaml").write_text(_RULE.replace("kettle", "pot"), encoding="utf-8")
    assert _standings(capsys, "--rules", "rules", "--content", "gpts.jsonl") == (
        1,
        [("stale", ["content", "rules", "scanners"]), ("stale", ["rules", "scanners"])],
    )


@pytest.mark.usefixtures("signed")
def test_listings_under_other_ids(capsys: Captured) -> None:
    """A copy is the very content; the only listing of a source is meant, whatever it is called."""
    _write({**_TRIPS, "id": "g-8"}, {**_KETTLE, "id": "g-9"})
    assert _standings(capsys, "--content", "gpts.jsonl")[0] == 0
    _write({**_TRIPS, "id": "g-8"})
    assert _standings(capsys, "--content", "gpts.jsonl") == (
        1,
        [("valid", []), ("stale", ["content"])],
    )


@pytest.mark.usefixtures("signed")
def test_listings_that_are_gone_or_broken(capsys: Captured) -> None:
    """What cannot be compared ends with 2, with its reason."""
    _write(_TRIPS, {**_TRIPS, "id": "g-7", "name": "Other"})
    capsys.readouterr()
    assert run(["verify", *_statements(), "--key", _PUB, "--content", "gpts.jsonl"]) == 2
    said = capsys.readouterr().out
    assert said.endswith(
        "UNREADABLE out/signed/g-2-a489b30b66f9d6cb.json\n"
        "    gpts.jsonl: the listing of the statement is not there, by its id or its content; name "
        "the source that was reviewed, as it was named then\n" + said[said.rindex("    key:") :]
    )
    assert said.endswith("\n2 statements: 1 valid, 1 unreadable\n")
    for line in ('{"id": "g-2", "name": 1}', "{"):
        _write(line)
        assert _standings(capsys, "--content", "gpts.jsonl")[0] == 2
    assert run(["verify", *_statements(), "--key", _PUB, "--content", "none.jsonl"]) == 2
    assert "Error: none.jsonl: no such file or folder" in capsys.readouterr().err


def test_a_statement_that_nobody_given_has_signed(signed: str, capsys: Captured) -> None:
    """Nothing of it is told but under which key it claims to stand; status 1."""
    run(["keys", "new", "--out", "other"])
    capsys.readouterr()
    file = _statements()[0]
    assert run(["verify", file, "--key", "other/gptreview.pub"]) == 1
    assert capsys.readouterr().out == (
        f"WRONG {file}\n"
        "    no given key has signed what it says now\n"
        f"    not held:  a signature under the key id {signed}\n"
        "\n"
        "1 statement: 1 wrong\n"
    )
    assert run(["verify", file, "--key", "other/gptreview.pub", "--key", _PUB]) == 0
    envelope = json.loads(Path(file).read_text(encoding="utf-8"))
    envelope["signatures"].insert(0, {"sig": ""})
    Path(file).write_text(json.dumps(envelope), encoding="utf-8")
    capsys.readouterr()
    assert run(["verify", file, "--key", _PUB]) == 0
    assert capsys.readouterr().out.endswith(
        f"    key:       {signed}\n"
        "    not held:  a signature under the key id (none)\n"
        "\n"
        "1 statement: 1 valid\n"
    )
    statement = base64.b64decode(envelope["payload"]).replace(b'"pass"', b'"fail"')
    envelope["payload"] = base64.b64encode(statement).decode()
    Path(file).write_text(json.dumps(envelope), encoding="utf-8")
    assert _standings(capsys, "--content", "gpts.jsonl") == (1, [("wrong", []), ("valid", [])])


def test_a_statement_that_cannot_be_read(signed: str, capsys: Captured) -> None:
    """The others are verified; status 2."""
    Path("bad.json").write_text("{", encoding="utf-8")
    assert run(["verify", "bad.json", "--key", _PUB, "--content", "gpts.jsonl"]) == 2
    assert capsys.readouterr().out == (
        "UNREADABLE bad.json\n"
        "    bad.json: line 1, column 2: not JSON: Expecting property name enclosed in double "
        "quotes; expected a signed statement in JSON; get it again from whoever signed it\n"
        "\n"
        "1 statement: 1 unreadable\n"
    )
    assert run(["verify", "bad.json", _statements()[0], "--key", _PUB, "--format", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "gptreview/statements/v1"
    assert found["statements"][0]["error"]["where"] == "bad.json: line 1, column 2"
    assert found["statements"][1]["key_ids"] == [signed]


def test_the_private_key_is_kept_private(key_id: str, capsys: Captured) -> None:
    """Where others may read it nothing is signed; it is not taken for the public one."""
    del key_id
    _write(_TRIPS)
    command = ["review", "gpts.jsonl", "--statements", "out", "--sign"]
    Path("keys/gptreview.key").chmod(0o644)
    assert run([*command, "keys/gptreview.key"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "others may open this private key (mode 0644)" in said.err
    assert run(["verify", "x", "--key", "keys/gptreview.key"]) == 2
    assert "this is a private key" in capsys.readouterr().err
    Path("keys/gptreview.key").chmod(0o600)
    assert run([*command, "keys/gptreview.key", "-o", "keys/gptreview.key"]) == 2
    assert Path("keys/gptreview.key").read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert not Path("out").exists()


@pytest.mark.usefixtures("key_id")
def test_findings_that_were_set_aside_are_counted_apart(capsys: Captured) -> None:
    """A listing may pass for what its baseline knew."""
    _write(_KETTLE)
    run(["review", "gpts.jsonl", "-o", "base.json"])
    command = ["review", "gpts.jsonl", "--baseline", "base.json", "--statements", "out"]
    assert run([*command, "--sign", "keys/gptreview.key"]) == 0
    capsys.readouterr()
    assert run(["verify", f"out/{_FILES[1]}", "--key", _PUB]) == 0
    said = capsys.readouterr().out
    assert "    outcome:   pass (profile content; everything was read)\n" in said
    assert "    findings:  none\n    set aside: fraud 1 fail\n" in said


@pytest.mark.usefixtures("key_id")
def test_an_audience_has_a_scanner_of_its_own(capsys: Captured) -> None:
    """What publishing asks took part in the verdict, and is compared too."""
    _write(_TRIPS)
    command = ["review", "gpts.jsonl", "--profile", "internal", "--statements", "out"]
    run([*command, "--sign", "keys/gptreview.key"])
    capsys.readouterr()
    assert run(["verify", f"out/{_FILES[0]}", "--key", _PUB, "--content", "gpts.jsonl"]) == 0
    assert "(profile internal; everything was read)" in capsys.readouterr().out


@pytest.mark.usefixtures("signed")
def test_a_workspace_is_a_source_too(capsys: Captured) -> None:
    """It is asked with the key of the Compliance API, and there is none."""
    assert run(["verify", *_statements(), "--key", _PUB, "--content", "compliance:ws-1"]) == 2
    assert "there is no key for the Compliance API" in capsys.readouterr().err


@pytest.mark.parametrize("option", [("--sign", "k"), ("--statements", "out")])
def test_signing_takes_both_options(option: tuple[str, str], capsys: Captured) -> None:
    """One alone is a mistake."""
    _write(_TRIPS)
    assert run(["review", "gpts.jsonl", *option]) == 2
    assert "--sign and --statements go together" in capsys.readouterr().err


@pytest.mark.usefixtures("key_id")
def test_a_folder_that_takes_no_statement(capsys: Captured) -> None:
    """It is told with what to do, and nothing is left behind."""
    _write(_TRIPS)
    Path("out", _FILES[0]).mkdir(parents=True)
    command = ["review", "gpts.jsonl", "--sign", "keys/gptreview.key", "--statements", "out"]
    assert run(command) == 2
    assert capsys.readouterr().err == (
        "Error: out/g-1-b9817549cc546b0e.json: the statement cannot be written (Is a directory); "
        "make room, or name another folder with --statements\n"
    )
    assert [each.name for each in Path("out").iterdir()] == [_FILES[0]]


@pytest.mark.parametrize(
    ("command", "example"),
    [
        (["keys"], "gptreview keys new --out keys"),
        (["keys", "new"], "gptreview review listings.jsonl --sign keys/gptreview.key"),
        (["keys", "show"], "gptreview keys show keys/gptreview.pub"),
        (["verify"], "gptreview verify trip.json --key keys/gptreview.pub --content"),
        (["review"], "--sign keys/gptreview.key --statements statements"),
    ],
)
def test_help_has_examples(command: list[str], example: str, capsys: Captured) -> None:
    """Every command shows how it is called."""
    assert run([*command, "--help"]) == 0
    said = capsys.readouterr().out
    assert "Examples:\n" in said
    assert example in said

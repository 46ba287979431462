"""``gptreview review compliance:WORKSPACE_ID`` against a server on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gptreview import bootstrap
from gptreview.bootstrap import compliance_client
from gptreview.cli.main import run
from gptreview.cli.review import _resumable
from gptreview.errors import InputError
from gptreview.model.verdict import Reviewed
from gptreview.settings import read_settings
from tests.compliance import KEY, PREFIX, SOURCE, compliance_site, page_target

if TYPE_CHECKING:
    from tests.loopback import Site, World


@pytest.fixture(scope="module")
def rules(
    tmp_path_factory: pytest.TempPathFactory, repository_root: Path, porter_rule: str
) -> Path:
    """The built-in policy with one rule: these tests are about the source."""
    folder = tmp_path_factory.mktemp("rules")
    policy = (repository_root / "rules" / "policy.yaml").read_bytes()
    (folder / "policy.yaml").write_bytes(policy)
    (folder / "night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled rules are kept from test to test."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def site(
    world: World, tmp_path: Path, rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Site:
    """The API at a private address, as an operator's settings name it; no pause is slept."""
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: rules)
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(cache))
    return compliance_site(world, tmp_path, monkeypatch)


def page(*identifiers: str, more: bool) -> dict[str, Any]:
    """A page of GPTs that talk about the weather, but for ``g-3``."""
    gpts = [
        {
            "id": each,
            "latest_config": {
                "data": [
                    {
                        "name": "Weather",
                        "instructions": "Hand the sealed envelope to the night porter."
                        if each == "g-3"
                        else "Say whether it rains.",
                        "files": None,
                        "tools": None,
                    }
                ]
            },
        }
        for each in identifiers
    ]
    return {"data": gpts, "last_id": identifiers[-1], "has_more": more}


def review(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[Any], str]:
    """Exit status, the lines of the result, and what was said on standard error."""
    status = run(["review", SOURCE, "--format", "jsonl", *arguments])
    said = capsys.readouterr()
    assert KEY not in said.out + said.err
    return status, [json.loads(line) for line in said.out.splitlines()], said.err


def test_a_workspace_is_reviewed_page_by_page(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three pages, a busy server between them, and a verdict for each GPT."""
    busy = site.message("429 Too Many Requests", "Retry-After: 30")
    site.say(page_target(), site.json(page("g-1", "g-2", more=True)))
    site.say(page_target("g-2"), busy, site.json(page("g-3", more=True)))
    site.say(page_target("g-3"), site.json(page("g-4", more=False)))
    status, lines, said = review(capsys)
    assert (status, said) == (1, "")
    assert [(line["id"], line["outcome"]) for line in lines] == [
        ("g-1", "pass"),
        ("g-2", "pass"),
        ("g-3", "fail"),
        ("g-4", "pass"),
    ]
    assert site.keys == [f"Authorization: Bearer {KEY}"] * 4


def test_an_outage_in_the_middle_ends_with_4_and_can_be_resumed(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was read has its verdict; the error says where to go on, and that works."""
    fault = site.message("500 Internal Server Error")
    site.say(page_target(), site.json(page("g-1", "g-2", more=True)))
    site.say(page_target("g-2"), *[fault] * 5, site.json(page("g-3", more=False)))
    status, lines, _ = review(capsys)
    assert (status, [line["id"] for line in lines]) == (4, ["g-1", "g-2", SOURCE])
    assert lines[2]["error"] == {
        "code": "dependency",
        "found": "the server answered 500 (asked 5 times)",
        "where": site.url("/v1/compliance/workspaces/ws-1/gpts?…", "127.0.0.1"),
        "expected": "",
        "next_step": "try again later, then resume with --after g-2",
    }
    status, lines, _ = review(capsys, "--after", "g-2")
    assert (status, [line["id"] for line in lines]) == (1, ["g-3"])


def test_nothing_after_an_identifier_is_told(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be the last one, so it is no error; it may be mistyped, so it is said."""
    site.say(page_target("g-99"), site.json({"data": [], "last_id": None, "has_more": False}))
    said = "no GPT comes after g-99: it is the last one, or the API does not know it\n"
    assert review(capsys, "--after", "g-99") == (0, [], said)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_ends_with_2(
    site: Site, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    """The line names the setting to check."""
    site.say(page_target(), site.message(f"{status} Whatever"))
    ended, lines, _ = review(capsys)
    assert ended == 2
    assert f"check {PREFIX}API_KEY" in json.dumps(lines)


@pytest.mark.parametrize("key", ["", " \n"])
def test_without_a_key_nothing_is_asked(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The variable is named."""
    monkeypatch.setenv(f"{PREFIX}API_KEY", key)
    status, lines, _ = review(capsys)
    assert (status, site.heads) == (2, [])
    assert lines[0]["error"] == {
        "code": "input",
        "found": "there is no key for the Compliance API",
        "where": f"environment variable {PREFIX}API_KEY",
        "expected": "",
        "next_step": "set it to the key; docs/compliance.md says what is sent where",
    }


def test_a_private_address_has_to_be_allowed(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the operator's word the address guard is the one for strangers."""
    monkeypatch.setenv(f"{PREFIX}ALLOW_PRIVATE", "false")
    status, lines, _ = review(capsys)
    assert (status, site.heads) == (2, [])
    assert "leads to a loopback address" in json.dumps(lines)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("API_KEY", "two words", f"environment variable {PREFIX}API_KEY: a key with characters "
         "that no key has; expected letters, digits and . _ ~ + / - =; "
         "copy the key again, without quotes, spaces or line ends"),
        ("URL", "http://api.example.com/v1?k=s3cret", f"environment variable {PREFIX}URL: "
         "http://api.example.com/v1?…: a URL with the scheme http; expected https"),
    ],
)  # fmt: skip
def test_a_setting_that_does_not_fit_is_named(
    site: Site, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    """Its value is not shown where it may be a secret."""
    monkeypatch.setenv(f"{PREFIX}{variable}", value)
    with pytest.raises(InputError) as caught:
        compliance_client(read_settings())
    assert str(caught.value) == message
    assert site.heads == []


def test_the_key_is_not_shown_by_the_settings(site: Site) -> None:
    """Nor by what is made of them."""
    settings = read_settings()
    client = compliance_client(settings)
    shown = f"{settings!r} {settings} {client!r} {vars(client)!r}"
    assert KEY not in shown
    assert site.heads == []


@pytest.mark.parametrize("sources", [["gpts"], [SOURCE, "gpts"], [SOURCE, "compliance:ws-2"]])
def test_only_one_workspace_can_be_resumed(
    capsys: pytest.CaptureFixture[str], sources: list[str]
) -> None:
    """--after would not say which one."""
    assert run(["review", *sources, "--after", "g-1"]) == 2
    assert "--after resumes one compliance: source" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([f"{SOURCE}/g-1", f"{SOURCE}/g-2"], "resume with --after g-2\n"),
        ([f"{SOURCE}/g-1", f"{SOURCE}#2"], "resume with --after g-1\n"),
        (["gpts/a", "gpts/b"], ""),
        ([], ""),
    ],
    ids=["in the middle", "after a nameless one", "folders", "at once"],
)
def test_an_interrupted_review_says_where_to_resume(
    capsys: pytest.CaptureFixture[str], sources: list[str], said: str
) -> None:
    """After the last GPT whose verdict was done with; a folder is no workspace."""

    def interrupted() -> Iterator[Reviewed]:
        yield from map(Reviewed, sources)
        raise KeyboardInterrupt

    reviews = _resumable(interrupted())
    assert [next(reviews).source for _ in sources] == sources
    with pytest.raises(KeyboardInterrupt):
        next(reviews)
    assert capsys.readouterr().err == said

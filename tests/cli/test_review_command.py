"""``gptreview review`` from the command line."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gptreview import bootstrap
from gptreview.cli.main import run
from gptreview.errors import DependencyError, GptReviewError
from gptreview.model.listing import UnreadListing
from gptreview.sources import listings

_RULE = """\
id: {id}
title: Brass {word}
status: stable
category: fraud
severity: {level}
confidence: {level}
message: {{en: Speaks of a brass {word}., zh: 提到黄铜器物。}}
fix: {{en: Remove the brass {word}., zh: 删除黄铜器物。}}
policy: usage-policies/fraud
languages: [en]
applies_to: [name, description, instructions, starters, knowledge, actions]
detect: {{any: ['\\bbrass {word}s?\\b']}}
falsepositives: [Shops for brass ware.]
references: ['https://example.com/rules']
tests:
  match: [Polish the brass {word}., Two brass {word}s.]
  no_match: [A {word} of wood., Some brass.]
"""
FORMATS = ("text", "json", "jsonl", "sarif", "html", "junit", "md")
Listing = Callable[..., Path]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory, repository_root: Path) -> Path:
    """The built-in policy, with one rule, which asks a person about a brass kettle."""
    folder = tmp_path_factory.mktemp("built-in")
    shutil.copy(repository_root / "rules" / "policy.yaml", folder)
    text = _RULE.format(id="brass-kettle", word="kettle", level="medium")
    (folder / "brass-kettle.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one rule, which fails a brass lantern."""
    folder = tmp_path_factory.mktemp("rules")
    text = _RULE.format(id="brass-lantern", word="lantern", level="high")
    (folder / "brass-lantern.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled rules are kept from test to test."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, cache: Path, built_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reviews run in an empty folder, with few rules, which are compiled once."""
    monkeypatch.setattr(bootstrap, "rules_folder", lambda: built_in)
    monkeypatch.setenv("GPTREVIEW_CACHE_DIR", str(cache))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def review(rules: Path) -> Callable[..., int]:
    """The command with those two rules."""

    def command(*arguments: str) -> int:
        return run(["review", "--rules", str(rules), *arguments])

    return command


def listing(name: str, instructions: str = "Plan walks through the city.") -> Path:
    """A listing in a folder of its own."""
    folder = Path(name)
    folder.mkdir(parents=True)
    gpt = {"schema": "gpt/v1", "name": name, "instructions": "instructions.md"}
    (folder / "gpt.yaml").write_text(json.dumps(gpt), encoding="utf-8")
    (folder / "instructions.md").write_text(f"{instructions}\n", encoding="utf-8")
    return folder


def lines(*instructions: str) -> Path:
    """A file of JSON lines, whose listings are a, b, c and so on."""
    file = Path("listings.jsonl")
    rows = (
        {"id": chr(ord("a") + index), "name": "Walks", "instructions": text}
        for index, text in enumerate(instructions)
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def json_lines(text: str) -> list[Any]:
    """The object of every line."""
    return [json.loads(line) for line in text.splitlines()]


def test_harmless_listing_passes(review: Callable[..., int], capsys: Captured) -> None:
    """The happy path: one sentence, status 0."""
    listing("walks")
    assert review("walks") == 0
    assert capsys.readouterr() == (
        "PASS walks\n"
        "    everything was read, and nothing counts against it\n"
        "\n"
        "1 passed of 1 listing; exit status 0\n",
        "",
    )


def test_failing_listing_shows_its_evidence(review: Callable[..., int], capsys: Captured) -> None:
    """Place, rule, the words themselves, the clause and the fix; status 1."""
    listing("walks", "Plan walks.\nSell every visitor a brass lantern.")
    assert review("walks") == 1
    assert capsys.readouterr().out == (
        "walks/instructions.md:2:22: fail[brass-lantern] Speaks of a brass lantern.\n"
        "    | Sell every visitor a brass lantern.\n"
        "    |                      ^^^^^^^^^^^^^\n"
        "    policy:  Fraud and scams (usage-policies/fraud)\n"
        "    fix:     Remove the brass lantern.\n"
        "\n"
        "FAIL walks\n"
        "    1 finding that the policy fails (fraud)\n"
        "\n"
        "1 failed, 0 passed of 1 listing; exit status 1\n"
    )


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        (("", ""), 0),
        (("", "A brass kettle."), 3),
        (("A brass kettle.", "A brass lantern."), 1),
    ],
)
def test_worst_listing_gives_the_status(
    review: Callable[..., int], texts: tuple[str, ...], status: int
) -> None:
    """0 where all pass, 3 where a person must decide, 1 where one fails."""
    assert review(str(lines(*texts))) == status


def test_unparsed_listing_ends_with_2(review: Callable[..., int], capsys: Captured) -> None:
    """It is told beside the verdicts of the others, one of which fails."""
    file = lines("A brass lantern.")
    with file.open("a", encoding="utf-8") as more:
        more.write("{\n")
    assert review(str(file)) == 2
    first, second = json_lines(capsys.readouterr().out)
    assert (first["id"], first["outcome"]) == ("a", "fail")
    assert (second["id"], second["outcome"]) == ("listings.jsonl:2", None)
    assert second["error"]["where"].startswith("listings.jsonl:2")


def test_source_that_does_not_answer_ends_with_4(
    review: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Over everything else: the same command may work later."""

    def down(source: str, **_: object) -> Iterator[UnreadListing]:
        yield UnreadListing(f"{source}:1", GptReviewError("no listing"))
        raise DependencyError("no answer", where=source)

    monkeypatch.setattr(listings, "open_listings", down)
    assert review("walks") == 4
    assert capsys.readouterr().out == (
        "walks:1: cannot be reviewed: no listing\n"
        "\n"
        "walks: cannot be reviewed: no answer\n"
        "\n"
        "1 out of reach, 1 unreadable, 0 passed of 2 listings; exit status 4\n"
    )


def test_unknown_source_is_told(review: Callable[..., int], capsys: Captured) -> None:
    """With what a source can be; status 2."""
    assert review("nowhere") == 2
    out = capsys.readouterr().out
    assert out.startswith("nowhere: cannot be reviewed: no such file or folder\n    expected: ")
    assert out.endswith("1 unreadable, 0 passed of 1 listing; exit status 2\n")


def test_json_lines_from_standard_input_are_answered_in_kind(
    review: Callable[..., int], capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line by line, with the keys that the README promises."""
    data = lines("", "See the brass lantern.").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert review("-") == 1
    first, second = json_lines(capsys.readouterr().out)
    assert first == {
        "id": "a",
        "outcome": "pass",
        "coverage": {"artifacts": 1, "characters": 5, "complete": True, "unread": []},
        "findings": [],
    }
    (finding,) = second["findings"]
    assert {
        key: finding[key]
        for key in ("rule_id", "category", "severity", "confidence", "field", "start", "end")
    } == {
        "rule_id": "brass-lantern",
        "category": "fraud",
        "severity": "high",
        "confidence": "high",
        "field": "instructions",
        "start": 8,
        "end": 21,
    }
    assert (finding["excerpt"], finding["message"], finding["fix"]) == (
        "brass lantern",
        "Speaks of a brass lantern.",
        "Remove the brass lantern.",
    )


def test_json_lines_beside_a_folder_give_text(review: Callable[..., int], capsys: Captured) -> None:
    """Only where all sources are JSON lines is the answer JSON lines."""
    listing("walks")
    assert review(str(lines("")), "walks") == 0
    assert capsys.readouterr().out.endswith("2 passed of 2 listings; exit status 0\n")


def parsed(form: str, text: str) -> object:
    """What a program makes of a report, as far as its format is for programs."""
    if form in ("json", "sarif"):
        return json.loads(text)
    if form == "jsonl":
        return json_lines(text)
    if form == "junit":
        return ElementTree.fromstring(text)  # noqa: S314 - our own report
    return text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_format_tells_of_the_finding_and_repeats_itself(
    review: Callable[..., int], capsys: Captured, form: str, language: str
) -> None:
    """Each format names rule and sentence in the language, and the same review gives its bytes."""
    listing("walks", "A brass lantern and a brass kettle.")
    reports = []
    for _ in range(2):
        assert review("walks", "--format", form, "--language", language) == 1
        reports.append(capsys.readouterr().out)
    assert reports[0] == reports[1]
    assert parsed(form, reports[0])
    assert "brass-lantern" in reports[0]
    assert {"en": "Speaks of a brass lantern.", "zh": "提到黄铜器物。"}[language] in reports[0]


def test_several_files_by_their_endings(review: Callable[..., int], capsys: Captured) -> None:
    """Each file gets what it gets alone, and the terminal its text as ever."""
    listing("walks", "A brass lantern.")
    names = ("r.txt", "r.json", "r.jsonl", "r.ndjson", "r.sarif", "r.html", "r.xml", "r.md")
    assert review("walks", *(part for name in names for part in ("-o", name))) == 1
    text = capsys.readouterr().out
    for name in names:
        form = {"txt": "text", "xml": "junit", "ndjson": "jsonl"}.get(name[2:], name[2:])
        review("walks", "--format", form)
        assert Path(name).read_text("utf-8") == capsys.readouterr().out
    assert Path("r.txt").read_text("utf-8") == text


def test_formats_go_to_files_in_their_order(review: Callable[..., int], capsys: Captured) -> None:
    """Whatever the files' endings say; - is standard output, which then gets nothing else."""
    listing("walks")
    given = ("--format", "md", "-o", "r.json", "--format", "json", "-o", "-")
    assert review("walks", *given) == 0
    assert Path("r.json").read_text("utf-8").startswith("#")
    assert json.loads(capsys.readouterr().out)["summary"]["passed"] == 1


def test_dash_alone_is_the_usual_format(review: Callable[..., int], capsys: Captured) -> None:
    """Without --format it gets what standard output would have got."""
    assert review(str(lines("")), "-o", "-", "-o", "r.md") == 0
    assert [each["id"] for each in json_lines(capsys.readouterr().out)] == ["a"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--format json --format md", "several --format need an -o FILE each; - is standard "),
        ("--format json -o a -o b", "1 --format and 2 -o; give one -o FILE for each --format, "),
        ("-o report.pdf", "report.pdf: its ending tells no format; add --format, or use one of "),
        ("-o r.json -o ./r.json", "r.json: two results cannot go to the same place"),
        ("--format md --format json -o - -o -", "-: two results cannot go to the same place"),
        ("-o listings.jsonl", "listings.jsonl: the review reads this file; name another one "),
        ("--policy p.json -o p.json", "p.json: the review reads this file; name another one "),
        (
            "--baseline b.jsonl -o b.jsonl",
            "b.jsonl: jsonl is written while the baseline is still needed; name another file ",
        ),
        ("--jobs 0", "0 is not in the range 1<=x<=256"),
    ],
)
def test_combinations_that_cannot_be_meant(
    review: Callable[..., int], capsys: Captured, arguments: str, said: str
) -> None:
    """They are refused before anything is read or written."""
    before = lines("").read_bytes()
    assert review("listings.jsonl", *arguments.split()) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in Path().iterdir()] == ["listings.jsonl"]
    assert Path("listings.jsonl").read_bytes() == before


def test_listing_s_own_file_is_not_replaced(review: Callable[..., int], capsys: Captured) -> None:
    """A report in the place of what was reviewed is refused once that is known."""
    folder = listing("walks")
    before = (folder / "instructions.md").read_bytes()
    assert review("walks", "-o", "walks/instructions.md") == 2
    assert capsys.readouterr().err == (
        "Error: walks/instructions.md: this file is a part of a listing; "
        "name another file with --output\n"
    )
    assert (folder / "instructions.md").read_bytes() == before


def test_no_part_of_a_joined_field_is_replaced(
    review: Callable[..., int], capsys: Captured
) -> None:
    """The second skill of a package is its own file as much as the first."""
    for name in ("a", "b"):
        Path(f"trips/skills/{name}").mkdir(parents=True)
        Path(f"trips/skills/{name}/SKILL.md").write_text("Walk.", encoding="utf-8")
    Path("trips/plugin.json").write_text('{"name": "trips"}', encoding="utf-8")
    assert review("trips", "-o", "trips/skills/b/SKILL.md") == 2
    assert "this file is a part of a listing" in capsys.readouterr().err
    assert Path("trips/skills/b/SKILL.md").read_text(encoding="utf-8") == "Walk."


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_baseline_leaves_what_is_new(
    review: Callable[..., int], capsys: Captured, ending: str
) -> None:
    """A review passes against its own result, and fails once there is something new."""
    folder = listing("walks", "A brass lantern.")
    assert review("walks", "-o", f"baseline.{ending}") == 1
    assert review("walks", "--baseline", f"baseline.{ending}") == 0
    (folder / "instructions.md").write_text("A brass lantern.\nTwo brass lanterns.\n", "utf-8")
    capsys.readouterr()
    assert review("walks", "--baseline", f"baseline.{ending}", "--format", "json") == 1
    (one,) = json.loads(capsys.readouterr().out)["listings"]
    counting = [each["excerpt"] for each in one["findings"] if each["counts"]]
    assert counting == ["brass lanterns"]


def test_baseline_can_take_in_what_is_new(review: Callable[..., int]) -> None:
    """The same JSON file is read before it is replaced."""
    listing("walks", "A brass lantern.")
    assert review("walks", "-o", "baseline.json") == 1
    assert review("walks", "--baseline", "baseline.json", "-o", "baseline.json") == 0
    assert review("walks", "--baseline", "baseline.json") == 0


def test_migrated_bundle_is_held_to_the_facts_of_an_audience(
    review: Callable[..., int], repository_root: Path, capsys: Captured
) -> None:
    """What migrate wrote passes for what it says, and lacks what the public needs to know."""
    assert run(["migrate", str(repository_root / "examples/trip-planner"), "-o", "out"]) == 0
    assert review("out") == 0
    capsys.readouterr()
    assert review("out", "--profile", "public", "--format", "jsonl") == 1
    (one,) = json_lines(capsys.readouterr().out)
    assert {each["category"] for each in one["findings"]} == {"publishing"}
    assert "publishing-privacy-url-missing" in {each["rule_id"] for each in one["findings"]}


def test_policy_of_one_s_own_decides(review: Callable[..., int], repository_root: Path) -> None:
    """The same finding is a note to a policy that says so."""
    listing("walks", "A brass lantern.")
    text = (repository_root / "rules/policy.yaml").read_text("utf-8")
    strict = "    high: {low: review, medium: fail, high: fail}\n"
    assert text.count(strict) == 1
    mild = text.replace(strict, "    high: {low: note, medium: note, high: note}\n")
    Path("policy.yaml").write_text(mild, "utf-8")
    assert review("walks") == 1
    assert review("walks", "--policy", "policy.yaml") == 0


@pytest.mark.parametrize("option", ["--policy", "--baseline", "--rules"])
def test_missing_file_leaves_earlier_reports(
    review: Callable[..., int], capsys: Captured, option: str
) -> None:
    """It is told before any report is touched, one that is written line by line included."""
    listing("walks")
    for name in ("r.json", "r.jsonl"):
        Path(name).write_text("earlier", "utf-8")
    assert review("walks", option, "nowhere", "-o", "r.json", "-o", "r.jsonl") == 2
    assert "nowhere" in capsys.readouterr().err
    assert (Path("r.json").read_text(), Path("r.jsonl").read_text()) == ("earlier", "earlier")
    assert sorted(path.name for path in Path().iterdir()) == ["r.json", "r.jsonl", "walks"]


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_two_jobs_give_the_bytes_of_one(review: Callable[..., int], capsys: Captured) -> None:
    """In every format at once, in the listings' order."""
    texts = ["A brass lantern.", "", "A brass kettle."] * 3
    file, reports = str(lines(*texts)), []
    for jobs in ("1", "2"):
        outputs = [part for form in FORMATS for part in ("--format", form, "-o", f"r.{form}")]
        assert review(file, "--jobs", jobs, *outputs) == 1
        reports.append([Path(f"r.{form}").read_bytes() for form in FORMATS])
    assert reports[0] == reports[1]
    assert [each["id"] for each in json_lines(reports[0][2].decode())] == list("abcdefghi")
    assert capsys.readouterr().err == ""


def test_notes_and_passes_are_listed_when_asked(
    review: Callable[..., int], capsys: Captured
) -> None:
    """--verbose says more of the same review."""
    file = str(lines("", ""))
    assert review(file, "--format", "text") == 0
    brief = capsys.readouterr().out
    assert review(file, "--format", "text", "--verbose") == 0
    assert len(capsys.readouterr().out) > len(brief)


def test_reader_that_goes_away_ends_the_review(built_in: Path, rules: Path) -> None:
    """A closed pipe is no crash: status 141 and no word about it."""
    code = (
        "import pathlib, sys\n"
        "from gptreview import bootstrap\n"
        "from gptreview.cli.main import main\n"
        "folder = pathlib.Path(sys.argv.pop(1))\n"
        "bootstrap.rules_folder = lambda: folder\n"
        "main()"
    )
    file = lines(*["A brass lantern."] * 500)
    with subprocess.Popen(
        [sys.executable, "-c", code, str(built_in), "review", "--rules", str(rules), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == "a"
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (141, "")


def test_colours_need_a_terminal(
    review: Callable[..., int], capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal gets them, unless NO_COLOR or a dumb one forbids; a file never does."""
    listing("walks", "A brass lantern.")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" not in seen(review, capsys)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "\x1b[" in seen(review, capsys)
    assert "\x1b[" not in Path("r.txt").read_text("utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in seen(review, capsys)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b[" not in seen(review, capsys)


def seen(review: Callable[..., int], capsys: Captured) -> str:
    """What standard output gets beside a file."""
    assert review("walks", "-o", "r.txt") == 1
    return capsys.readouterr().out


def test_remarks_are_told_somewhere(review: Callable[..., int], capsys: Captured) -> None:
    """What a reader noticed stands in the result, or on standard error where that has no room."""
    Path("r.jsonl").write_text('{"id": "a", "name": "Trip", "colour": 1}\n', encoding="utf-8")
    remark = "r.jsonl:1: unknown key 'colour'"
    for form in FORMATS:
        assert review("r.jsonl", "--format", form) == 0
        told = capsys.readouterr()
        aside = form in ("sarif", "junit", "md")
        assert told.err == (f"remark: {remark}\n" if aside else "")
        assert ("unknown key" in told.out) is not aside


def test_baseline_that_has_nothing_of_the_run_is_told(
    review: Callable[..., int], capsys: Captured
) -> None:
    """A baseline of other listings is no error, and no silence either."""
    listing("walks", "A brass lantern.")
    Path("other.jsonl").write_text(
        '{"id": "other", "outcome": "pass", "findings": []}\n', encoding="utf-8"
    )
    assert review("walks", "--baseline", "other.jsonl") == 1
    assert capsys.readouterr().err == (
        "remark: other.jsonl: it has no finding of this run; is it of the same listings?\n"
    )
    assert review("walks", "-o", "own.json") == 1
    assert review("walks", "--baseline", "own.json") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("html", "a page or XML"),
        ("xml", "a page or XML"),
        ("sarif", "a review's sarif"),
        ("md", "a review's md"),
        ("txt", "a review's text"),
    ],
)
def test_baseline_of_another_format_is_told(
    ending: str, kind: str, review: Callable[..., int], capsys: Captured
) -> None:
    """A report for people is no baseline, and the message says how to get one."""
    listing("walks", "A brass lantern.")
    assert review("walks", "-o", f"r.{ending}") == 1
    capsys.readouterr()
    assert review("walks", "--baseline", f"r.{ending}") == 2
    assert capsys.readouterr().err == (
        f"Error: r.{ending}: {kind}, which holds too little to compare; "
        "expected what `gptreview review` wrote as json or jsonl; "
        "write one with `gptreview review SOURCE --format json -o baseline.json`\n"
    )

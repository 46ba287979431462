"""Sources by what they are: files, folders, trees, and what is none of them."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gptreview.errors import InputError, NotFoundError
from gptreview.model.gpt import Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import is_json_lines, open_listings, resolved
from gptreview.sources.walk import path_text

if TYPE_CHECKING:
    from tests.sources.conftest import Open, OpenOne, WriteFiles

GPT = "schema: gpt/v1\nname: T\n"
PLUGIN = '{"name": "p", "description": "d"}'
NAMED = (
    "expected a folder with a gpt.yaml or plugin.json or a tree of them, a .yaml, .json, .jsonl "
    "or .ndjson file"
)
EXPECTED = f"{NAMED}, or - for JSON lines on standard input"


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("-", True),
        ("a/b.jsonl", True),
        ("B.NDJSON", True),
        ("a.json", False),
        ("jsonl", False),
        ("a.jsonl/gpt.yaml", False),
    ],
)
def test_json_lines_are_known_by_their_name(source: str, answer: bool) -> None:  # noqa: FBT001
    """Nothing is opened for it."""
    assert is_json_lines(source) is answer


def test_no_name_is_not_the_working_directory(write_files: WriteFiles) -> None:
    """An unset variable of a shell is refused, wherever it comes in."""
    write_files({"gpt.yaml": GPT})
    told = f"a source without a name; {NAMED}; write . for the working directory"
    for refuse in (
        lambda: resolved(""),
        lambda: next(open_listings("", limits=SourceLimits(), stdin=None)),
    ):
        with pytest.raises(InputError) as raised:
            refuse()
        assert str(raised.value) == told


def test_a_tree_gives_each_of_its_listings(write_files: WriteFiles, open_all: Open) -> None:
    """Sorted by path; what lies below a listing is its own, and one that is bad stops no other."""
    write_files(
        {
            "out/b/gpt.yaml": GPT,
            "out/b/knowledge/sample/gpt.yaml": GPT,
            "out/a/deep/er/plugin.json": PLUGIN,
            "out/a/deep/er/skills/x/gpt.yaml": GPT,
            "out/both/gpt.yaml": GPT,
            "out/both/plugin.json": PLUGIN,
            "out/codex/.codex-plugin/plugin.json": PLUGIN,
            "out/bad/gpt.yaml": "name: 1",
            "out/other.jsonl": '{"name": "T"}',
        }
    )
    assert [(each.source, type(each)) for each in open_all("out")] == [
        ("out/a/deep/er", Listing),
        ("out/b", Listing),
        ("out/bad", UnreadListing),
        ("out/both/gpt.yaml", Listing),
        ("out/both/plugin.json", Listing),
        ("out/codex", Listing),
    ]


def test_links_to_folders_of_a_tree_are_not_followed(
    write_files: WriteFiles, open_all: Open
) -> None:
    """A loop ends at once, and no listing comes twice; the source itself may be a link."""
    write_files({"out/a/gpt.yaml": GPT})
    Path("out/b").symlink_to("a")
    Path("out/c").symlink_to(".")
    Path("link").symlink_to("out")
    assert [each.source for each in open_all("link")] == ["link/a"]


def test_a_tree_may_be_deeper_than_the_interpreter_recurses(
    write_files: WriteFiles, open_all: Open
) -> None:
    """A listing a thousand folders down is found."""
    write_files({"t/x": ""})
    # One by one, there and back: neither pathlib nor shutil can do it at once.
    folders = ["t" + "/d" * depth for depth in range(1, 1_201)]
    for folder in folders:
        os.mkdir(folder)  # noqa: PTH102 - pathlib takes seconds for it
    path = Path(folders[-1], "gpt.yaml")
    path.write_text(GPT, encoding="utf-8")
    assert [type(each) for each in open_all("t")] == [Listing]
    path.unlink()
    for folder in reversed(folders):
        os.rmdir(folder)  # noqa: PTH106 - as above


def test_a_folder_that_cannot_be_listed_is_an_unread_listing(
    write_files: WriteFiles, open_all: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What may lie in it is unknown; the others go on."""
    write_files({"out/a/gpt.yaml": GPT, "out/locked/x": "", "out/z/gpt.yaml": GPT})
    real = os.scandir

    def locked(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("gptreview.sources.walk.os.scandir", locked)
    first, second, third = open_all("out")
    assert (first.source, second.source) == ("out/a", "out/z")
    assert isinstance(third, UnreadListing)
    assert (third.source, str(third.error)) == (
        "out/locked",
        "out/locked: the folder cannot be listed (Permission denied); check its permissions",
    )


@pytest.mark.parametrize("name", ["gpt.yaml", "mine.yml", "MINE.YAML"])
def test_a_gpt_yaml_may_be_named_itself(
    name: str, write_files: WriteFiles, open_one: OpenOne
) -> None:
    """Whatever it is called, its paths are relative to its folder."""
    write_files({f"a/{name}": f"{GPT}instructions: i.md", "a/i.md": "Plan."})
    listing = open_one(f"a/{name}")
    assert (listing.source, listing.gpt) == (f"a/{name}", Gpt("T", instructions="Plan."))


def test_identifiers_that_come_again_in_a_tree_are_told(
    write_files: WriteFiles, open_all: Open
) -> None:
    """Each of them may be reviewed, and a report by identifier would mix them up."""
    write_files({"a/gpt.yaml": f"{GPT}id: x", "b/gpt.yaml": f"{GPT}id: x"})
    remarks = [each.remarks for each in open_all(".") if isinstance(each, Listing)]
    assert remarks == [(), ("b: a has the same id",)]


def _refused(source: str, stdin: io.BytesIO | None = None) -> str:
    with pytest.raises((InputError, NotFoundError)) as caught:
        list(open_listings(source, limits=SourceLimits(), stdin=stdin))
    return f"{caught.value.code}: {caught.value}"


def test_sources_that_are_none_are_refused(write_files: WriteFiles) -> None:
    """The message says what may be named."""
    write_files({"empty/x.txt": "", "old/p/ai-plugin.json": "{}", "a.txt": ""})
    os.mkfifo("pipe.jsonl")
    nothing = (
        "no listing in this folder or below it; expected a folder with a gpt.yaml or plugin.json"
    )
    assert [
        _refused(source, io.BytesIO())
        for source in ("none", "empty", "old", "a.txt", "pipe.jsonl", "x" * 300, "a\0b")
    ] == [
        f"not_found: none: no such file or folder; {EXPECTED}",
        f"input: empty: {nothing}",
        f"input: old: {nothing}; run gptreview migrate on the legacy plugin first",
        f"input: a.txt: this kind of file holds no listings; {EXPECTED}",
        f"input: pipe.jsonl: this is neither a file nor a folder; {EXPECTED}; pipe JSON lines in "
        "and name - as the source",
        f"input: {'x' * 300}: it cannot be looked at (File name too long); {EXPECTED}",
        f"not_found: a\0b: no such file or folder; {EXPECTED}",
    ]


def test_standard_input_is_not_offered_where_it_is_no_source(write_files: WriteFiles) -> None:
    """Who cannot take it says nothing of it, and ``-`` is a name like any other."""
    write_files({"a.txt": ""})
    os.mkfifo("pipe.jsonl")
    assert [
        _refused(source, None) for source in ("none", "-", "a.txt", "pipe.jsonl", "x" * 300)
    ] == [
        f"not_found: none: no such file or folder; {NAMED}",
        f"not_found: -: no such file or folder; {NAMED}",
        f"input: a.txt: this kind of file holds no listings; {NAMED}",
        f"input: pipe.jsonl: this is neither a file nor a folder; {NAMED}; save its JSON lines in "
        "a .jsonl file",
        f"input: {'x' * 300}: it cannot be looked at (File name too long); {NAMED}",
    ]


def test_a_file_that_cannot_be_opened_is_refused(
    write_files: WriteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason that the system gives."""
    write_files({"a.jsonl": ""})

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    assert _refused("a.jsonl") == (
        "input: a.jsonl: it cannot be read (Permission denied); check its permissions"
    )


def test_paths_for_people_are_text() -> None:
    """Bytes that are no text would stop the report that names them."""
    assert path_text(os.fsdecode(b"a/\xff/b")) == "a/\ufffd/b"


def test_what_migrate_writes_is_read(
    write_files: WriteFiles, open_all: Open, repository_root: Path
) -> None:
    """Every bundle of the golden files is a listing without a remark."""
    write_files({})
    for bundle in sorted((repository_root / "tests" / "golden").glob("*/out")):
        for path in (each for each in sorted(bundle.rglob("*")) if each.is_file()):
            name = Path("out", bundle.parent.name, path.relative_to(bundle))
            write_files({str(name): path.read_bytes()})
    listings = open_all("out")
    assert [each.source for each in listings] == [
        str(each) for each in sorted(Path("out").iterdir())
    ]
    assert [each.remarks if isinstance(each, Listing) else each for each in listings] == [()] * 6

"""Input that is made to hang, crash or exhaust the reader."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gptreview.errors import InputError
from gptreview.reading.document import ReadLimits, read_document

DEEP = 10_000
WIDE = 5_000_000
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 30)
)
LONG_BOMB = f"a: &a {'x' * 1_000_000}\nb: [{', '.join(['*a'] * 100_000)}]\n"
MERGE_BOMB = "m0: &m0 {k: 1}\n" + "".join(
    f"m{level}: &m{level} {{<<: *m{level - 1}, k{level}: 1}}\n" for level in range(1, 5000)
)
DEEP_ALIASES = "a0: &a0 x\n" + "".join(
    f"a{level}: &a{level} [*a{level - 1}]\n" for level in range(1, DEEP)
)
TOO_DEEP = "more than 200 lists and mappings inside one another"
TOO_MANY = "aliases that stand for more than 100000 values"
REFUSED = {
    "[" * DEEP: TOO_DEEP,
    "[" * DEEP + "]" * DEEP: TOO_DEEP,
    '{"a":' * DEEP: TOO_DEEP,
    '{"a":' * DEEP + "1" + "}" * DEEP: TOO_DEEP,
    "a: " + "[" * DEEP: TOO_DEEP,
    "a: " + "{b: " * DEEP: TOO_DEEP,
    "- " * DEEP: TOO_DEEP,
    "\n".join(" " * level + "a:" for level in range(2_000)): TOO_DEEP,
    "a: " * DEEP: "not YAML: mapping values are not allowed in this context",
    "? " * DEEP: "a mapping or list is used as a key",
    "&a " * DEEP: "not YAML: did not find expected <document start>",
    "&a [" * DEEP: TOO_DEEP,
    BOMB: TOO_MANY,
    LONG_BOMB: TOO_MANY,
    MERGE_BOMB: TOO_MANY,
    DEEP_ALIASES: TOO_DEEP,
    "&a [*a]": "the alias *a stands inside what it names",
    "a: &a {b: {c: *a}}": "the alias *a stands inside what it names",
    "k" * WIDE + ": 1": "not YAML: mapping values are not allowed in this context",
    'a: "' + "b" * WIDE: "not YAML: found unexpected end of stream while scanning a quoted scalar",
    "a: [" + "," * WIDE: "not YAML: did not find expected node content while parsing a flow node",
    '["' + '\\"' * 1_000_000 + "[" * 300: "not JSON: Unterminated string starting at",
    '[\\"' + '\\"' * 1_000_000 + "[" * 300: TOO_DEEP,
    "[" + "9" * 1_000_000 + "]": "an integer with more digits than can be read safely",
    "a: " + "9" * 1_000_000: "an integer with more digits than can be read safely",
    "{" + '"a": {}, ' * 100_000 + '"a": 1}': "more than 1000 repeated keys",
    "a: {}\r" * 100_000: "more than 1000 repeated keys",
}
READ = [
    "a: " + "b" * WIDE,
    "a: " + "b " * (WIDE // 2),
    "# " * (WIDE // 2),
    "\n" * WIDE,
    " " * WIDE,
    "a: 1" + " " * WIDE,
    "a: |\n" + " b\n" * 1_000_000,
    "a: " + "9" * 1_000_000 + ".x",
    "---\n" * 10_000,
    f"a: &a x\nb: [{','.join(['*a'] * 50_000)}]",
]
CHILD = """
import json, re, sys, time
from pathlib import Path
from gptreview.reading.document import read_document
from gptreview.errors import InputError

results = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    data = path.read_bytes()
    started = time.process_time()
    try:
        read_document(data, name="x")
        found = ""
    except InputError as error:
        found = error.found
    results.append((found, time.process_time() - started))
status = Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1] if status.exists() else 0
print(json.dumps({"results": results, "peak": int(peak) / 1024}))
"""


def test_hostile_input_ends_within_a_second_and_200_megabytes(tmp_path: Path) -> None:
    """Deep, endless, self-multiplying and overlong input is refused or read, quickly and small."""
    for number, text in enumerate([*REFUSED, *READ]):
        (tmp_path / f"{number:03}").write_bytes(text.encode())
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=True
    )
    report = json.loads(child.stdout)
    expected = [*REFUSED.values(), *([""] * len(READ))]
    assert [found for found, _ in report["results"]] == expected
    assert max(seconds for _, seconds in report["results"]) < 1
    assert report["peak"] < 200


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200 + "]" * 200,
        '{"a":' * 200 + "1" + "}" * 200,
        "- " * 200,
        "a: " + "[" * 199 + "]" * 199,
    ],
)
def test_the_allowed_depth_can_be_read(text: str) -> None:
    """The default depth is far below the interpreter's own limit, in either syntax."""
    value = read_document(text.encode(), name="x").value
    depth = 0
    while isinstance(value, dict | list):
        value = next(iter(value.values() if isinstance(value, dict) else value), None)
        depth += 1
    assert depth == 200


@pytest.mark.parametrize(
    ("text", "limit", "place"),
    [
        ("[[[]]]", 2, "line 1, column 3"),
        ('{"a": "[[[",\n "b": {"c": []}}', 2, "line 2, column 13"),
        ("a:\n  b:\n    c: 1", 2, "line 3, column 5"),
        ("a: &a [[x]]\nb: [*a]", 3, "line 2, column 5"),
    ],
)
def test_too_deep_nesting_is_placed(text: str, limit: int, place: str) -> None:
    """The refusal names the first list or mapping that is one too many."""
    with pytest.raises(InputError) as caught:
        read_document(text.encode(), name="x", limits=ReadLimits(max_depth=limit))
    assert str(caught.value) == (
        f"x: {place}: more than {limit} lists and mappings inside one another;"
        f" expected at most {limit};"
        " flatten the document; no real API description nests like this"
    )


def test_aliases_are_counted_by_what_they_stand_for() -> None:
    """Every value counts where it comes to stand, and long text counts for its length."""
    text = f"a: &a [x, {{k: 1}}]\nb: [*a, *a]\nc: &c {'x' * 100}\nd: *c\n".encode()
    assert read_document(text, name="x", limits=ReadLimits(max_aliases=10)).value["d"] == "x" * 100
    with pytest.raises(InputError) as caught:
        read_document(text, name="x", limits=ReadLimits(max_aliases=9))
    assert str(caught.value) == (
        "x: line 4, column 4: aliases that stand for more than 9 values; expected at most 9;"
        " write the values out, or use $ref"
    )

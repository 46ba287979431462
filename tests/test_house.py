"""The house around the code: licence, locks, sizes, image, and the wheel on its own."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

Run = Callable[..., subprocess.CompletedProcess[str]]

APACHE_2_0_SHA256 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
LOCKS = ("requirements.lock", "requirements-flows.lock", "requirements-dev.lock")
PIN = re.compile(
    r"^([\w.-]+)==([\w.!+]+)(?: ; [^\\]*?)? \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n)+)", re.M
)
# A folder name right after the slash, and no host before it: not a path of an API or of a URL.
MACHINE_PATH = re.compile(r"(?<![\w.\-/}>])/(?:root|home|Users|work|farm|tmp|opt)/[\w.-]+")
INDEX_ADDRESS = re.compile(
    r"pypi\.org|pythonhosted\.org|--(?:extra-)?index-url|--find-links[ =](?:/|\w+:)", re.I
)


@pytest.fixture(scope="module")
def project(repository_root: Path) -> dict[str, Any]:
    """pyproject.toml as a mapping."""
    return tomllib.loads((repository_root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def modules(repository_root: Path) -> dict[str, str]:
    """Every module under src: its path in the repository, and its text."""
    return {
        path.relative_to(repository_root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((repository_root / "src").rglob("*.py"))
    }


def _pins(lock: Path) -> dict[str, str]:
    """Package names, lower case with hyphens, and their versions."""
    return {name: version for name, version, _ in PIN.findall(lock.read_text(encoding="utf-8"))}


def _direct(lock: Path) -> set[str]:
    """Names of the packages that the lock holds because pyproject.toml itself asks for them."""
    blocks = re.split(r"\n(?=\w)", lock.read_text(encoding="utf-8"))
    return {block.split("==")[0] for block in blocks if "gptreview (pyproject.toml)" in block}


def _names(requirements: list[str]) -> list[str]:
    """Package names as locks write them: lower case, with hyphens."""
    return [re.sub(r"[-_.]+", "-", Requirement(text).name).lower() for text in requirements]


def _unmet(requirements: list[str], pins: dict[str, str]) -> list[str]:
    """Those requirements that the pins do not satisfy."""
    return [
        text
        for name, text in zip(_names(requirements), requirements, strict=True)
        if name not in pins or not Requirement(text).specifier.contains(pins[name])
    ]


def test_licence_is_apache_2_0(repository_root: Path) -> None:
    """LICENSE is the licence's published text, to the byte."""
    text = (repository_root / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == APACHE_2_0_SHA256


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_pins_with_hashes_only(repository_root: Path, name: str) -> None:
    """Each line of a lock is a comment or part of an exact pin with hashes; there is no address."""
    text = (repository_root / name).read_text(encoding="utf-8")
    rest = [line for line in PIN.sub("", text).splitlines() if not line.lstrip().startswith("#")]
    assert rest == []
    assert "://" not in text


def test_locks_satisfy_the_project(repository_root: Path, project: dict[str, Any]) -> None:
    """All locks satisfy pyproject.toml, and each has the versions of the smaller one before."""
    runtime, flows, development = (_pins(repository_root / name) for name in LOCKS)
    dependencies = project["project"]["dependencies"]
    extras = project["project"]["optional-dependencies"]
    extra = extras["dev"]
    of_flows = [*extras["flows"], *extras["postgres"], *extras["web"]]
    assert _unmet(dependencies, runtime) == []
    assert _unmet([*dependencies, *of_flows], flows) == []
    assert _unmet([*dependencies, *extra, *project["build-system"]["requires"]], development) == []
    assert runtime.items() <= flows.items() <= development.items()


def test_locks_are_compiled_from_the_project(
    repository_root: Path, project: dict[str, Any]
) -> None:
    """What pyproject.toml asks for is in them, all extras in that of development, and no more."""
    dependencies = project["project"]["dependencies"]
    extras = project["project"]["optional-dependencies"]
    of_flows = [*extras["flows"], *extras["postgres"], *extras["web"]]
    runtime, flows, development = (_direct(repository_root / name) for name in LOCKS)
    assert runtime == set(_names(dependencies))
    assert flows == set(_names([*dependencies, *of_flows]))
    assert development == set(_names([*dependencies, *chain.from_iterable(extras.values())]))


def test_modules_are_readable_in_one_sitting(
    modules: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """No module has more than 300 lines; the median is printed."""
    lines = {
        path: text.count("\n") for path, text in modules.items() if not path.endswith("__init__.py")
    }
    with capsys.disabled():
        sys.stdout.write(
            f"[{len(lines)} modules, median {statistics.median(lines.values()):.0f} lines] "
        )
    assert {path: count for path, count in lines.items() if count > 300} == {}


def _functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short(modules: dict[str, str]) -> None:
    """No function has more than 60 lines."""
    long = {
        f"{path}: {name}": count
        for path, text in modules.items()
        for name, count in _functions(text)
        if count > 60
    }
    assert long == {}


def _own_texts(repository_root: Path) -> Iterator[tuple[str, str]]:
    """The repository's text files: tracked ones, and new ones that git would not ignore."""
    git = shutil.which("git")
    if git is None or not (repository_root / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=repository_root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        path = repository_root / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            yield name, content.decode("utf-8", errors="replace")


def test_nothing_names_this_machine(repository_root: Path) -> None:
    """No file names a folder of one machine or the address of a package index."""
    found = [
        f"{name}:{number}: {match[0]}"
        for name, text in _own_texts(repository_root)
        for number, line in enumerate(text.splitlines(), start=1)
        for match in (MACHINE_PATH.search(line), INDEX_ADDRESS.search(line))
        if match
    ]
    assert found == []


@pytest.fixture(scope="module")
def image(repository_root: Path) -> list[tuple[str, str]]:
    """The Dockerfile's instructions, with their arguments."""
    text = (repository_root / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return re.findall(r"^([A-Z]+) (.+)$", text, re.MULTILINE)


def test_image_runs_lines_of_the_makefile(
    repository_root: Path, image: list[tuple[str, str]]
) -> None:
    """Each RUN line of the Dockerfile is a recipe line of the Makefile, where it is tried."""
    makefile = (repository_root / "Makefile").read_text(encoding="utf-8")
    recipes = {
        line.strip().replace("$(PYTHON)", "python3")
        for line in makefile.splitlines()
        if line.startswith("\t")
    }
    run = [arguments for instruction, arguments in image if instruction == "RUN"]
    assert run
    assert set(run) - recipes == set()


def test_image_copies_what_exists(repository_root: Path, image: list[tuple[str, str]]) -> None:
    """Each path that the Dockerfile copies exists and is let through by .dockerignore."""
    copies = [a.split() for i, a in image if i == "COPY" and not a.startswith("--from")]
    copied = [source for *sources, _ in copies for source in sources]
    let_through = (repository_root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied
    assert [path for path in copied if not (repository_root / path).exists()] == []
    assert [path for path in copied if f"!{path}" not in let_through] == []


def test_image_does_not_run_as_root(image: list[tuple[str, str]]) -> None:
    """The image's last stage names a user that is not root, and starts gptreview."""
    final = dict(image[[instruction for instruction, _ in image].index("FROM", 1) :])
    assert (final["USER"], final["ENTRYPOINT"]) == ("65532:65532", '["gptreview"]')


@pytest.fixture(scope="module")
def wheel(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the tree by the locked back-end, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    _python("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index",
            "--wheel-dir", str(folder), str(repository_root))  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def _python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(repository_root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the program of an environment that holds the wheel and what requirements.lock brings.

    `make test` fills .venv-run from requirements.lock alone. An empty environment that takes the
    wheel and looks there for the rest is that installation without its 15 seconds: what the wheel
    or the lock leaves out is not found elsewhere, for the development packages are out of reach.
    """
    locked = repository_root / ".venv-run" / "lib" / _site_packages()
    if not locked.is_dir():
        pytest.skip("`make test` makes .venv-run from requirements.lock")
    home = tmp_path_factory.mktemp("empty")
    venv.create(home / "venv", with_pip=False)
    python = home / "venv" / "bin" / "python"
    _python("-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index",
            str(wheel))  # fmt: skip
    (home / "venv" / "lib" / _site_packages() / "locked.pth").write_text(f"{locked}\n", "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["GPTREVIEW_CACHE_DIR"] = str(home / "cache")
    environment["GPTREVIEW_DATABASE_URL"] = f"sqlite:///{home / 'registry.db'}"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python.with_name("gptreview")), *arguments],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def _site_packages() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


def _below(folder: Path, name: str) -> set[str]:
    """The files of a folder at any depth, as if it had this name."""
    return {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_carries_the_package(repository_root: Path, wheel: Path) -> None:
    """The wheel holds every file of the package, the rules, the licence, and nothing else."""
    package = _below(repository_root / "src" / "gptreview", "gptreview")
    rules = _below(repository_root / "rules", "gptreview/rules")
    names = set(zipfile.ZipFile(wheel).namelist())
    metadata = {name for name in names if ".dist-info/" in name}
    assert names - metadata == package | rules
    assert {
        "gptreview/rules/policy.yaml",
        "gptreview/rules/fraud/fraud-advance-fee.yaml",
        "gptreview/render/review_html/report.html.jinja",
        "gptreview/store/migrations/versions/0001_registry.py",
    } <= names
    assert {Path(name).name for name in metadata} == {
        "METADATA", "WHEEL", "RECORD", "LICENSE", "entry_points.txt",
    }  # fmt: skip


def test_installed_wheel_says_what_it_can_do(installed: Run) -> None:
    """The installed program names its commands."""
    result = installed("--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert {"check", "migrate"} <= set(result.stdout.split())


def test_installed_wheel_migrates_and_checks(
    installed: Run, repository_root: Path, tmp_path: Path
) -> None:
    """The installed program migrates the sample plugin, and finds no error in the result."""
    sample = repository_root / "examples" / "trip-planner"
    migrated = installed("migrate", str(sample), "-o", str(tmp_path / "out"))
    assert migrated.returncode == 0, migrated.stderr
    actions = sorted((tmp_path / "out").rglob("*.openapi.yaml"))
    assert len(actions) == 1
    checked = installed("check", *map(str, actions))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_installed_wheel_reviews_a_listing(
    installed: Run, repository_root: Path, tmp_path: Path
) -> None:
    """The installed program brings its rules: what one of them describes fails, nothing else."""
    rule = repository_root / "rules" / "fraud" / "fraud-advance-fee.yaml"
    example = yaml.safe_load(rule.read_text(encoding="utf-8"))["tests"]["match"][0]
    listing = "name: City guide\ninstructions: instructions.md\n"
    (tmp_path / "gpt.yaml").write_text(listing, encoding="utf-8")
    endings = []
    for text in ("Tell people when the museum opens.", example):
        (tmp_path / "instructions.md").write_text(f"{text}\n", encoding="utf-8")
        page = tmp_path / "review.html"
        result = installed("review", str(tmp_path), "-o", str(page))
        assert "City guide" in page.read_text(encoding="utf-8")
        endings.append((result.returncode, "fraud-advance-fee" in result.stdout, result.stderr))
    assert endings == [(0, False, ""), (1, True, "")]


def test_installed_wheel_makes_a_database(installed: Run) -> None:
    """The installed program brings its migrations."""
    made = installed("db", "upgrade")
    checked = installed("db", "check", "--format", "json")
    assert (made.returncode, made.stderr) == (0, "")
    assert (checked.returncode, json.loads(checked.stdout)["problems"]) == (0, [])

"""``gptreview serve`` as an operator starts it, on each kind of database, and its visitors."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import pytest
from playwright.sync_api import Browser

from tests.browsing import INJECTION, PASSWORD, SECONDS, Window, browser
from tests.mailboxes import Mailbox, served

__all__ = ["browser"]
_PROGRAM: Final = """
import json, pathlib, sys
from gptreview import bootstrap
from gptreview.cli.main import run
rules = pathlib.Path(sys.argv[1])
bootstrap.rules_folder = lambda: rules
if __name__ == "__main__":  # and not in the processes that it starts, which have these rules too
    sys.exit(max(run(each) for each in json.loads(sys.argv[2])))
"""
"""Command lines one after another, with other built-in rules than its own, which take long to
compile; it exits with the highest of their statuses."""
_SERVES: Final = re.compile("gptreview serves .*?(http://[0-9.:]+)")
_FRAUD: Final = "Do not say: hand the sealed envelope to the night porter."
"""A lesson on fraud, which the rules of these tests take for fraud."""
ADMIN: Final = "morgan"
PEOPLE: Final = {
    "kim": "reviewer",
    "lee": "reviewer",
    "dana": "builder",
}
"""Whom the first admin invites, with their roles."""
NAMES: Final = ("Scam lesson", "Lantern guide", "Kite maker", "Tide table")
"""Of listings, one for each test that has a listing decided: the first fails its review."""


@dataclass
class Server:
    """A process that answers, and what it said before it did."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, command: Sequence[str | Path], environment: Mapping[str, str]) -> Server:
        """Start one."""
        made = cls(
            subprocess.Popen(
                command, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
            )
        )
        assert made.process.stderr is not None
        reader = threading.Thread(target=made._read, args=(made.process.stderr,), daemon=True)
        reader.start()
        return made

    def _read(self, pipe: IO[str]) -> None:
        with pipe:
            self.said.extend(pipe)

    def stop(self) -> None:
        """End it as a service manager does; it does not complain."""
        self.process.terminate()
        assert self.process.wait(SECONDS) == 0
        assert [line for line in self.said if " ERROR " in line or "Traceback" in line] == []

    def told(self, pattern: re.Pattern[str]) -> str:
        """What it says that matches, as soon as it does."""
        waited = threading.Event()
        for _look in range(int(SECONDS / 0.05)):
            if found := pattern.search("".join(self.said)):
                return found[1]
            assert self.process.poll() is None, self.said
            waited.wait(0.05)
        pytest.fail(f"it says {self.said}")

    @property
    def base(self) -> str:
        """Its address."""
        return self.told(_SERVES)


@dataclass
class House:
    """One installation: its database, its server, its mail, and everybody's browsers."""

    browser: Browser
    environment: Mapping[str, str]
    rules: Path
    mail: Mailbox
    server: Server = field(init=False)
    windows: list[Window] = field(default_factory=list)
    sessions: dict[str, Any] = field(default_factory=dict)
    """Cookies of those who have come in, by name."""

    def command(self, *lines: str) -> list[str | Path]:
        """What a process is started by for some command lines."""
        words = json.dumps([line.split() for line in lines])
        program = self.rules.with_name("program.py")
        program.write_text(_PROGRAM, encoding="utf-8")
        return [sys.executable, program, self.rules, words]

    def run(self, *lines: str) -> tuple[int, str]:
        """The highest exit status, and standard output, of some command lines."""
        found = subprocess.run(
            self.command(*lines),
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return found.returncode, found.stdout

    def window(self, name: str = "", **options: Any) -> Window:
        """Somebody's browser; signed in where they have a name."""
        if name:
            options["storage_state"] = self.sessions[name]
        made = Window(self.browser, self.server.base, options)
        self.windows.append(made)
        if name:
            made.go("/")
        return made

    def close_windows(self) -> None:
        """Close all browsers, each of which must have kept to the rules."""
        while self.windows:
            self.windows.pop().close()

    def listing(self, name: str) -> str:
        """Path of a listing's public page, as the search finds it."""
        window = self.window()
        window.go("/listings")
        window.fill(query=name)
        window.press("Apply")
        window.follow(name)
        return window.path

    def wait_for_letters(self, recipient: str, least: int) -> list[str]:
        """Subjects of the mail that somebody got, once there are so many."""
        waited = threading.Event()
        for _look in range(int(SECONDS / 0.1)):
            taken = zip(self.mail.envelopes, self.mail.taken, strict=False)
            found = [str(each["Subject"]) for to, each in taken if recipient in to]
            if len(found) >= least:
                return found
            waited.wait(0.1)
        pytest.fail(f"{recipient} got {found}")


def _listings(folder: Path) -> Path:
    """One that fails its review, some that pass, and one whose every field is markup."""
    plain = [
        {"id": f"g-{place}", "name": name, "instructions": f"Tell all about it: {name}, kindly."}
        for place, name in enumerate(NAMES)
    ]
    plain[0]["instructions"] = _FRAUD
    marked: dict[str, Any] = {
        "id": "g-marked",
        "name": f"Marked {INJECTION}",
        "description": INJECTION,
        "instructions": f"{_FRAUD}\n{INJECTION}",
        "conversation_starters": [INJECTION],
        "knowledge": [{"name": f"notes {INJECTION}.txt", "text": INJECTION}],
        "builder": {"name": INJECTION, "domain": "marked.example"},
    }
    path = folder / "listings.jsonl"
    lines = [json.dumps(each) + "\n" for each in (*plain, marked)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@contextmanager
def _schema(address: str) -> Iterator[str]:
    """An empty schema of a PostgreSQL server, by its address."""
    import psycopg

    name = f"e2e_{secrets.token_hex(8)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    yield f"{address}&options=-csearch_path%3D{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty database, of either kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('e2e')}/house.db"
        return
    with _schema(request.getfixturevalue("postgresql")) as found:
        yield found


@pytest.fixture(scope="module")
def installed(
    address: str,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    porter_rule: str,
    repository_root: Path,
) -> Iterator[House]:
    """Listings that are synced, reviewed and published, a server, and people it has invited."""
    mail = Mailbox()
    folder = tmp_path_factory.mktemp("house")
    (folder / "night-porter.yaml").write_text(porter_rule, encoding="utf-8")
    shutil.copy(repository_root / "rules" / "policy.yaml", folder)
    listings = _listings(tmp_path_factory.mktemp("source"))
    with served(mail) as to:
        environment = {
            "GPTREVIEW_DATABASE_URL": address,
            "GPTREVIEW_SMTP_HOST": to.host,
            "GPTREVIEW_SMTP_PORT": str(to.port),
            "GPTREVIEW_SMTP_FROM": to.sender,
            "GPTREVIEW_SMTP_TLS": "none",
        }
        house = House(browser, environment, folder, mail)
        steps = (f"registry sync {listings}", "registry review", "registry publish")
        status, said = house.run(*steps)
        assert status in (0, 1), said
        workers = (
            1 if address.startswith("sqlite") else 2
        )  # as most people, and as a house with many
        serve = house.command(f"serve --port 0 --workers {workers}")
        house.server = Server.start(serve, environment)
        try:
            _invite_everybody(house)
            yield house
        finally:
            house.server.stop()


def _invite_everybody(house: House) -> None:
    """The first admin comes by the link of the first start, and invites the others by links."""
    link = house.server.told(re.compile(r"within the hour: (\S+)"))
    admin = house.window()
    _come_in(house, admin, link, ADMIN)
    for name, role in PEOPLE.items():
        admin.follow("Administration", within="header")
        admin.follow("Accounts")
        admin.tick("role", role)
        assert admin.press("Make the link").status == 201
        guest = house.window()
        _come_in(house, guest, admin.page.inner_text("#link").strip(), name)
    house.close_windows()


def _come_in(house: House, window: Window, link: str, name: str) -> None:
    """Make the account that a link is for; the link works once."""
    window.go(link)
    window.fill(name=name, email=f"{name}@example.com", password=PASSWORD)
    window.press("Make the account")
    assert "Your account is ready" in window.page.inner_text("body")
    house.sessions[name] = window.page.context.storage_state()
    again = window.page.goto(link)
    assert again is not None
    assert again.status in (404, 410)


@pytest.fixture
def house(installed: House) -> Iterator[House]:
    """The installation; the browsers of one test end with it, and must have kept to the rules."""
    yield installed
    installed.close_windows()


@pytest.fixture(scope="module")
def demonstration(browser: Browser) -> Iterator[Callable[..., Window]]:
    """The server of ``--demo``; opens somebody's browser, signed in where they have a name."""
    program = Path(sys.executable).with_name("gptreview")
    server = Server.start([program, "serve", "--demo", "--port", "0"], {})
    windows: list[Window] = []
    password = server.told(re.compile(r"with the password (\S+)"))

    def window(name: str = "", **options: Any) -> Window:
        made = Window(browser, server.base, options)
        windows.append(made)
        if name:
            made.sign_in(name, password)
        return made

    try:
        yield window
        for each in windows:
            each.close()
    finally:
        server.stop()

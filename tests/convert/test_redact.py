"""Secrets are taken out; every value here is made up and put together when the test runs."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from gptreview.convert.ledger import Stage
from gptreview.convert.redact import Redactor
from gptreview.model.change import Change, ChangeKind, Place

TOKEN = "-".join(["made", "up", "token", "4711"])
LETTERS, DIGITS = "ABCDEFGHIJ", "0123456789"
BASE64 = (LETTERS + DIGITS) * 4
PEM = "-" * 5
SHAPES = {
    "openai": "sk-" + (LETTERS + DIGITS) * 2,
    "openai project": "sk-" + "proj-" + "_".join([LETTERS, DIGITS, LETTERS]),
    "stripe": "_".join(["sk", "live", LETTERS + DIGITS]),
    "stripe restricted": "_".join(["rk", "test", LETTERS + DIGITS]),
    "stripe webhook": "_".join(["whsec", LETTERS + DIGITS + LETTERS]),
    "github": "_".join(["ghp", BASE64[:36]]),
    "github server": "_".join(["ghs", BASE64[:36]]),
    "github fine-grained": "_".join(["github", "pat", BASE64[:60]]),
    "gitlab": "-".join(["glpat", LETTERS + DIGITS]),
    "slack": "-".join(["xoxb", DIGITS, LETTERS]),
    "slack webhook": "/".join(["hooks.slack.com", "services", "T" + DIGITS, "B" + DIGITS, LETTERS]),
    "aws": "AKIAIOSFODNN7EXAMPLE",
    "aws session": "ASIA" + "IOSFODNN7EXAMPLE",
    "google": "AI" + "za" + BASE64[:35],
    "google oauth": "ya" + "29." + BASE64[:40],
    "sendgrid": ".".join(["SG", BASE64[:22], BASE64[:43]]),
    "npm": "_".join(["npm", BASE64[:36]]),
    "hugging face": "_".join(["hf", BASE64[:34]]),
    "json web token": ".".join(["eyJ" + BASE64[:20], "eyJ" + BASE64[:30], BASE64[:40]]),
    "private key": f"{PEM}BEGIN RSA PRIVATE KEY{PEM}\n{BASE64}\n{BASE64}=\n"
    f"{PEM}END RSA PRIVATE KEY{PEM}",
    "encrypted private key": f"{PEM}BEGIN PRIVATE KEY{PEM}\nProc-Type: 4,ENCRYPTED\n\n{BASE64}\n"
    f"{PEM}END PRIVATE KEY{PEM}",
    "private key on one line": f"{PEM}BEGIN PRIVATE KEY{PEM}\\n{BASE64}\\n{BASE64}",
    "folded private key": f"{PEM}BEGIN OPENSSH\n  PRIVATE KEY{PEM}",
}


def redacted(value: Any, *secrets: str) -> tuple[Any, list[str | None]]:
    """The value without secrets, and the places of which a loss was told."""
    stage = Stage()
    clean = Redactor(secrets).value(value, stage)
    assert {change.code for change in stage.changes} <= {"secret.removed"}
    return clean, [change.before.pointer if change.before else None for change in stage.changes]


@pytest.mark.parametrize("name", SHAPES)
def test_the_shape_of_a_key_is_removed(name: str) -> None:
    """What its issuer would recognise as a key goes, in a text, and is seen in a whole document."""
    secret = SHAPES[name]
    assert Redactor(()).text(f"Use {secret}, please.") == "Use [removed], please."
    assert Redactor(()).text(f"q=%22{secret}") == "q=%22[removed]"
    assert Redactor(()).suspects(json.dumps({"description": f"Use {secret}, please."}))
    assert Redactor(()).suspects(f"description: Use {secret}, please.")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"https://admin:{TOKEN}@api.boats.net/v1", "https://api.boats.net/v1"),
        (f"https://admin:{TOKEN}?/@api.boats.net", "https://api.boats.net"),
        (f"postgres://:{TOKEN}@db.boats.net:5432", "postgres://db.boats.net:5432"),
        (f"https://{LETTERS}{DIGITS}@sentry.boats.net/1", "https://sentry.boats.net/1"),
        (f"https://a.net/cb?client_secret={TOKEN}&x=1", "https://a.net/cb?client_secret=[removed]&x=1"),
        (f"https://a.net/?x=1&API-KEY={TOKEN}#top", "https://a.net/?x=1&API-KEY=[removed]#top"),
        (f"/boats?access_token={TOKEN} or", "/boats?access_token=[removed] or"),
        (f"https://a.net/f?token={TOKEN}", "https://a.net/f?token=[removed]"),
        (f"Authorization: Bearer {LETTERS}{DIGITS}", "Authorization: Bearer [removed]"),
        (f"authorization: basic   {LETTERS}{DIGITS}==", "authorization: basic   [removed]"),
    ],
)  # fmt: skip
def test_secrets_in_urls_and_headers_are_removed(text: str, clean: str) -> None:
    """Credentials of a URL, secret query values and Authorization headers go, the rest stays."""
    assert Redactor(()).text(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a task-management-and-scheduling-2024 service",
        "risk-adjusted-returns-for-2024-and-on",
        "sk-learn-is-a-library-of-words-only",
        "https://boats.net:8080/path?mail=jo@boats.net",
        "https://boats.net:{port}/x@y",
        "https://jo@boats.net/",
        "https://[2001:4860::8888]:80/",
        "https://a.net/?api_key=YOUR_API_KEY",
        "https://a.net/?api_key={api_key}",
        "https://a.net/?api_key=<api_key>",
        "https://a.net/?api_key=&token=1",
        "https://a.net/?page_token=abcdefghijkl",
        "https://storage.net/o/logo.png?alt=media&token=" + LETTERS + DIGITS,
        "Bearer authentication",
        "Bearer your_access_token_goes_here",
        "basic understanding",
        "eyJhbGciOi.J9",
        "-----BEGIN PUBLIC KEY-----",
        "AKIASHORT",
    ],
)
def test_words_and_placeholders_stay(text: str) -> None:
    """What only resembles a key, or stands in for one, is left alone."""
    assert Redactor(()).text(text) == text


def test_known_secrets_are_removed_everywhere() -> None:
    """A known value goes from texts, keys and numbers, however deep, and each place is told."""
    number = int(DIGITS[1:])
    value = {
        "description": f"The token is {TOKEN}; {TOKEN}!",
        "list": [TOKEN, {"deep": f"a{TOKEN}z"}, True, None, 1.5],
        "number": number,
        "count": 3,
        f"key {TOKEN}": {"x": TOKEN},
    }
    clean, places = redacted(value, TOKEN, str(number))
    assert clean == {
        "description": "The token is [removed]; [removed]!",
        "list": ["[removed]", {"deep": "a[removed]z"}, True, None, 1.5],
        "number": "[removed]",
        "count": 3,
        "key [removed]": {"x": "[removed]"},
    }
    assert places == ["/description", "/list/0", "/list/1/deep", "/number", "", "/key [removed]/x"]


def test_keys_that_become_alike_stay_apart() -> None:
    """No entry disappears because two keys held secrets, or one is called like the mark."""
    other = SHAPES["aws"]
    value = {TOKEN: 1, other: 2, "[removed]_2": 3, "plain": 4}
    clean, places = redacted(value, TOKEN)
    assert clean == {"[removed]": 1, "[removed]_3": 2, "[removed]_2": 3, "plain": 4}
    assert list(clean) == ["[removed]", "[removed]_3", "[removed]_2", "plain"]
    assert places == ["", ""]


def test_a_removed_secret_is_told_without_it() -> None:
    """The loss says where and what to do, and repeats nothing of the secret."""
    stage = Stage()
    assert Redactor((TOKEN,)).value({TOKEN: [TOKEN]}, stage) == {"[removed]": ["[removed]"]}
    message = (
        "a secret or something with the shape of one stood here; removed from every output: "
        "revoke it if it was real"
    )
    assert stage.changes == [
        Change(ChangeKind.LOSS, "secret.removed", message, Place("", ""), Place("", "")),
        Change(
            ChangeKind.LOSS, "secret.removed", message,
            Place("", "/[removed]/0"), Place("", "/[removed]/0"),
        ),
    ]  # fmt: skip


def test_longer_secrets_go_first() -> None:
    """A secret that begins with another one leaves no tail."""
    assert Redactor((TOKEN, TOKEN + "-more")).text(f"{TOKEN}-more {TOKEN}") == "[removed] [removed]"


def test_percent_encoded_secrets_are_removed() -> None:
    """A known secret is found as a URL writes it, too."""
    assert Redactor(("made+up/secret=47",)).text("x=made%2Bup%2Fsecret%3D47&y") == "x=[removed]&y"


@pytest.mark.parametrize(
    ("secrets", "text"),
    [
        ((TOKEN,), json.dumps({"a": f"x {TOKEN}"})),
        ((), r'{"a": "\u0041KIAIOSFODNN7EXAMPLE"}'),
        ((), r'"made \x41"'),
        ((), '"sk\\\n  -x"'),
        ((), r'{"a": "https:\/\/jo:word@boats.net"}'),
        (('made "up" secret',), '{"a": "plain"}'),
        (("made up secret",), "a: plain"),
    ],
)
def test_a_document_that_may_hold_a_secret_is_looked_at(
    secrets: tuple[str, ...], text: str
) -> None:
    """A secret in the text, an escape that may spell one, or a secret with several spellings."""
    assert Redactor(secrets).suspects(text)


@pytest.mark.parametrize(
    "text",
    ["", '{"a": "line\\nline\\ttab \\"quoted\\""}', "openapi: 3.1.0\ninfo: {title: Boats}\n"],
)
def test_plain_documents_are_not_suspected(text: str) -> None:
    """Line ends, tabs and quotes alone are no reason to walk through a document."""
    assert not Redactor((TOKEN, "")).suspects(text)


@pytest.mark.parametrize(
    "unit",
    ["eyJ", "eyJaaaaaaaa.", "sk-", f"{PEM}BEGIN PRIVATE KEY{PEM}", f"{PEM}BEGIN", "://", "://a:b",
     "bearer ", "bearer a", "?token=", "SG.", " ", "\\n", "a"],
)  # fmt: skip
def test_hostile_texts_take_no_longer(unit: str) -> None:
    """A text of many beginnings of secrets is read in one pass; a square of it took minutes."""
    text = unit * (300_000 // len(unit))
    began = time.process_time()
    Redactor((TOKEN,)).text(text)
    Redactor((TOKEN,)).suspects(text)
    assert time.process_time() - began < 3


def test_the_redactor_does_not_show_its_secrets() -> None:
    """Neither repr nor str of it holds a secret."""
    redactor = Redactor((TOKEN,))
    assert TOKEN not in f"{redactor!r} {redactor}"

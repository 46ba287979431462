"""What an answer means."""

from __future__ import annotations

import pytest

from gptreview.errors import DependencyError, InputError
from gptreview.model.watches import WatchKind
from gptreview.net.connection import CertificateError
from gptreview.net.fetch import Answer
from gptreview.reading.document import ReadLimits
from gptreview.usecases.watch_looks import Ending, Heard, Look, Looker

NOWHERE = "https://example.com/"


class _Outside:
    """Answers everything in the same way."""

    def __init__(self, answer: Answer | Exception) -> None:
        self.answer = answer
        self.sizes: list[int | None] = []

    def ask(self, url: str, *, accept: str = "", max_bytes: int | None = None) -> Answer:
        """The answer."""
        del url, accept
        self.sizes.append(max_bytes)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def names(self, host: str, *_: object) -> list[str]:
        """The answer's body, a name a word."""
        return self.ask(host).body.decode().split()


def _look(kind: WatchKind, answer: Answer | Exception | bytes, address: str = NOWHERE) -> Look:
    if isinstance(answer, bytes):
        answer = Answer(NOWHERE, NOWHERE, 200, answer)
    outside = _Outside(answer)
    looker = Looker(outside.ask, outside.names, outside.names, 1.0, ReadLimits())
    return looker.judge(kind, looker.hear(kind, address))


@pytest.mark.parametrize(
    ("kind", "answer", "ending", "error"),
    [
        (WatchKind.SPEC, b"swagger: 2.0", Ending.FOUND, ""),
        (WatchKind.SPEC, b"openapi: [3]", Ending.FOUND, ""),
        (WatchKind.SPEC, b"[1]", Ending.NOTHING, "a list"),
        (WatchKind.SPEC, b"a: 1", Ending.NOTHING, "no OpenAPI document"),
        (WatchKind.PRIVACY, b"", Ending.FOUND, ""),
        (WatchKind.PROOF, b"0123-abcd_EFGH\n", Ending.FOUND, ""),
        (WatchKind.PROOF, b"<!doctype html><p>Home", Ending.NOTHING, "no token"),
        (WatchKind.DNS, b"openai-domain-verification=1 x", Ending.FOUND, ""),
        (
            WatchKind.DNS,
            b"spf x",
            Ending.NOTHING,
            "no record that begins with openai-domain-verification=",
        ),
        (WatchKind.HOST, b"8.8.8.8", Ending.FOUND, ""),
        (WatchKind.HOST, DependencyError("no address"), Ending.SILENCE, "no address"),
        (WatchKind.HOST, InputError("leads inside"), Ending.NOTHING, "leads inside"),
        (WatchKind.PRIVACY, DependencyError("cut\x1b[2J\ud800"), Ending.SILENCE, "cut�[2J�"),
        (WatchKind.PRIVACY, CertificateError("expired"), Ending.NOTHING, "expired"),
        (WatchKind.PRIVACY, InputError("x" * 500), Ending.NOTHING, "x" * 200),
    ],
)
def test_answers(kind: WatchKind, answer: Exception | bytes, ending: Ending, error: str) -> None:
    """Each is found, nothing, silence or a refusal, in words that can be shown."""
    look = _look(kind, answer)
    assert (look.ending, look.error) == (ending, error)
    assert bool(look.digest) == (ending is Ending.FOUND)
    assert look.reached == isinstance(answer, bytes)


@pytest.mark.parametrize(
    ("status", "ending"),
    [
        (204, Ending.NOTHING),
        (401, Ending.REFUSED),
        (403, Ending.REFUSED),
        (404, Ending.NOTHING),
        (410, Ending.NOTHING),
        (429, Ending.REFUSED),
        (500, Ending.NOTHING),
        (503, Ending.NOTHING),
    ],
)
def test_statuses(status: int, ending: Ending) -> None:
    """Who turns programs away has said nothing about people."""
    look = _look(WatchKind.PRIVACY, Answer(NOWHERE, NOWHERE, status))
    assert look == Look(ending, error=f"the server answered {status}")


@pytest.mark.parametrize(
    ("kind", "address", "answer", "reached"),
    [
        (WatchKind.HOST, "93.184.216.34", b"93.184.216.34", False),
        (WatchKind.HOST, "2606:4700::1111", b"2606:4700::1111", False),
        (WatchKind.HOST, "api.example.com", b"93.184.216.34", True),
        (WatchKind.HOST, "10.0.0.1", InputError("leads to a private address"), False),
        (WatchKind.SPEC, NOWHERE, InputError("leads inside", where=NOWHERE), False),
        (WatchKind.SPEC, NOWHERE, InputError("no way", where=f"{NOWHERE}: https://x/"), True),
        (WatchKind.SPEC, "https://[2606:4700::1111]/", b"openapi: 3", True),
    ],
    ids=["IPv4", "IPv6", "name", "private", "refused", "redirected", "page of an address"],
)
def test_who_is_heard(
    kind: WatchKind, address: str, answer: Exception | bytes, *, reached: bool
) -> None:
    """Only who answers over the internet shows that this machine is on it."""
    assert _look(kind, answer, address).reached == reached


def test_order_of_names_is_nothing() -> None:
    """Name servers shuffle their answers."""
    first, second = (
        _look(WatchKind.HOST, each) for each in (b"8.8.8.8 1.1.1.1", b"1.1.1.1 8.8.8.8")
    )
    assert first == second


def test_what_came_back_stays_out_of_the_repr() -> None:
    """Bodies and records do not end in logs."""
    shown = repr((Heard(b"hush", ("hush",)), Look(Ending.FOUND, "d", "hush")))
    assert "hush" not in shown

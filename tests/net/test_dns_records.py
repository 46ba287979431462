"""TXT records from a name server of this machine that answers as it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from gptreview.errors import DependencyError
from gptreview.net.deadline import Deadline
from gptreview.net.dns_records import TxtRecords

Reply = Callable[[dns.message.Message], dns.message.Message | None]


class NameServer:
    """Answers over UDP on a free port of loopback."""

    def __init__(self) -> None:
        self.reply: Reply = lambda _query: None
        self.asked: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        """Stop answering."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", ("127.0.0.1", self.port))
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            data, sender = self._socket.recvfrom(4096)
            if not data:
                return
            query = dns.message.from_wire(data)
            self.asked.append(query.question[0].to_text())
            answer = self.reply(query)
            if answer is not None:
                self._socket.sendto(answer.to_wire(), sender)


@pytest.fixture
def server() -> Iterator[NameServer]:
    """A name server that says nothing yet."""
    made = NameServer()
    yield made
    made.close()


def _records(*texts: str) -> Reply:
    def reply(query: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if texts:
            name = query.question[0].name
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *texts))
        return answer

    return reply


def _refused(code: dns.rcode.Rcode) -> Reply:
    def reply(query: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(query)
        answer.set_rcode(code)
        return answer

    return reply


def _ask(server: NameServer, seconds: float = 5.0) -> list[str]:
    look_up = TxtRecords("127.0.0.1", server.port)
    return sorted(look_up("example.com", Deadline.after(seconds)))


def test_strings_of_a_record_are_joined(server: NameServer) -> None:
    """A long text comes in pieces; bytes that are no UTF-8 do not matter."""
    server.reply = _records('"v=spf1 -all"', '"openai-domain-" "verification=dv-1"', r'"\255"')
    assert _ask(server) == ["openai-domain-verification=dv-1", "v=spf1 -all", "\ufffd"]
    assert server.asked == ["example.com. IN TXT"]


@pytest.mark.parametrize(
    "reply",
    [_records(), _refused(dns.rcode.NXDOMAIN)],
    ids=["no record", "no domain"],
)
def test_nothing_is_an_answer(server: NameServer, reply: Reply) -> None:
    """A domain without records, or that is none, has none."""
    server.reply = reply
    assert _ask(server) == []


def test_broken_server_is_no_answer(server: NameServer) -> None:
    """Whether there is a record is then not known."""
    server.reply = _refused(dns.rcode.SERVFAIL)
    with pytest.raises(DependencyError) as caught:
        _ask(server, 1.0)
    assert "example.com" in caught.value.found


def test_silent_server_ends_at_the_deadline(server: NameServer) -> None:
    """Nobody is waited for longer than was said."""
    with pytest.raises(DependencyError, match=r"within 0\.3 seconds"):
        _ask(server, 0.3)


def test_machine_without_name_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot ask, which says nothing about anybody."""
    import dns.resolver

    def nothing() -> dns.resolver.Resolver:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr(dns.resolver, "Resolver", nothing)
    with pytest.raises(DependencyError, match="no name server answered"):
        TxtRecords()("example.com", Deadline.after(1))

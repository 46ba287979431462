"""The envelope: what is signed, how it is written, what is refused."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from gptreview.errors import InputError
from gptreview.signatures.envelope import (
    MAX_ENVELOPE_BYTES,
    PAYLOAD_TYPE,
    Envelope,
    Signature,
    envelope_json,
    pre_authentication_encoding,
    read_envelope,
)

_AGAIN = "get it again from whoever signed it"
_JSON = f"expected a signed statement in JSON; {_AGAIN}"


def _written(**fields: Any) -> bytes:
    value = {
        "payload": "e30=",
        "payloadType": PAYLOAD_TYPE,
        "signatures": [{"keyid": "k", "sig": "AAA="}],
    }
    return json.dumps(value | fields).encode()


def test_encoding_of_the_specification() -> None:
    """The example of DSSE's protocol.md; lengths are counted in bytes."""
    assert (
        pre_authentication_encoding("http://example.com/HelloWorld", b"hello world")
        == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
    assert pre_authentication_encoding("\u00e9", b"") == b"DSSEv1 2 \xc3\xa9 0 "


def test_an_envelope_survives_its_file() -> None:
    """What is written is read back, several signatures in their order."""
    envelope = Envelope(
        b'{"a":"\xfb\xff"}', PAYLOAD_TYPE, (Signature("k", b"\xfb\xff"), Signature("", b""))
    )
    data = envelope_json(envelope)
    assert data == (
        b'{"payload":"eyJhIjoi+/8ifQ==","payloadType":"application/vnd.in-toto+json",'
        b'"signatures":[{"keyid":"k","sig":"+/8="},{"keyid":"","sig":""}]}\n'
    )
    assert read_envelope(data, name="s.json") == envelope


def test_others_envelopes_are_read() -> None:
    """A key id may be missing, unknown keys are ignored, both alphabets are taken."""
    data = _written(payload="-_8=", more=1, signatures=[{"sig": "+/8=", "x": None}])
    assert read_envelope(data, name="s.json") == Envelope(
        b"\xfb\xff", PAYLOAD_TYPE, (Signature("", b"\xfb\xff"),)
    )


@pytest.mark.parametrize(
    "written",
    [
        "e30",
        "e31=",
        "e3 0=",
        "e30=\n",
        "+_8=",
        "-/8=",
        "e30==",
        "====",
        "\u00e9",
        1,
        None,
        ["e30="],
    ],
)
def test_base64_is_strict(written: Any) -> None:
    """One spelling a byte string: no spaces, no spare bits, no mixed alphabets, padding."""
    with pytest.raises(InputError) as caught:
        read_envelope(_written(payload=written), name="s.json")
    assert str(caught.value) == (
        "s.json: payload: not base64; expected base64 with padding and without spaces; " + _AGAIN
    )


_KIND = "a DSSE envelope with application/vnd.in-toto+json; verify it with the program that made it"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", f"s.json: line 1, column 1: not JSON: Expecting value; {_JSON}"),
        (b"a: b", f"s.json: line 1, column 1: not JSON: Expecting value; {_JSON}"),
        (b"\xff", f"s.json: byte 1 is not UTF-8; {_JSON}"),
        (b"[]", f"s.json: not a JSON object; {_JSON}"),
        (b'{"a":1,"a":1}', f"s.json: a key stands twice; {_JSON}"),
        (b'{"a":{"b":1,"\\u0062":1}}', f"s.json: a key stands twice; {_JSON}"),
        (b'{"a":"\\ud800"}', f"s.json: an escape stands for half a character; {_JSON}"),
        (b"[" * 17 + b"]" * 17, "more than 16 lists and mappings inside one another"),
        (b"[" + b"[]," * 10_000 + b"[]]", "s.json: more than 10,000 lists and objects"),
        (b"{}", f"s.json: no payloadType that is known here; expected {_KIND}"),
        (
            _written(payloadType="application/vnd.in-toto+JSON"),
            f"s.json: no payloadType that is known here; expected {_KIND}",
        ),
        (
            _written(signatures=[]),
            f"s.json: signatures: no list of signatures; expected 1 to 100 of them; {_AGAIN}",
        ),
        (_written(signatures=[{"sig": ""}] * 101), "signatures: no list of signatures"),
        (_written(signatures={"sig": ""}), "signatures: no list of signatures"),
        (
            _written(signatures=[{"sig": ""}, 1]),
            "s.json: signatures/1: not a signature; expected an object with keyid and sig; "
            + _AGAIN,
        ),
        (
            _written(signatures=[{"sig": "", "keyid": "k" * 201}]),
            "s.json: signatures/0/keyid: not a key id; expected a text of at most 200 characters; "
            + _AGAIN,
        ),
        (_written(signatures=[{"keyid": "k"}]), "s.json: signatures/0/sig: not base64"),
        (
            b" " * MAX_ENVELOPE_BYTES + b"{}",
            "s.json: more than 1,048,576 bytes; expected the envelope of one statement; " + _AGAIN,
        ),
    ],
)
def test_what_is_no_envelope_is_refused(data: bytes, told: str) -> None:
    """Each with its place, what was expected and what to do."""
    with pytest.raises(InputError) as caught:
        read_envelope(data, name="s.json")
    assert told in str(caught.value)


def test_a_truncated_envelope_is_refused_wherever_it_ends() -> None:
    """No beginning of an envelope is one."""
    data = _written()
    for length in range(len(data)):
        with pytest.raises(InputError):
            read_envelope(data[:length], name="s.json")


def test_nothing_of_a_payload_stands_in_a_repr() -> None:
    """Logs hold neither payloads nor signatures."""
    envelope = Envelope(base64.b64decode("e30="), PAYLOAD_TYPE, (Signature("k", b"abc"),))
    assert repr(envelope) == (
        "Envelope(payload_type='application/vnd.in-toto+json', signatures=(Signature(key_id='k'),))"
    )

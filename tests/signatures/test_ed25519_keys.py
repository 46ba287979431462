"""Keys: signatures of the standard, every changed bit, and what is no key."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519

from gptreview.errors import InputError
from gptreview.signatures.envelope import PAYLOAD_TYPE, Envelope, Signature
from gptreview.signatures.keys import SigningKey, new_pair, signing_key, verifying_key

# RFC 8032, section 7.1, tests 1 to 3: secret key, public key, message, signature.
VECTORS = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


def _public_pem(raw: str) -> bytes:
    key = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw))
    return key.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)


def _pkcs8(
    key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey, passphrase: bytes = b""
) -> bytes:
    hiding = form.BestAvailableEncryption(passphrase) if passphrase else form.NoEncryption()
    return key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, hiding)


@pytest.fixture(scope="module")
def signer() -> SigningKey:
    """The first key of RFC 8032."""
    secret = ed25519.Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS[0][0]))
    return signing_key(_pkcs8(secret), name="k")


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_hold(
    secret: str, public: str, message: str, signature: str
) -> None:
    """RFC 8032's signatures are verified by its public keys, and by no other."""
    del secret
    key = verifying_key(_public_pem(public), name="k")
    assert key.verifies(bytes.fromhex(signature), bytes.fromhex(message))
    for other in VECTORS:
        if other[1] != public:
            stranger = verifying_key(_public_pem(other[1]), name="k")
            assert not stranger.verifies(bytes.fromhex(signature), bytes.fromhex(message))


def test_every_changed_bit_is_noticed(signer: SigningKey) -> None:
    """In the payload, its type and the signature, one bit each; whole it holds."""
    key = verifying_key(_public_pem(VECTORS[0][1]), name="k")
    envelope = signer.sign(
        b'{"_type":"https://in-toto.io/Statement/v1","subject":[]}', PAYLOAD_TYPE
    )
    (signature,) = envelope.signatures
    assert key.has_signed(envelope)
    kind = PAYLOAD_TYPE.encode()
    changed = [
        *(replace(envelope, payload=each) for each in _flipped(envelope.payload)),
        # Bits above ASCII make no text; each that makes one is another type.
        *(
            replace(envelope, payload_type=each.decode())
            for each in _flipped(kind)
            if each.isascii()
        ),
        *(
            replace(envelope, signatures=(Signature(signature.key_id, each),))
            for each in _flipped(signature.value)
        ),
    ]
    assert len(changed) == 8 * len(envelope.payload) + 7 * len(kind) + 8 * 64
    assert not any(map(key.has_signed, changed))


def _flipped(data: bytes) -> list[bytes]:
    number = int.from_bytes(data, "big")
    return [(number ^ 1 << bit).to_bytes(len(data), "big") for bit in range(8 * len(data))]


@pytest.mark.parametrize("value", [b"", b"\0" * 63, b"\0" * 65])
def test_signatures_of_another_length_hold_nothing(signer: SigningKey, value: bytes) -> None:
    """They are wrong, not an accident."""
    key = verifying_key(_public_pem(VECTORS[0][1]), name="k")
    assert not key.has_signed(Envelope(b"", PAYLOAD_TYPE, (Signature(signer.key_id, value),)))


def test_key_ids_decide_nothing(signer: SigningKey) -> None:
    """A signature under another key's name holds; one of several suffices."""
    key = verifying_key(_public_pem(VECTORS[0][1]), name="k")
    envelope = signer.sign(b"{}", PAYLOAD_TYPE)
    renamed = Signature("somebody", envelope.signatures[0].value)
    assert key.has_signed(replace(envelope, signatures=(Signature("x", b"x"), renamed)))
    stranger = verifying_key(_public_pem(VECTORS[1][1]), name="k")
    assert not stranger.has_signed(replace(envelope, signatures=(Signature(stranger.key_id, b""),)))


def test_a_new_pair_fits_and_is_new() -> None:
    """Both halves have the same id: SHA-256 of the public key's DER."""
    pair = new_pair()
    signer = signing_key(pair.private_pem, name="k")
    key = verifying_key(pair.public_pem, name="k")
    der = form.load_pem_public_key(pair.public_pem).public_bytes(
        form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo
    )
    assert pair.key_id == signer.key_id == key.key_id == hashlib.sha256(der).hexdigest()
    assert key.has_signed(signer.sign(b"{}", PAYLOAD_TYPE))
    assert new_pair().key_id != pair.key_id


def test_no_key_is_shown(signer: SigningKey) -> None:
    """A repr has the id alone."""
    assert repr(signer) == f"SigningKey(key_id='{signer.key_id}')"
    assert "PRIVATE" not in repr(new_pair())


_SECRET = _pkcs8(ed25519.Ed25519PrivateKey.generate())
_LOCKED = _pkcs8(ed25519.Ed25519PrivateKey.generate(), b"words")
_CURVE = ec.generate_private_key(ec.SECP256R1())
_EXCHANGE = x25519.X25519PrivateKey.generate().public_key()
_PAIR = "make a pair with gptreview keys new"


def _spki(key: ec.EllipticCurvePublicKey | x25519.X25519PublicKey) -> bytes:
    return key.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("pem", "told"),
    [
        (_SECRET, "this is a private key; expected the public one; name its .pub file, and show "
         "this one to nobody"),
        (_LOCKED, "this is a private key"),
        (_spki(_CURVE.public_key()), f"the key is of another kind; expected Ed25519; {_PAIR}"),
        (_spki(_EXCHANGE), "the key is of another kind"),
        (b"", "no public key can be read from it; expected a PEM file with BEGIN PUBLIC KEY; get "
         "it from the signer; gptreview keys new writes it as gptreview.pub"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "no public key"),
    ],
)  # fmt: skip
def test_what_is_no_public_key_is_refused(pem: bytes, told: str) -> None:
    """With what to do; nothing of the file is quoted."""
    with pytest.raises(InputError) as caught:
        verifying_key(pem, name="k.pem")
    assert str(caught.value).startswith(f"k.pem: {told}")
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("pem", "told"),
    [
        (_LOCKED, "the private key has a passphrase; expected one without, in a file that only "
         f"you may read; {_PAIR}"),
        (_pkcs8(_CURVE), f"the key is of another kind; expected Ed25519; {_PAIR}"),
        (_public_pem(VECTORS[0][1]), "no private key can be read from it; expected a PEM file with "
         f"BEGIN PRIVATE KEY; {_PAIR}"),
        (_SECRET[:60], "no private key"),
    ],
    ids=["with a passphrase", "of a curve", "public", "cut"],
)  # fmt: skip
def test_what_is_no_private_key_is_refused(pem: bytes, told: str) -> None:
    """With what to do; nothing of the file is quoted."""
    with pytest.raises(InputError) as caught:
        signing_key(pem, name="k.pem")
    assert str(caught.value).startswith(f"k.pem: {told}")
    assert caught.value.__cause__ is None

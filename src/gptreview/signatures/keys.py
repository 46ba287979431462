"""Ed25519 keys (RFC 8032): made, read from PEM files, signed with and verified by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gptreview.errors import InputError
from gptreview.signatures.envelope import Envelope, Signature, pre_authentication_encoding

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

_NEW_PAIR = "make a pair with gptreview keys new"


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half: says whether a signature is the signer's."""

    key_id: str
    """SHA-256 of the key's SubjectPublicKeyInfo (DER), in hex."""
    _public: Ed25519PublicKey = field(repr=False)

    def has_signed(self, envelope: Envelope) -> bool:
        """Whether one of the signatures is by this key, whatever name it goes under."""
        signed = envelope.signed_bytes
        return any(self.verifies(each.value, signed) for each in envelope.signatures)

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Whether the signature is this key's over these bytes."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._public.verify(signature, signed)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half; nothing in here is ever shown."""

    key_id: str
    _private: Ed25519PrivateKey = field(repr=False)

    def sign(self, payload: bytes, payload_type: str) -> Envelope:
        """The payload in an envelope with one signature; Ed25519 gives the same one each time."""
        signed = pre_authentication_encoding(payload_type, payload)
        signature = Signature(self.key_id, self._private.sign(signed))
        return Envelope(payload, payload_type, (signature,))


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new pair as PEM."""

    private_pem: bytes = field(repr=False)
    """PKCS#8, without a passphrase."""
    public_pem: bytes
    """SubjectPublicKeyInfo."""
    key_id: str


def new_pair() -> KeyPair:
    """A pair that nobody else has, from the operating system's randomness."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key()
    return KeyPair(
        private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()),
        public.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo),
        _key_id(public),
    )


def verifying_key(pem: bytes, *, name: str) -> VerifyingKey:
    """The public key of a PEM file.

    Raises:
        InputError: It is another kind of file or key.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if b"PRIVATE KEY-----" in pem:
        raise InputError(
            "this is a private key",
            where=name,
            expected="the public one",
            next_step="name its .pub file, and show this one to nobody",
        )
    try:
        public = form.load_pem_public_key(pem)
    # The causes are left out, for they may quote the file.
    except (ValueError, UnsupportedAlgorithm):
        raise InputError(
            "no public key can be read from it",
            where=name,
            expected="a PEM file with BEGIN PUBLIC KEY",
            next_step="get it from the signer; gptreview keys new writes it as gptreview.pub",
        ) from None
    if not isinstance(public, Ed25519PublicKey):
        raise _other_kind(name)
    return VerifyingKey(_key_id(public), public)


def signing_key(pem: bytes, *, name: str) -> SigningKey:
    """The private key of a PEM file.

    Raises:
        InputError: It is another kind of file or key, or has a passphrase.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        private = form.load_pem_private_key(pem, password=None)
    except TypeError:
        raise InputError(
            "the private key has a passphrase",
            where=name,
            expected="one without, in a file that only you may read",
            next_step=_NEW_PAIR,
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise InputError(
            "no private key can be read from it",
            where=name,
            expected="a PEM file with BEGIN PRIVATE KEY",
            next_step=_NEW_PAIR,
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise _other_kind(name)
    return SigningKey(_key_id(private.public_key()), private)


def _key_id(public: Ed25519PublicKey) -> str:
    from cryptography.hazmat.primitives import serialization as form

    der = public.public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def _other_kind(name: str) -> InputError:
    return InputError(
        "the key is of another kind", where=name, expected="Ed25519", next_step=_NEW_PAIR
    )

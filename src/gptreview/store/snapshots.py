"""Contents of GPTs as the database keeps them: each once, the bytes of each file once."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import (
    Builder,
    Gpt,
    GptAction,
    KnowledgeFile,
    Visibility,
    action_fields,
)
from gptreview.store.bulk import batches, insert_missing
from gptreview.store.tables.registry import BlobRow, SnapshotRow

FORMAT: Final = 1
"""Written into every snapshot; a reader refuses a number that it does not know."""
_EMPTY: Final = hashlib.sha256(b"").hexdigest()
_AS_IT_IS: Final = (
    "name",
    "description",
    "instructions",
    "conversation_starters",
    "capabilities",
    "categories",
    "visibility",
    "improve_models",
)


def write(session: Session, gpts: Iterable[Gpt]) -> list[str]:
    """Keep the contents that are not there yet; an identifier is no part of them.

    Returns:
        The content digest of each GPT, in their order.
    """
    digests: list[str] = []
    for batch in batches(gpts):
        by_digest = {gpt.content_digest(): gpt for gpt in batch}
        digests += by_digest if len(by_digest) == len(batch) else _each(batch)
        _write_new(session, by_digest)
    return digests


def read(session: Session, digest: str) -> Gpt:
    """One content, its identifier empty.

    Raises:
        NotFoundError: There is no such content.
        ConflictError: A newer version of the program wrote it.
    """
    found = read_many(session, (digest,))
    if digest not in found:
        raise NotFoundError("no such content in the registry", where=digest)
    return found[digest]


def read_many(session: Session, digests: Collection[str]) -> dict[str, Gpt]:
    """The contents of these digests that are there; a file that several have is in memory once.

    Raises:
        ConflictError: A newer version of the program wrote one.
    """
    documents = _documents(session, digests)
    blobs = _blobs(session, (each for one in documents.values() for each in _files(one)))
    return {digest: _gpt(document, blobs) for digest, document in documents.items()}


def read_outlines(session: Session, digests: Collection[str]) -> dict[str, Gpt]:
    """The contents of these digests that are there, without their knowledge files.

    Raises:
        ConflictError: A newer version of the program wrote one.
    """
    documents = _documents(session, digests)
    return {digest: _gpt({**each, "knowledge": []}, {}) for digest, each in documents.items()}


def pack(gpt: Gpt) -> tuple[bytes, int]:
    """All of the GPT but its identifier and its files' bytes, compressed; and bytes before it."""
    document: dict[str, Any] = {key: getattr(gpt, key) for key in _AS_IT_IS}
    document["format"] = FORMAT
    document["knowledge"] = [[file.name, _sha256(file), file.unread] for file in gpt.knowledge]
    document["actions"] = [action_fields(action) for action in gpt.actions]
    document["builder"] = asdict(gpt.builder)
    # Not as escapes: these would make one character of two halves that stood side by side.
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    data = text.encode("utf-8", "surrogatepass")
    return zlib.compress(data), len(data)


def unpack(data: bytes, blobs: Mapping[str, bytes]) -> Gpt:
    """The GPT that was packed, its identifier empty.

    Args:
        data: As `pack` made it.
        blobs: The bytes of its files, by their SHA-256 in hex; those of an empty one may lack.

    Raises:
        ConflictError: A newer version of the program wrote it.
    """
    return _gpt(_document(data, ""), blobs)


def _each(gpts: Iterable[Gpt]) -> list[str]:
    return [gpt.content_digest() for gpt in gpts]


def _write_new(session: Session, gpts: Mapping[str, Gpt]) -> None:
    there = session.scalars(
        select(SnapshotRow.content_digest).where(SnapshotRow.content_digest.in_(list(gpts)))
    )
    # Compressing costs more than asking, and most contents of a sync are known.
    known = set(there)
    # In one order everywhere: two writers of the same contents wait for one another, not both.
    new = {digest: gpts[digest] for digest in sorted(gpts) if digest not in known}
    _write_blobs(session, new.values())
    rows: list[dict[str, Any]] = []
    for digest, gpt in new.items():
        data, size = pack(gpt)
        size += sum(len(file.data) for file in gpt.knowledge)
        rows.append({"content_digest": digest, "data": data, "size": size})
    insert_missing(session, SnapshotRow, rows)


def _write_blobs(session: Session, gpts: Iterable[Gpt]) -> None:
    files = {_sha256(file): file.data for gpt in gpts for file in gpt.knowledge if file.data}
    for batch in batches(sorted(files)):
        digests = [f"sha256:{each}" for each in batch]
        known = set(session.scalars(select(BlobRow.digest).where(BlobRow.digest.in_(digests))))
        for digest in digests:
            # One at a time: compressed copies of all files of a batch may be gigabytes.
            if digest not in known:
                data = files[digest.removeprefix("sha256:")]
                row = {"digest": digest, "data": zlib.compress(data), "size": len(data)}
                insert_missing(session, BlobRow, [row])


def _blobs(session: Session, digests: Iterable[str]) -> dict[str, bytes]:
    blobs: dict[str, bytes] = {}
    for batch in batches(dict.fromkeys(digests), 20):
        keys = [f"sha256:{each}" for each in batch]
        rows = session.execute(select(BlobRow.digest, BlobRow.data).where(BlobRow.digest.in_(keys)))
        for key, data in rows:
            blobs[key.removeprefix("sha256:")] = zlib.decompress(data)
    return blobs


def _documents(session: Session, digests: Collection[str]) -> dict[str, dict[str, Any]]:
    documents: dict[str, dict[str, Any]] = {}
    for batch in batches(dict.fromkeys(digests)):
        rows = session.execute(
            select(SnapshotRow.content_digest, SnapshotRow.data).where(
                SnapshotRow.content_digest.in_(batch)
            )
        )
        documents.update((digest, _document(data, digest)) for digest, data in rows)
    return documents


def _document(data: bytes, digest: str) -> dict[str, Any]:
    text = zlib.decompress(data).decode("utf-8", "surrogatepass")
    document: dict[str, Any] = json.loads(text)
    if document["format"] != FORMAT:
        raise ConflictError(
            f"a content in format {document['format']}",
            where=digest,
            expected=f"format {FORMAT}",
            next_step="use the version of gptreview that wrote it, or a newer one",
        )
    return document


def _files(document: Mapping[str, Any]) -> list[str]:
    return [sha256 for _, sha256, _ in document["knowledge"] if sha256 != _EMPTY]


def _gpt(document: Mapping[str, Any], blobs: Mapping[str, bytes]) -> Gpt:
    visibility = document["visibility"]
    return Gpt(
        name=document["name"],
        description=document["description"],
        instructions=document["instructions"],
        conversation_starters=tuple(document["conversation_starters"]),
        capabilities=tuple(document["capabilities"]),
        categories=tuple(document["categories"]),
        knowledge=tuple(
            KnowledgeFile(name, b"" if sha256 == _EMPTY else blobs[sha256], unread)
            for name, sha256, unread in document["knowledge"]
        ),
        actions=tuple(map(_action, document["actions"])),
        builder=Builder(**document["builder"]),
        visibility=None if visibility is None else Visibility(visibility),
        improve_models=document["improve_models"],
    )


def _action(document: Mapping[str, Any]) -> GptAction:
    auth = document["auth"]
    if auth is not None:
        auth = ActionAuth(**{**auth, "type": AuthType(auth["type"])})
    return GptAction(
        schema=document["schema"],
        auth=auth,
        privacy_policy_url=document["privacy_policy_url"],
        unread=document["unread"],
        schema_url=document.get("schema_url", ""),
        lost=tuple(document.get("lost", ())),
    )


def _sha256(file: KnowledgeFile) -> str:
    return hashlib.sha256(file.data).hexdigest() if file.data else _EMPTY

"""Contents in the database."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from gptreview.errors import ConflictError, NotFoundError
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.gpt import Builder, Gpt, GptAction, KnowledgeFile, Verification, Visibility
from gptreview.model.listing import Listing
from gptreview.sources.limits import SourceLimits
from gptreview.sources.listings import open_listings
from gptreview.store import snapshots
from gptreview.store.database import Database
from gptreview.store.tables.registry import BlobRow, SnapshotRow

ANY_TEXT = st.text(st.characters(), max_size=12)
TEXTS = st.lists(ANY_TEXT, max_size=3).map(tuple)
AUTHS = st.builds(
    ActionAuth,
    type=st.sampled_from(AuthType),
    scheme=ANY_TEXT,
    header=ANY_TEXT,
    authorization_url=ANY_TEXT,
    token_url=ANY_TEXT,
    scope=ANY_TEXT,
    token_exchange_method=ANY_TEXT,
)
GPTS = st.builds(
    Gpt,
    name=ANY_TEXT,
    description=ANY_TEXT,
    instructions=ANY_TEXT,
    conversation_starters=TEXTS,
    capabilities=TEXTS,
    categories=TEXTS,
    knowledge=st.lists(
        st.builds(KnowledgeFile, ANY_TEXT, st.binary(max_size=12), ANY_TEXT), max_size=3
    ).map(tuple),
    actions=st.lists(
        st.builds(GptAction, ANY_TEXT, st.none() | AUTHS, ANY_TEXT, ANY_TEXT, ANY_TEXT, TEXTS),
        max_size=2,
    ).map(tuple),
    builder=st.builds(Builder, ANY_TEXT, ANY_TEXT, st.sampled_from(["", *Verification])),
    visibility=st.none() | st.sampled_from(Visibility),
    improve_models=st.none() | st.booleans(),
)
TIPS = KnowledgeFile("tips.md", b"Take a torch.")


def blobs_of(gpt: Gpt) -> Mapping[str, bytes]:
    """The bytes of its files by their digest, as the database keeps them."""
    return {hashlib.sha256(file.data).hexdigest(): file.data for file in gpt.knowledge}


@given(GPTS)
@settings(max_examples=200, deadline=None)
def test_every_field_survives(gpt: Gpt) -> None:
    """What was packed comes back whole, and with the same content digest."""
    data, size = snapshots.pack(gpt)
    back = snapshots.unpack(data, blobs_of(gpt))
    assert (back, back.content_digest()) == (gpt, gpt.content_digest())
    assert size == len(zlib.decompress(data))


def test_two_halves_of_a_character_stay_two() -> None:
    """A high and a low surrogate side by side do not become the character that they would be."""
    gpt = Gpt("\ud83d\ude00", instructions="\udc80")
    assert snapshots.unpack(snapshots.pack(gpt)[0], {}) == gpt


def test_written_and_read(database: Database) -> None:
    """Contents come back by digest without their identifier, and unknown ones are left out."""
    gpts = [
        Gpt("One", id="g-1", knowledge=(TIPS,)),
        Gpt("Two"),
        Gpt("One", "g-2", knowledge=(TIPS,)),
    ]
    gpts.append(Gpt("Three", knowledge=(replace(TIPS, name="other.md"), KnowledgeFile("empty"))))
    with database.writing() as session:
        digests = snapshots.write(session, gpts)
    assert digests == [gpt.content_digest() for gpt in gpts]
    with database.reading() as session:
        found = snapshots.read_many(session, [*digests, "sha256:none"])
        assert found == {
            digest: replace(gpt, id="") for digest, gpt in zip(digests, gpts, strict=True)
        }
        assert snapshots.read(session, digests[1]) == gpts[1]
        assert session.scalar(select(func.count()).select_from(SnapshotRow)) == 3


def test_bytes_are_kept_once(database: Database) -> None:
    """A file that several contents have has one row, and each content counts its bytes."""
    first, second = Gpt("One", knowledge=(TIPS,)), Gpt("Two", knowledge=(TIPS, TIPS))
    for gpt in (first, second, second):
        with database.writing() as session:
            snapshots.write(session, [gpt])
    with database.reading() as session:
        rows = session.execute(select(SnapshotRow.content_digest, SnapshotRow.size))
        sizes = dict(rows.tuples().all())
        blobs = session.scalars(select(BlobRow)).all()
        assert [(each.size, zlib.decompress(each.data)) for each in blobs] == [(13, TIPS.data)]
    assert sizes == {
        first.content_digest(): snapshots.pack(first)[1] + 13,
        second.content_digest(): snapshots.pack(second)[1] + 26,
    }


def test_unknown_content(database: Database) -> None:
    """A digest that nobody wrote is told."""
    with database.reading() as session, pytest.raises(NotFoundError) as raised:
        snapshots.read(session, "sha256:none")
    assert str(raised.value) == "sha256:none: no such content in the registry"


def test_a_newer_format_is_refused() -> None:
    """A snapshot of a later program is not misread."""
    with pytest.raises(ConflictError) as raised:
        snapshots.unpack(zlib.compress(b'{"format":2}'), {})
    assert str(raised.value) == (
        "a content in format 2; expected format 1; "
        "use the version of gptreview that wrote it, or a newer one"
    )


@pytest.mark.corpus
def test_real_gpts_survive(shared_data: Path) -> None:
    """Every published GPT comes back with the digest that it had."""
    lines = str(shared_data / "gpts" / "published-gpts.jsonl")
    read = list(open_listings(lines, limits=SourceLimits(), stdin=BytesIO()))
    gpts = [each.gpt for each in read if isinstance(each, Listing)]
    assert len(gpts) > 800
    for gpt in gpts:
        back = snapshots.unpack(snapshots.pack(gpt)[0], blobs_of(gpt))
        assert back == replace(gpt, id="")
        assert back.content_digest() == gpt.content_digest()

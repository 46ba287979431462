"""Wiring of signed statements: keys, and what a statement is compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from gptreview.model.listing import Listing, UnreadListing
    from gptreview.usecases.sign_verdict import SignVerdict, WriteStatements
    from gptreview.usecases.verify_statement import CurrentState, VerifyStatement


def sign_verdict(key: Path) -> SignVerdict:
    """Signs by the private key of a file.

    Raises:
        NotFoundError: There is no such file.
        InputError: Others may open it, or it holds no private key of Ed25519.
    """
    from gptreview.signatures.files import MAX_KEY_BYTES, read_bytes
    from gptreview.signatures.keys import signing_key
    from gptreview.usecases.sign_verdict import SignVerdict

    pem = read_bytes(key, max_bytes=MAX_KEY_BYTES, private=True)
    return SignVerdict(signing_key(pem, name=str(key)))


def write_statements(key: Path, folder: Path) -> WriteStatements:
    """What ``gptreview review --sign KEY --statements DIR`` adds to a review.

    Raises:
        NotFoundError: There is no such key.
        InputError: Others may open it, or it holds no private key of Ed25519.
    """
    from gptreview.usecases.sign_verdict import WriteStatements

    return WriteStatements(sign_verdict(key), folder, lambda: dt.datetime.now(dt.UTC))


def verify_statement(
    keys: Sequence[Path],
    *,
    content: str | None,
    policy: Path | None,
    rule_folders: tuple[Path, ...],
    stdin: BinaryIO,
) -> VerifyStatement:
    """The use-case behind ``gptreview verify``.

    Args:
        keys: Files of public keys.
        content: Where the listings are now; None compares nothing with them.
        policy: The policy of now; None is the built-in one.
        rule_folders: Their rules join the built-in ones.
        stdin: Read for ``-`` as the content.

    Raises:
        NotFoundError: There is no such key.
        InputError: A key, the policy, rules or a setting cannot be used.
    """
    from gptreview.signatures.files import MAX_KEY_BYTES, read_bytes
    from gptreview.signatures.keys import verifying_key
    from gptreview.usecases.verify_statement import VerifyStatement

    read = [verifying_key(read_bytes(key, max_bytes=MAX_KEY_BYTES), name=str(key)) for key in keys]
    if content is None and policy is None and not rule_folders:
        return VerifyStatement(read)
    return VerifyStatement(read, _current_state(content, policy, rule_folders, stdin))


def _current_state(
    content: str | None, policy: Path | None, rule_folders: tuple[Path, ...], stdin: BinaryIO
) -> CurrentState:
    from gptreview.bootstrap import ReviewOptions
    from gptreview.decide.publishing import PUBLISHING_VERSION
    from gptreview.usecases.scan_listing import Named
    from gptreview.usecases.shown_names import shown_names
    from gptreview.usecases.verify_statement import CurrentStandard, CurrentState

    reviewer = ReviewOptions(policy=policy, rule_folders=rule_folders)()
    everybody: Sequence[Named] = (*reviewer.scanners, reviewer.actions)
    versions = {each.name: each.version for each in everybody}
    standard = CurrentStandard(
        reviewer.policy.digest,
        reviewer.ruleset_digest,
        {**versions, "publishing": PUBLISHING_VERSION},
    )
    if content is None:
        return CurrentState(standard)
    return CurrentState(
        standard,
        contents=lambda: _listings(content, stdin),
        source=content,
        shown_id=lambda listing: shown_names(listing, reviewer.scanners).id,
    )


def _listings(source: str, stdin: BinaryIO) -> Iterable[Listing | UnreadListing]:
    from gptreview.bootstrap import compliance_client, source_limits
    from gptreview.settings import read_settings
    from gptreview.sources.compliance import compliance_listings, workspace_of
    from gptreview.sources.listings import open_listings

    settings = read_settings()
    limits = source_limits(settings)
    workspace = workspace_of(source)
    if workspace is None:
        return open_listings(source, limits=limits, stdin=stdin)
    return compliance_listings(workspace, compliance_client(settings), limits=limits, after="")

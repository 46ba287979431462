"""A plugin, whole: manifest and OpenAPI document in, bundle files and named losses out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from gptreview.convert.define.auth import manifest_auth
from gptreview.convert.define.document import Origin
from gptreview.convert.duplicates import duplicate_changes
from gptreview.convert.ledger import Stage, Trail
from gptreview.convert.manifest.parse import parse_manifest
from gptreview.convert.manifest.secrets import find_secrets
from gptreview.convert.redact import Redactor
from gptreview.convert.removed_secrets import removed_places, without_removed
from gptreview.convert.specification import (
    ActionOptions,
    ConvertedSpecification,
    convert_specification,
)
from gptreview.convert.targets.gpt_action.bundle import (
    GPT_FILE,
    INSTRUCTIONS_FILE,
    gpt_listing,
    instructions_text,
)
from gptreview.convert.targets.gpt_action.manifest_account import account_for_manifest
from gptreview.convert.targets.yaml_text import dump_yaml
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.change import Change, ChangeKind
from gptreview.model.migration import Gap, Migration
from gptreview.model.plugin import PluginManifest
from gptreview.net.url import mask_url
from gptreview.reading.document import Document

_OAUTH_PLACES = ("/auth/client_url", "/auth/authorization_url")


@dataclass(frozen=True, slots=True)
class PluginDocuments:
    """What was read of one plugin."""

    manifest: Document
    spec: Document | None


def parse_plugin(document: Document, stage: Stage) -> tuple[PluginManifest, Redactor]:
    """The manifest with its secrets taken out, and what takes them out of everything else.

    Raises:
        InputError: Where the document is no plugin manifest, or holds more secrets than can be
            removed from everything else.
    """
    redactor = Redactor(find_secrets(document.value))
    blanked = {key: _without_tokens(value) for key, value in document.value.items()}
    manifest = parse_manifest(redactor.value(blanked, stage), stage)
    auth = replace(
        manifest.auth,
        client_url=without_removed(manifest.auth.client_url),
        authorization_url=without_removed(manifest.auth.authorization_url),
    )
    return replace(manifest, auth=auth), redactor


def migrate_documents(
    documents: PluginDocuments, options: ActionOptions, *, name: str
) -> Migration:
    """Convert one plugin; without an OpenAPI document the bundle is the listing alone.

    Args:
        documents: The manifest and, where there is one, its OpenAPI document.
        options: What the user decided about the actions.
        name: Name of the bundle.

    Raises:
        InputError: Where manifest or document are not what they claim to be.
        ConflictError: Where splitting was refused and is needed.
    """
    reading, writing = Stage(), Stage()
    manifest, redactor = parse_plugin(documents.manifest, reading)
    spec = _convert_spec(documents.spec, manifest, options, redactor)
    auth = spec.auth if spec else manifest_auth(manifest.auth, reading)
    action_files = list(spec.documents) if spec else []
    listing = gpt_listing(manifest, auth, action_files, writing)
    overflow = spec.built.fitted.overflow if spec else ()
    text = instructions_text(manifest, overflow, writing)
    account_for_manifest(manifest, auth, writing)
    trail = Trail(documents.manifest.name, (reading, writing))
    outputs = {GPT_FILE: listing, **(spec.documents if spec else {})}
    files = {file: dump_yaml(value) for file, value in outputs.items()}
    return Migration(
        name=name,
        source=documents.manifest.name,
        manifest=manifest,
        auth=auth,
        actions=spec.actions if spec else (),
        operations=spec.operations if spec else (),
        changes=(
            *duplicate_changes(documents.manifest, redactor),
            *trail.changes(documents.manifest.value, outputs),
            *(spec.changes if spec else ()),
        ),
        gaps=(
            *_auth_gaps(auth, reading),
            *_gaps(manifest, spec),
            *_secret_gaps(
                {GPT_FILE: {"actions": listing["actions"]}, **(spec.documents if spec else {})}
            ),
        ),
        asked_auth=spec.asked_auth if spec else None,
        spec_source=documents.spec.name if documents.spec else "",
        spec_version=spec.version if spec else "",
        files={**files, INSTRUCTIONS_FILE: text},
    )


def _convert_spec(
    document: Document | None,
    manifest: PluginManifest,
    options: ActionOptions,
    redactor: Redactor,
) -> ConvertedSpecification | None:
    if document is None:
        return None
    origin = Origin(manifest, options.server)
    return convert_specification(document, origin, options, redactor)


def _without_tokens(auth: object) -> object:
    """The auth object with tokens blanked: their loss is told once, by the parser."""
    if not isinstance(auth, dict) or not isinstance(auth.get("verification_tokens"), dict):
        return auth
    return {**auth, "verification_tokens": dict.fromkeys(auth["verification_tokens"], "")}


def _gaps(manifest: PluginManifest, spec: ConvertedSpecification | None) -> Iterator[Gap]:
    if spec is None:
        yield Gap(
            "spec.missing",
            "no OpenAPI document lies beside the manifest, so the bundle has no action",
            f"fetch it from {mask_url(manifest.api_url) or 'the API owner'} and run migrate again "
            "with --spec FILE, or give the manifest's URL and --fetch",
        )
    else:
        yield from _operation_gaps(spec)


def _operation_gaps(spec: ConvertedSpecification) -> Iterator[Gap]:
    homeless = [entry for entry in spec.operations if entry.code == "operation.no_server"]
    if homeless:
        problem = next((c.message for c in spec.changes if c.code == "server.none"), "")
        yield Gap(
            "server.none",
            f"{len(homeless)} of {len(spec.operations)} operations have no public https server"
            + (f" ({problem.removeprefix('no public server: ')})" if problem else ""),
            f"run migrate again with --server https://HOST{spec.base_path}",
        )
    for change in spec.changes:
        if change.code == "server.moved":
            yield Gap(
                "server.moved",
                change.message,
                "make the API answer there, or run migrate again with --server https://HOST",
            )
    lost = [entry for entry in spec.operations if not entry.file and entry not in homeless]
    if lost:
        yield Gap(
            "operations.left_out",
            f"{len(lost)} of {len(spec.operations)} operations cannot work in the GPT builder",
            "see What was lost; change the API, or call them through a server of your own",
        )
    incomplete = [entry for entry in spec.operations if entry.file and not entry.usable]
    if incomplete:
        yield Gap(
            "operations.incomplete",
            f"{len(incomplete)} of {len(spec.operations)} operations lack an input or a credential "
            "that the document asks for",
            "see What was lost; put it right in the document and run migrate again",
        )


def _auth_gaps(auth: ActionAuth, reading: Stage) -> Iterator[Gap]:
    unread = [c.message for c in reading.changes if c.kind is ChangeKind.LOSS and _is_type(c)]
    if unread:
        yield Gap(
            "auth.unknown",
            f"the manifest's authentication could not be read: {'; '.join(unread)}",
            "choose the authentication yourself: ask the API's owner how it is called",
        )
    if auth.type is not AuthType.OAUTH:
        return
    yield from _oauth_gaps(auth)
    places = {c.before.pointer for c in reading.changes if c.before and c.code == "secret.removed"}
    for pointer in _OAUTH_PLACES:
        if pointer in places:
            yield Gap(
                "auth.secret_in_url",
                f"a secret stood in the manifest's {pointer.rpartition('/')[2]}; it was taken out",
                "revoke it, and enter the new one as Client Secret in the GPT editor",
            )


def _secret_gaps(outputs: Mapping[str, Any]) -> Iterator[Gap]:
    places = [f"{file} {at}" for file, value in outputs.items() for at in removed_places(value)]
    if places:
        count = f"{len(places)} place{'' if len(places) == 1 else 's'}"
        yield Gap(
            "secret.removed",
            f"a secret was removed from {count} that calls depend on; the first is {places[0]}",
            "write there what the API expects, and let the authentication carry the secret",
        )


def _is_type(change: Change) -> bool:
    """Whether it is about what kind of authentication there is."""
    return change.before is not None and change.before.pointer in ("/auth", "/auth/type")


def _oauth_gaps(auth: ActionAuth) -> Iterator[Gap]:
    for value, label in (
        (auth.authorization_url, "Authorization URL"),
        (auth.token_url, "Token URL"),
    ):
        if not _is_https(value):
            yield Gap(
                "auth.oauth_url",
                f"the OAuth {label} is {mask_url(value)!r}, expected an https URL",
                f"find the right one at the OAuth provider and enter it as {label}",
            )


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and " " not in url

"""What must hold for every bundle, whatever its plugin was like."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from fidelity import EmittedAction
from gptreview.convert.importer import import_action
from gptreview.model.diagnostic import Level
from shapes import lookup
from source_api import load

RECORD = "migration.json"


def emitted_actions(bundle: Path) -> list[EmittedAction]:
    """The bundle's action files, parsed."""
    files = sorted((bundle / "actions").glob("*.yaml"))
    return [EmittedAction(f"actions/{path.name}", load(path)) for path in files]


def action_problems(bundle: Path, actions: list[EmittedAction]) -> Iterator[str]:
    """Where an action is no valid OpenAPI 3.1, is refused, or depends on who reads its YAML."""
    from openapi_spec_validator import OpenAPIV31SpecValidator

    for action in actions:
        text = (bundle / action.file).read_text(encoding="utf-8")
        if yaml.load(text, Loader=yaml.CSafeLoader) != action.document:
            yield f"{action.file}: YAML 1.1 reads it differently"
        for error in OpenAPIV31SpecValidator(action.document).iter_errors():
            yield f"{action.file}: not valid OpenAPI 3.1: {error.message[:120]}"
        for finding in import_action(action.document, size=len(text.encode())).diagnostics:
            if finding.level is Level.ERROR:
                yield f"{action.file}: {finding.pointer}: {finding.code}"


def leaked_tokens(bundle: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Files that hold a verification token of the manifest, as text or inside a file name."""
    auth = manifest.get("auth")
    tokens = auth.get("verification_tokens") if isinstance(auth, dict) else None
    values = [str(token) for token in tokens.values()] if isinstance(tokens, dict) else []
    spellings = {form for token in values if token for form in (token, json.dumps(token)[1:-1])}
    for path in _files(bundle):
        text = path.read_text(encoding="utf-8") + path.relative_to(bundle).as_posix()
        if any(spelling in text for spelling in spellings):
            yield f"{path.relative_to(bundle).as_posix()}: a verification token stands in it"


def lost_places(
    bundle: Path, record: Mapping[str, Any], sources: Mapping[str, Any]
) -> Iterator[str]:
    """Pointers of migration.json that lead nowhere.

    Args:
        bundle: The bundle's folder.
        record: Its migration.json.
        sources: The source documents, parsed, by their paths beside the manifest.
    """
    outputs: dict[str, Any] = {}
    for change in record["changes"]:
        before, after = change["before"], change["after"]
        if before and not _is_there(sources.get(before["file"]), before["pointer"]):
            yield f"{change['code']}: before {before['file']}#{before['pointer']} is not there"
        if not after:
            continue
        file = after["file"]
        if file not in outputs:
            path = bundle / file
            outputs[file] = load(path) if path.is_file() and path.suffix != ".md" else None
        whole = (bundle / file).is_file() and not after["pointer"]
        if not whole and not _is_there(outputs[file], after["pointer"]):
            yield f"{change['code']}: after {file}#{after['pointer']} is not there"


def changed_files(first: Path, second: Path) -> Iterator[str]:
    """Files that two runs did not write byte for byte alike."""
    names = {path.relative_to(root) for root in (first, second) for path in _files(root)}
    for name in sorted(names):
        one, other = first / name, second / name
        if not (one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()):
            yield f"{name.as_posix()}: a second run gives other bytes"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _is_there(document: Any, pointer: str) -> bool:
    try:
        lookup(document, pointer)
    except LookupError:
        return False
    return document is not None

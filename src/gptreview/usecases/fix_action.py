"""Repair an action's schema: the same conversion as for a plugin, without a manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gptreview.convert.define.document import Origin
from gptreview.convert.redact import Redactor
from gptreview.convert.specification import (
    ActionOptions,
    ConvertedSpecification,
    convert_specification,
)
from gptreview.convert.targets.gpt_action.bundle import overflow_text
from gptreview.convert.targets.yaml_text import dump_yaml
from gptreview.errors import ConflictError, InputError
from gptreview.model.action import JsonObject
from gptreview.model.change import Change
from gptreview.model.migration import OperationOutcome
from gptreview.reading.document import Document, ReadLimits, read_mapping
from gptreview.sources.files import STDIN, read_input


@dataclass(frozen=True, slots=True)
class FixedAction:
    """What was written, and everything that was done to get there."""

    name: str
    written: tuple[Path, ...]
    operations: tuple[OperationOutcome, ...]
    changes: tuple[Change, ...]

    @property
    def unusable(self) -> tuple[OperationOutcome, ...]:
        """Operations that were left out, or lack something that the document asks for."""
        return tuple(entry for entry in self.operations if not entry.usable)


@dataclass(frozen=True, slots=True)
class FixAction:
    """Reads one document and writes what the GPT builder accepts of it."""

    limits: ReadLimits
    stdin: BinaryIO

    def fix(self, source: str, output: Path, options: ActionOptions) -> FixedAction:
        """Write the repaired document to ``output``; further parts and texts lie beside it.

        Raises:
            InputError: The document cannot be read or repaired, or the output not be written.
            ConflictError: Output and input are one file.
        """
        _refuse_overwriting(source, output)
        data = read_input(source, self.stdin, max_bytes=self.limits.max_bytes)
        document = read_mapping(data, name=source, limits=self.limits)
        origin = Origin(server=options.server, name=Path(source).stem)
        converted = convert_specification(document, origin, options, Redactor(()))
        if not converted.documents:
            raise _nothing_left(document, converted)
        texts = dict(_texts(output, converted))
        try:
            for path, text in texts.items():
                path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(
                f"it cannot be written ({error.strerror})",
                where=str(output),
                next_step="name another file with -o",
            ) from error
        return FixedAction(source, tuple(texts), converted.operations, converted.changes)


def _texts(output: Path, converted: ConvertedSpecification) -> Iterator[tuple[Path, str]]:
    """Each file to write: the documents in order, then the text that did not fit into them."""
    stem, suffix = output.stem, output.suffix
    for number, value in enumerate(converted.documents.values(), 1):
        name = output.name if number == 1 else f"{stem}-{number}{suffix}"
        yield output.with_name(name), _written(value, suffix)
    overflow = overflow_text(converted.built.fitted.overflow)
    if overflow:
        yield output.with_name(f"{stem}.instructions.md"), overflow


def _written(value: JsonObject, suffix: str) -> str:
    if suffix.lower() == ".json":
        return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return dump_yaml(value)


def _refuse_overwriting(source: str, output: Path) -> None:
    if source != STDIN and output.exists() and output.samefile(source):
        raise ConflictError(
            "this is the document itself",
            where=str(output),
            expected="another file, so that nothing is lost",
            next_step="name another file with -o",
        )


def _nothing_left(document: Document, converted: ConvertedSpecification) -> InputError:
    reasons = dict.fromkeys(entry.reason for entry in converted.operations)
    return InputError(
        f"none of {len(converted.operations)} operations can work in the GPT builder: "
        f"{'; '.join(reasons)}",
        where=document.name,
        next_step=f"give the API's address with --server https://HOST{converted.base_path}"
        if any(entry.code == "operation.no_server" for entry in converted.operations)
        else "change the API, or call it through a server of your own",
    )

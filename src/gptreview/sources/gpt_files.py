"""Instructions, knowledge and actions of a listing: in its own text or in files that it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from gptreview.errors import InputError
from gptreview.model.gpt import GptAction, KnowledgeFile
from gptreview.model.listing import FieldPlace
from gptreview.reading.decode import decode
from gptreview.sources.auth_fields import read_auth
from gptreview.sources.inside import Content, Inside
from gptreview.sources.nodes import Node

_TEXT_FILES = (".md", ".txt")


@dataclass(frozen=True, slots=True)
class Spots:
    """Where the fields that were read stand; filled by the reading of one listing."""

    pointers: dict[str, str] = field(default_factory=dict)
    """JSON pointer, by field, of what stands in the listing's own text."""
    files: dict[str, FieldPlace] = field(default_factory=dict)
    """Place, by field, of what stands in a file of its own."""
    items: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By field that a list is joined to: the line on which an item begins, and its pointer."""

    def at_items(self, name: str, items: Iterable[Node]) -> None:
        """The field is these texts, each from a line of its own on."""
        line = 1
        self.items[name] = []
        for item in items:
            self.items[name].append((line, item.pointer))
            line += item.text().count("\n") + 1

    def at_file(self, name: str, path: str) -> None:
        """The field is a file, line by line."""
        self.files[name] = FieldPlace(path, exact=True)


def read_instructions(node: Node | None, files: Inside, spots: Spots, *, inline: bool) -> str:
    """The text, or that of the file it names where it is not ``inline``.

    One line that ends in .md or .txt, or that names a file inside the folder, is a path.

    Raises:
        FieldError: It is no text.
        InputError: The file cannot be read.
    """
    if node is None:
        return ""
    text = node.text()
    if not text:
        return ""
    if inline or not _is_path(text, files):
        spots.pointers["instructions"] = node.pointer
        if not inline:
            node.notes.add(
                node.pointer,
                "the instructions are no file inside the folder and are taken as the text itself",
            )
        return text
    spots.at_file("instructions", files.place(text))
    return instructions_file(text, files)


def instructions_file(path: str, files: Inside) -> str:
    """The text of a file that steers the model.

    Raises:
        InputError: It cannot be read, or is not text.
    """
    data = files.required(path, max_bytes=files.limits.max_listing_bytes)
    return decode(data, name=files.place(path))[0]


def read_knowledge(node: Node, files: Inside, spots: Spots) -> KnowledgeFile:
    """A path, or a mapping with ``path``, or with ``name`` and ``text``.

    Raises:
        FieldError: It is something else.
    """
    if isinstance(node.value, str):
        name = knowledge_name(node.value)
        return file_of_knowledge(node.value, files, spots, name=name, pointer=node.pointer)
    keys = node.keys()
    name, text, path = keys.text("name"), keys.get("text"), keys.text("path")
    keys.note_unknown()
    if text is not None and path:
        raise node.error("either text or path", "remove one of them")
    if text is None and path:
        name = knowledge_name(name or path)
        return file_of_knowledge(path, files, spots, name=name, pointer=node.pointer)
    if not name:
        raise node.error("a path, or a name with a text")
    known_as = knowledge_name(name)
    spots.pointers[f"knowledge:{known_as}"] = node.pointer
    if text is None:
        return KnowledgeFile(known_as, unread="the listing gives neither its text nor its path")
    content = files.given(text.text().encode())
    return KnowledgeFile(known_as, content.data, content.unread)


def read_action(node: Node, files: Inside, spots: Spots, *, index: int, inline: bool) -> GptAction:
    """A schema, or a mapping of it with auth and privacy policy.

    Raises:
        FieldError: It is something else, or a part of it is.
    """
    name = f"action:{index}"
    spots.pointers[name] = node.pointer
    if isinstance(node.value, str):
        schema, unread = _schema(node, files, spots, name=name, inline=inline)
        return GptAction(schema, unread=unread)
    keys = node.keys()
    written = keys.get("schema")
    if written is None:
        schema, unread = "", "the listing gives no schema for it"
    else:
        schema, unread = _schema(written, files, spots, name=name, inline=inline)
    action = GptAction(
        schema=schema,
        auth=read_auth(keys.get("auth")),
        privacy_policy_url=keys.text("privacy_policy_url"),
        unread=unread,
        schema_url=keys.text("schema_url"),
    )
    keys.note_unknown()
    return action


def file_of_knowledge(
    path: str, files: Inside, spots: Spots, *, name: str, pointer: str
) -> KnowledgeFile:
    """A knowledge file by its path, read or not.

    Args:
        path: Relative to the listing's folder.
        files: The folder.
        spots: Where its place is put: the file's own, or the pointer's where it is unread.
        name: What it is called.
        pointer: JSON pointer of what names it.
    """
    content = files.optional(path)
    if content.unread:
        spots.pointers[f"knowledge:{name}"] = pointer
    else:
        spots.at_file(f"knowledge:{name}", files.place(path))
    return KnowledgeFile(name, content.data, content.unread)


def knowledge_name(path: str) -> str:
    """What a knowledge file is called, the same from every source."""
    return str(PurePosixPath(path)).removeprefix("knowledge/")


def _schema(node: Node, files: Inside, spots: Spots, *, name: str, inline: bool) -> tuple[str, str]:
    """The schema's text and why it is unread; one of them is empty."""
    written = node.text()
    if inline:
        content = files.given(written.encode())
        return ("", content.unread) if content.unread else (written, "")
    content = files.optional(written)
    text, unread = _decoded(content)
    if not unread:
        spots.at_file(name, files.place(written))
    return text, unread


def _decoded(content: Content) -> tuple[str, str]:
    if content.unread:
        return "", content.unread
    try:
        return decode(content.data, name="")[0], ""
    except InputError as error:
        return "", error.found


def _is_path(text: str, files: Inside) -> bool:
    if len(text.splitlines()) != 1:
        return False
    return text.lower().endswith(_TEXT_FILES) or files.has(text)

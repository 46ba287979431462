"""A mapping as gpt.yaml and JSON lines have it becomes a GPT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from gptreview.model.gpt import Builder, Gpt, Verification, Visibility
from gptreview.sources.gpt_files import Spots, read_action, read_instructions, read_knowledge
from gptreview.sources.inside import Inside
from gptreview.sources.nodes import FieldError, Keys, Node, Notes, shown
from gptreview.sources.origin import GptReading

SCHEMA = "gpt/v1"
_UNVERIFIED = ("", "none", "no", "false")
CAPABILITIES = ("web_browsing", "code_interpreter", "image_generation")
"""Those that the GPT editor has switches for."""
_CONTENT = ("name", "description", "instructions", "conversation_starters", "knowledge", "actions")


def read_gpt(keys: Keys, files: Inside, *, inline: bool) -> GptReading:
    """The GPT and the places of its fields; what nobody asked for is noted.

    Args:
        keys: The listing's mapping.
        files: The folder that its paths are relative to.
        inline: Instructions and actions are the texts themselves, as in JSON lines; else they
            are paths, as in gpt.yaml.

    Raises:
        FieldError: A value is of the wrong kind, or the mapping is no listing at all.
        InputError: The instructions' file cannot be read.
    """
    _check_schema(keys, wanted=not inline)
    content = {key: node for key in _CONTENT if (node := keys.get(key))}
    if not content:
        raise FieldError(
            keys.pointer,
            "nothing that a GPT has",
            expected="at least one of " + ", ".join(_CONTENT),
        )
    spots = Spots()
    for field, key in (("name",) * 2, ("description",) * 2, ("starters", "conversation_starters")):
        if key in content:
            spots.pointers[field] = content[key].pointer
    spots.at_items("starters", _items(content.get("conversation_starters")))
    gpt = Gpt(
        id=_id(keys.get("id")),
        name=_name(keys),
        description=keys.text("description"),
        instructions=read_instructions(content.get("instructions"), files, spots, inline=inline),
        conversation_starters=keys.texts("conversation_starters"),
        capabilities=_capabilities(keys.get("capabilities")),
        categories=keys.texts("categories"),
        knowledge=tuple(
            read_knowledge(node, files, spots) for node in _items(content.get("knowledge"))
        ),
        actions=tuple(
            read_action(node, files, spots, index=index, inline=inline)
            for index, node in enumerate(_items(content.get("actions")))
        ),
        builder=_builder(keys.get("builder")),
        visibility=_visibility(keys),
        improve_models=_improve_models(keys.get("data_controls")),
    )
    note_same_names((file.name for file in gpt.knowledge), keys)
    keys.note_unknown()
    return GptReading(gpt, spots.pointers, spots.files, spots.items)


def _check_schema(keys: Keys, *, wanted: bool) -> None:
    schema = keys.text("schema")
    if schema and schema != SCHEMA:
        raise FieldError(f"{keys.pointer}/schema", f"the schema {shown(schema)}", expected=SCHEMA)
    if wanted and not schema:
        keys.notes.add(keys.pointer, f"schema is missing, and {SCHEMA} is assumed")


def _name(keys: Keys) -> str:
    name = keys.text("name")
    if not name:
        keys.notes.add(keys.pointer, "the GPT has no name")
    return name


def _id(node: Node | None) -> str:
    if node is None:
        return ""
    return str(node.value) if type(node.value) is int else node.text()


def readable_id(value: Mapping[str, Any]) -> str:
    """The identifier of a mapping that is no listing for some other reason; empty without one."""
    try:
        return _id(Keys(value, "", Notes()).get("id"))
    except FieldError:
        return ""


def _items(node: Node | None) -> list[Node]:
    return node.items() if node else []


def _capabilities(node: Node | None) -> tuple[str, ...]:
    """Names that are on: a list names them, a mapping says true or false for each.

    An unknown one is noted, and counts where it says true.
    """
    if node is None:
        return ()
    if isinstance(node.value, list):
        for each in node.items():
            if each.text() not in CAPABILITIES:
                node.notes.add(each.pointer, f"unknown capability {shown(each.text())}")
        return tuple(sorted(set(node.texts())))
    keys = node.keys()
    known = {name for name in CAPABILITIES if (on := keys.get(name)) and on.flag()}
    keys.note_unknown()
    return tuple(sorted(known.union(key for key in keys.unknown() if node.value[key] is True)))


def _builder(node: Node | None) -> Builder:
    if node is None:
        return Builder()
    keys = node.keys()
    builder = Builder(keys.text("name"), keys.text("domain"), _verified(keys.get("verified")))
    keys.note_unknown()
    return builder


def _verified(node: Node | None) -> str:
    """One of the known ways; whatever else stands there proves nothing, true included."""
    if node is None or node.value is False:
        return ""
    word = "true" if node.value is True else node.text()
    way = word.strip().lower()
    if way in tuple(Verification):
        return way
    if way not in _UNVERIFIED:
        known = " or ".join(Verification)
        sentence = f"{shown(word)} is no way to verify, so the builder is not; write {known}"
        node.notes.add(node.pointer, sentence)
    return ""


def _visibility(keys: Keys) -> Visibility | None:
    text = keys.choice("visibility", [each.value for each in Visibility])
    return Visibility(text) if text else None


def _improve_models(node: Node | None) -> bool | None:
    if node is None:
        return None
    keys = node.keys()
    improve = keys.get("improve_models")
    keys.note_unknown()
    return improve.flag() if improve else None


def note_same_names(names: Iterable[str], keys: Keys) -> None:
    """Note names that several knowledge files have."""
    counts = Counter(names)
    for name in (name for name, count in counts.items() if count > 1):
        sentence = f"several knowledge files are called {shown(name)}"
        keys.notes.add(f"{keys.pointer}/knowledge", sentence)

"""An agent plugin package: plugin.json, skills/ and mcp.json (Agent Plugins 1.0.0)."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

from gptreview.errors import InputError
from gptreview.model.gpt import Builder, Gpt
from gptreview.model.listing import FieldPlace, Listing, UnreadListing
from gptreview.reading.document import Document
from gptreview.sources.gpt_files import Spots, file_of_knowledge, instructions_file
from gptreview.sources.gpt_folder import note_oddities, own_document
from gptreview.sources.inside import Inside
from gptreview.sources.limits import SourceLimits
from gptreview.sources.mcp_servers import MCP_FILE, read_servers
from gptreview.sources.nodes import FieldError, Keys, Notes, shown
from gptreview.sources.origin import DocumentOrigin, GptReading, listing, placed
from gptreview.sources.walk import path_text

PLUGIN_FILE = "plugin.json"
CODEX_PLUGIN_FILE = ".codex-plugin/plugin.json"
"""Where ChatGPT and Codex look where there is no plugin.json."""
_MAX_OTHERS = 20
_SKILL_DEPTH = 3
"""Parts of ``skills/NAME/SKILL.md``; those of deeper folders are no skills."""
_PAPERS = ("$schema", "version", "homepage", "repository", "license")
"""Keys of plugin.json that a listing has no field for."""


def read_plugin_package(
    folder: Path, *, source: str, limits: SourceLimits, file: str = PLUGIN_FILE
) -> Listing | UnreadListing:
    """The listing that a package makes.

    The SKILL.md of every skill is instructions, frontmatter included, and whatever else lies in
    a skill is knowledge. Several skills are joined in the order of their folders, each after the
    first under a heading that names its file; the place of the instructions is then the first
    skill's file and not exact. Each server of mcp.json is an action, and the author is the
    builder, keywords are categories. A plugin.json or mcp.json that says more than that is
    knowledge too: a client may show it or read it to the model.

    Args:
        folder: As the user wrote it; nothing outside it is read.
        source: What the user calls the listing.
        limits: What it may bring.
        file: Its plugin.json, relative to the folder.
    """
    files = Inside(folder, limits)
    try:
        return _listing(own_document(file, files), file, files, source)
    except InputError as error:
        return UnreadListing(source, error)


def _listing(document: Document, file: str, files: Inside, source: str) -> Listing:
    notes, spots = Notes(), Spots()
    keys = Keys(document.value, "", notes)
    origin = DocumentOrigin(document)
    skills, references = _skill_files(files)
    servers = read_servers(files)
    try:
        gpt = Gpt(
            name=_text(keys, "name", spots),
            description=_text(keys, "description", spots),
            instructions=_instructions(skills, files, spots),
            categories=keys.texts("keywords"),
            actions=servers.actions,
            builder=_author(keys),
        )
        extensions = keys.get("extensions")
        papers = [file] if _note_rest(keys) or extensions else []
        note_oddities(document, keys)
    except FieldError as error:
        raise placed(error, origin) from error
    papers += [MCP_FILE] if servers.says_more else []
    knowledge = tuple(
        file_of_knowledge(path, files, spots, name=path_text(path), pointer="")
        for path in (*references, *papers)
    )
    for index, place in enumerate(servers.places):
        spots.files[f"action:{index}"] = place
    _note_others(files, notes)
    reading = GptReading(replace(gpt, knowledge=knowledge), spots.pointers, spots.files)
    return listing(reading, notes, origin=origin, source=source, remarks=servers.remarks)


def _text(keys: Keys, key: str, spots: Spots) -> str:
    text = keys.text(key)
    if text:
        spots.pointers[key] = f"/{key}"
    else:
        keys.notes.add("", f"the plugin has no {key}")
    return text


def _author(keys: Keys) -> Builder:
    node = keys.get("author")
    if node is None:
        return Builder()
    author = node.keys()
    builder = Builder(author.text("name"))
    for key in ("email", "url"):
        author.get(key)
    author.note_unknown()
    return builder


def _skill_files(files: Inside) -> tuple[list[str], list[str]]:
    """The SKILL.md of every skill, and all other files of the skills."""
    skills: list[str] = []
    references: list[str] = []
    for path in files.below("skills"):
        parts = path.split("/")
        is_skill = len(parts) == _SKILL_DEPTH and parts[-1] == "SKILL.md"
        (skills if is_skill else references).append(path)
    return skills, references


def _instructions(skills: list[str], files: Inside, spots: Spots) -> str:
    if not skills:
        return ""
    if len(skills) > files.limits.max_files:
        raise InputError(
            f"{len(skills):,} skills",
            where=files.place("skills"),
            expected=f"at most {files.limits.max_files:,}",
        )
    first, *others = skills
    spots.files["instructions"] = FieldPlace(files.place(first), exact=not others)
    texts = [f"# {path_text(path)}\n\n{instructions_file(path, files)}" for path in others]
    return "\n\n".join([instructions_file(first, files), *texts])


def _note_rest(keys: Keys) -> bool:
    """Note unknown keys, and whether there are any."""
    for key in _PAPERS:
        keys.get(key)
    unknown = bool(keys.unknown())
    keys.note_unknown()
    return unknown


def _note_others(files: Inside, notes: Notes) -> None:
    """Files that the specification gives no place, and that were not read."""
    # What a checkout keeps of its history is not published with it.
    others = (path for path in files.unlisted("") if not path.startswith(".git/"))
    for path in islice(others, _MAX_OTHERS):
        notes.add("", f"{shown(path)} is no part of an agent plugin and was not read")
    if next(others, None):
        notes.add("", "more files are no part of an agent plugin and were not read")

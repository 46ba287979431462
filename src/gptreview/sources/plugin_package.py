"""An agent plugin package: its manifest, its files and its MCP servers (Agent Plugins 1.0.0)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gptreview.errors import InputError
from gptreview.model.gpt import Builder, Gpt
from gptreview.model.listing import Listing, UnreadListing
from gptreview.reading.document import Document
from gptreview.sources.gpt_fields import note_same_names
from gptreview.sources.gpt_files import Spots
from gptreview.sources.gpt_folder import note_oddities, own_document
from gptreview.sources.inside import Inside
from gptreview.sources.limits import SourceLimits
from gptreview.sources.mcp_servers import McpServers, read_inline_servers, read_servers
from gptreview.sources.nodes import FieldError, Keys, Notes
from gptreview.sources.origin import DocumentOrigin, GptReading, listing, placed
from gptreview.sources.plugin_files import PackageFiles
from gptreview.sources.plugin_layout import PLUGIN_FILE, Layout, read_layout

_PAPERS = ("$schema", "version", "homepage", "repository", "license")
"""Keys of plugin.json that a listing has no field for."""
_SHOWN = ("extensions", "interface")
"""Keys that a client may show to people or read to the model."""


def read_plugin_package(
    folder: Path, *, source: str, limits: SourceLimits, file: str = PLUGIN_FILE
) -> Listing | UnreadListing:
    """The listing that a package makes.

    Every file of the folder is read. What steers the model is instructions, frontmatter included:
    the SKILL.md of every skill, commands and agents, joined in the order of their paths, each
    after the first under a heading that names its file. Each MCP server is an action, the author
    is the builder, keywords are categories. Whatever else lies in the folder is knowledge,
    scripts included; so is a manifest or mcp.json that says more than that. Only the history of
    a checkout is left out, with a remark.

    Args:
        folder: As the user wrote it; nothing outside it is read.
        source: What the user calls the listing.
        limits: What it may bring.
        file: Its manifest, relative to the folder.
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
    try:
        gpt = Gpt(
            name=_text(keys, "name", spots),
            description=_text(keys, "description", spots),
            categories=keys.texts("keywords"),
            builder=_author(keys),
        )
        layout = read_layout(keys)
        says_more = _note_rest(keys) or layout.says_more
        note_oddities(document, keys)
    except FieldError as error:
        raise placed(error, origin) from error
    servers = read_servers(layout.paths.get("mcpServers", ()), files)
    read_inline_servers(document, files, servers)
    package = _files(file, layout, servers, PackageFiles(files, spots, notes))
    if says_more:
        package.other(file)
    gpt = replace(
        gpt,
        instructions=package.instructions,
        knowledge=tuple(package.knowledge),
        actions=tuple(servers.actions),
    )
    note_same_names((each.name for each in gpt.knowledge), keys)
    for index, place in enumerate(servers.places):
        spots.files[f"action:{index}"] = place
    reading = GptReading(gpt, spots.pointers, spots.files)
    return listing(reading, notes, origin=origin, source=source, remarks=tuple(servers.remarks))


def _files(file: str, layout: Layout, servers: McpServers, package: PackageFiles) -> PackageFiles:
    package.read(layout, (file, *servers.files))
    for paper in servers.papers:
        package.other(paper)
    return package


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
    if isinstance(node.value, str):
        return Builder(node.value)
    author = node.keys()
    builder = Builder(author.text("name"))
    for key in ("email", "url"):
        author.get(key)
    author.note_unknown()
    return builder


def _note_rest(keys: Keys) -> bool:
    """Note unknown keys, and whether the manifest has text that is in no field."""
    shown = [key for key in _SHOWN if keys.get(key)]
    for key in _PAPERS:
        keys.get(key)
    unknown = bool(keys.unknown())
    keys.note_unknown()
    return unknown or bool(shown)

"""Migrate plugins: find them, convert each, write its bundle, go on past the bad ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin

from gptreview.convert.migration import PluginDocuments, migrate_documents
from gptreview.convert.specification import ActionOptions
from gptreview.errors import GptReviewError, InputError
from gptreview.model.migration import Migration
from gptreview.net.url import mask_url
from gptreview.reading.document import Document, ReadLimits, read_mapping
from gptreview.render.migration_json import migration_json
from gptreview.render.migration_markdown import migration_markdown
from gptreview.sources.files import read_file
from gptreview.sources.plugins import PluginFiles, find_plugins
from gptreview.usecases.bundle_names import BundleNames, bundle_name
from gptreview.usecases.write_bundle import RECORD, digest, write_bundle


class Fetch(Protocol):
    """What fetches a document from the internet."""

    def __call__(self, url: str) -> tuple[str, bytes]:
        """Final URL and body; raises InputError or DependencyError."""
        ...


@dataclass(frozen=True, slots=True)
class MigrateRequest:
    """What to migrate, where to, and how."""

    sources: Sequence[str]
    """Paths, or https URLs."""
    output: Path
    spec: Path | None = None
    """The OpenAPI document, where it does not lie beside the manifest; for one plugin only."""
    options: ActionOptions = field(default_factory=ActionOptions)
    fetch: bool = False
    """Whether URLs may be fetched."""
    force: bool = False


@dataclass(frozen=True, slots=True)
class MigrationOutcome:
    """One plugin: its migration, or why there is none."""

    source: str
    migration: Migration | None = None
    folder: Path | None = None
    error: GptReviewError | None = None


Plugin = PluginFiles | str
"""Files on disk, or an https URL."""


@dataclass(frozen=True, slots=True)
class MigratePlugin:
    """The use-case, wired."""

    limits: ReadLimits
    fetch: Fetch

    def find(self, request: MigrateRequest) -> list[Plugin | MigrationOutcome]:
        """Every plugin of the request, in order; what cannot be found is an outcome already."""
        found: list[Plugin | MigrationOutcome] = []
        for source in request.sources:
            try:
                found.extend(
                    MigrationOutcome(source, error=one) if isinstance(one, InputError) else one
                    for one in self._find_one(source, allowed=request.fetch)
                )
            except GptReviewError as error:
                found.append(MigrationOutcome(_shown(source), error=error))
        found = list({_identity(one): one for one in found}.values())
        if request.spec is not None and len(found) > 1:
            raise InputError(
                f"--spec names one document, and there are {len(found)} plugins",
                next_step="migrate that plugin alone, or lay each document beside its manifest",
            )
        return found

    def run(
        self, request: MigrateRequest, plugins: Iterable[Plugin | MigrationOutcome]
    ) -> Iterator[MigrationOutcome]:
        """Migrate one after the other; a bad plugin gives an outcome with its error."""
        names = BundleNames()
        for plugin in plugins:
            if isinstance(plugin, MigrationOutcome):
                yield plugin
                continue
            source = _shown(plugin) if isinstance(plugin, str) else str(plugin.manifest)
            try:
                yield self._migrate(request, plugin, source, names)
            except GptReviewError as error:
                # Documents are named as they lie in their folder; here the folder is needed too.
                placed = error if isinstance(plugin, str) else error.at(_folder(plugin, error))
                yield MigrationOutcome(source, error=placed)

    def _find_one(self, source: str, *, allowed: bool) -> Iterator[Plugin | InputError]:
        if "://" not in source:
            yield from find_plugins(Path(source))
        elif allowed:
            yield source
        else:
            raise InputError(
                "a URL, and fetching is off",
                where=_shown(source),
                next_step="add --fetch to allow it, or save the document and name the file",
            )

    def _migrate(
        self, request: MigrateRequest, plugin: Plugin, source: str, names: BundleNames
    ) -> MigrationOutcome:
        documents = self._read(request, plugin)
        migration = migrate_documents(documents, request.options, name="")
        name = names.assign(bundle_name(migration.manifest))
        given = documents.manifest.name if isinstance(plugin, str) else plugin.name
        migration = replace(migration, name=name, source=given)
        folder = request.output / name
        write_bundle(folder, _with_reports(migration), force=request.force)
        return MigrationOutcome(source, migration, folder)

    def _read(self, request: MigrateRequest, plugin: Plugin) -> PluginDocuments:
        if isinstance(plugin, str):
            return self._fetch_plugin(plugin, request)
        manifest = self._read_file(plugin.manifest, plugin.manifest.name)
        spec = request.spec or plugin.spec_for(_api_url(manifest))
        if spec is None:
            return PluginDocuments(manifest, None)
        name = spec.name if request.spec else plugin.sibling(spec)
        return PluginDocuments(manifest, self._read_file(spec, name))

    def _fetch_plugin(self, url: str, request: MigrateRequest) -> PluginDocuments:
        manifest = self._read_url(url)
        if request.spec is not None:
            return PluginDocuments(manifest, self._read_file(request.spec, request.spec.name))
        api_url = _api_url(manifest)
        if not api_url:
            return PluginDocuments(manifest, None)
        try:
            spec_url = urljoin(manifest.name, api_url)
        except ValueError as error:
            raise InputError(
                "not a URL",
                where=f"{manifest.name}: /api/url",
                expected="the https address of the OpenAPI document",
                next_step="save the document and name it with --spec FILE",
            ) from error
        return PluginDocuments(manifest, self._read_url(spec_url))

    def _read_file(self, path: Path, name: str) -> Document:
        data = read_file(path, max_bytes=self.limits.max_bytes)
        return read_mapping(data, name=name, limits=self.limits)

    def _read_url(self, url: str) -> Document:
        final, body = self.fetch(url)
        return read_mapping(body, name=mask_url(final), limits=self.limits)


def _identity(found: Plugin | MigrationOutcome) -> object:
    """A manifest that several sources lead to is one plugin."""
    if isinstance(found, PluginFiles):
        return found.manifest.resolve()
    return found if isinstance(found, str) else id(found)


def _shown(source: str) -> str:
    """A source without what may hold a secret: a URL's query, fragment and credentials."""
    return mask_url(source) if "://" in source else source


def _folder(plugin: PluginFiles, error: GptReviewError) -> str:
    """Where the plugin lies; empty where the error says it already."""
    folder = str(plugin.manifest.parent)
    return "" if error.where.startswith(folder) else folder


def _api_url(manifest: Document) -> str:
    api = manifest.value.get("api")
    url = api.get("url") if isinstance(api, dict) else None
    return url.strip() if isinstance(url, str) else ""


def _with_reports(migration: Migration) -> dict[str, str]:
    """The bundle's files, the two reports included; the record comes last."""
    files = {**migration.files, "MIGRATION.md": migration_markdown(migration)}
    digests = {name: digest(text) for name, text in sorted(files.items())}
    return {**files, RECORD: migration_json(migration, digests)}

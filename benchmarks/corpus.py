"""Every plugin of a folder: migrated twice, judged, counted."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bundles import (
    RECORD,
    action_problems,
    changed_files,
    emitted_actions,
    leaked_tokens,
    lost_places,
)
from fidelity import OperationVerdict, baseline, judge_plugin
from gptreview.bootstrap import migrate_plugin
from gptreview.usecases.migrate_plugin import MigrateRequest, MigrationOutcome
from source_api import calls, load, spec_beside


@dataclass(slots=True)
class CorpusReport:
    """What became of a folder of plugins."""

    plugins: int = 0
    with_spec: int = 0
    baseline: int = 0
    """Operations that the builder's rules call usable in the untouched documents."""
    actions: int = 0
    pointers: int = 0
    """Places in the sources and the results that the records name."""
    verdicts: list[OperationVerdict] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """``PLUGIN: what is wrong``: each of them a failure."""
    refused: list[str] = field(default_factory=list)
    """Plugins that got a message in place of a bundle."""
    changes: dict[str, int] = field(default_factory=dict)
    """Recorded changes by ``kind code``, one count a change."""

    @property
    def usable(self) -> int:
        """Operations that are usable as emitted."""
        return sum(verdict.usable for verdict in self.verdicts)

    @property
    def unnamed(self) -> list[OperationVerdict]:
        """Operations that lost something that no loss tells."""
        return [verdict for verdict in self.verdicts if not verdict.named]


def judge_corpus(plugins: Path, workspace: Path) -> CorpusReport:
    """Migrate every plugin into the workspace, twice, and judge the bundles."""
    first = _migrate(plugins, workspace / "first")
    second = _migrate(plugins, workspace / "second")
    report = CorpusReport(plugins=len(first))
    for number, (one, other) in enumerate(zip(first, second, strict=True), start=1):
        if sys.stderr.isatty():
            print(f"\rjudging {number} of {len(first)}", end="", file=sys.stderr)
        _judge(one, other, report)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    return report


def _migrate(plugins: Path, output: Path) -> list[MigrationOutcome]:
    usecase = migrate_plugin()
    request = MigrateRequest([str(plugins)], output)
    return list(usecase.run(request, usecase.find(request)))


def _judge(one: MigrationOutcome, other: MigrationOutcome, report: CorpusReport) -> None:
    manifest = Path(one.source)
    name = manifest.parent.name
    spec = spec_beside(manifest)
    document = load(spec) if spec else None
    report.with_spec += spec is not None
    report.baseline += baseline(document)
    if one.folder is None or other.folder is None:
        _refuse(name, document, one.error.found if one.error else "no reason", report)
        return
    problems = _bundle(name, one.folder, manifest, document, report)
    problems += changed_files(one.folder, other.folder)
    report.problems += [f"{name}: {problem}" for problem in problems]


def _refuse(name: str, document: Any, error: str, report: CorpusReport) -> None:
    """A refused plugin's operations are lost; the message is all that tells it."""
    reason = f"the plugin was refused: {error}"
    report.refused.append(name)
    report.verdicts += [
        OperationVerdict(name, call.method.upper(), call.path, (reason,))
        for call in calls(document)
    ]


def _bundle(name: str, bundle: Path, path: Path, document: Any, report: CorpusReport) -> list[str]:
    manifest = load(path)
    record = load(bundle / RECORD)
    actions = emitted_actions(bundle)
    report.actions += len(actions)
    for change in record["changes"]:
        key = f"{change['kind']} {change['code']}"
        report.changes[key] = report.changes.get(key, 0) + 1
    report.pointers += sum(bool(c[k]) for c in record["changes"] for k in ("before", "after"))
    sources = {path.name: manifest, record["source"]["spec"]: document}
    problems = [
        *action_problems(bundle, actions),
        *leaked_tokens(bundle, manifest),
        *lost_places(bundle, record, sources),
    ]
    if document is None:
        return problems
    verdicts, extra = judge_plugin(name, document, _api_url(manifest), actions, record)
    report.verdicts += verdicts
    return [*problems, *extra]


def _api_url(manifest: Mapping[str, Any]) -> str:
    api = manifest.get("api")
    return str(api.get("url", "")).strip() if isinstance(api, dict) else ""

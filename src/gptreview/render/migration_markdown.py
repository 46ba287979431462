"""MIGRATION.md: what a person must do in the GPT editor, and what was lost and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gptreview.model.change import Change, ChangeKind
from gptreview.model.migration import ActionFile, Migration
from gptreview.render.auth_dialog import auth_steps

_MOST_OF_A_KIND = 8


def migration_markdown(migration: Migration) -> str:
    """The checklist and the account of one migration."""
    blocks = [
        f"# Migrating {_inline(migration.manifest.name_for_human)}",
        _summary(migration),
        *_gaps(migration),
        "## In the GPT editor",
        *_editor_steps(migration),
        *_changes("What was lost, and why", migration, ChangeKind.LOSS),
        *_changes("What was put right", migration, ChangeKind.REPAIR),
        "Every single change, with its place before and after, is in `migration.json`.",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _summary(migration: Migration) -> str:
    total = len(migration.operations)
    usable = sum(1 for entry in migration.operations if entry.file)
    if not migration.spec_source:
        return (
            "The manifest came without its OpenAPI document: the listing is here, actions are not."
        )
    files = len(migration.actions)
    return (
        f"{usable} of {total} operations of `{migration.spec_source}` "
        f"(version {migration.spec_version}) work in the GPT builder, in {files} "
        f"action file{'' if files == 1 else 's'}."
    )


def _gaps(migration: Migration) -> Iterator[str]:
    if migration.gaps:
        yield "## Missing before it works"
        yield "\n".join(
            f"- **{gap.code}**: {gap.message}. To do: {gap.next_step}." for gap in migration.gaps
        )


def _editor_steps(migration: Migration) -> Iterator[str]:
    manifest = migration.manifest
    steps = [
        "**Name** and **Description**: take them from `gpt.yaml`.",
        "**Instructions**: paste `instructions.md`." + _note(migration, "instructions.too_long"),
    ]
    steps += [_action_step(action) for action in migration.actions]
    if migration.actions:
        steps += auth_steps(migration.auth, manifest.auth)
        steps.append(_privacy_step(manifest.legal_info_url))
    if manifest.logo_url:
        steps.append(
            f"**Profile picture**: upload it by hand; the plugin's was `{manifest.logo_url}`."
        )
    if manifest.contact_email:
        steps.append(
            "**Contact**: a GPT has no contact field; the manifest's contact_email was left out."
        )
    steps.append(
        "**Publish**, then open a chat and call every action once: the builder's preview asks for "
        "confirmation wherever `x-openai-isConsequential` is true."
    )
    yield "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    if len(migration.actions) > 1:
        yield (
            "The editor has been reported to refuse a second action on a domain that another "
            "action of the same GPT uses. If yours does, make one GPT for each file."
        )
    yield from _wording(manifest.description_for_model)


def _action_step(action: ActionFile) -> str:
    count = f"{action.operations} operation{'' if action.operations == 1 else 's'}"
    return (
        f"**Create new action**, **Schema**: paste `{action.file}` ({count} on `{action.server}`)."
    )


def _privacy_step(candidate: str) -> str:
    step = (
        "**Privacy policy**: enter its URL; "
        "a public GPT with an action is not published without one."
    )
    if candidate:
        step += (
            f" The manifest's legal_info_url is `{candidate}`: use it only if it really is the "
            "privacy policy."
        )
    return step


def _wording(instructions: str) -> Iterator[str]:
    if "plugin" in instructions.lower():
        yield (
            'The instructions speak of a "plugin": reword them, the model now knows an action. '
            "They were not rewritten here, so that their meaning stays yours."
        )


def _changes(title: str, migration: Migration, kind: ChangeKind) -> Iterator[str]:
    chosen = [change for change in migration.changes if change.kind is kind]
    if not chosen:
        return
    yield f"## {title}"
    by_code: dict[str, list[Change]] = {}
    for change in chosen:
        by_code.setdefault(change.code, []).append(change)
    yield "\n".join(_entries(by_code.values()))


def _entries(groups: Iterable[list[Change]]) -> Iterator[str]:
    for group in groups:
        for change in group[:_MOST_OF_A_KIND]:
            yield f"- {_where(change)}{_inline(change.message)}."
        if len(group) > _MOST_OF_A_KIND:
            yield f"- … and {len(group) - _MOST_OF_A_KIND} more of this kind (`{group[0].code}`)."


def _where(change: Change) -> str:
    place = change.before or change.after
    return f"`{place.file}` `{place.pointer or '/'}`: " if place else ""


def _note(migration: Migration, code: str) -> str:
    found = next((change.message for change in migration.changes if change.code == code), "")
    return f" Note: {found}." if found else ""


def _inline(text: str) -> str:
    """Text of strangers on one line, with nothing that Markdown or HTML would act on."""
    flat = " ".join(text.split())
    for sign in "\\`*_[]<>#|":
        flat = flat.replace(sign, f"\\{sign}")
    return flat

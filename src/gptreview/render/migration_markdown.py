"""MIGRATION.md: what a person must do in the GPT editor, and what was lost and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from gptreview.model.change import Change, ChangeKind
from gptreview.model.migration import ActionFile, Migration
from gptreview.render.auth_dialog import auth_steps
from gptreview.render.markdown import code, inline, sentence

_MOST_OF_A_KIND = 8
_MOST_PLACES = 4
# Told above as steps of their own; a second telling among the losses would only be noise.
_TOLD_AS_STEPS = frozenset({"manifest.logo_url", "manifest.legal_info_url", "auth.user_http",
                            "server.none"})  # fmt: skip
_READ_AGAIN = frozenset({"instructions.plugin_wording", "instructions.steering",
                         "instructions.too_long", "gpt.name_too_long",
                         "gpt.description_too_long"})  # fmt: skip


def migration_markdown(migration: Migration) -> str:
    """The checklist and the account of one migration."""
    blocks = [
        f"# Migrating {inline(migration.manifest.name_for_human)}",
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
    usable = sum(1 for entry in migration.operations if entry.usable)
    if not migration.spec_source:
        return (
            "The manifest came without its OpenAPI document: the listing is here, actions are not."
        )
    files = len(migration.actions)
    where = f", in {files} action file{'' if files == 1 else 's'}" if files else ""
    return (
        f"{usable} of {total} operations of {code(migration.spec_source)} "
        f"(version {inline(migration.spec_version)}) work in the GPT builder{where}."
    )


def _gaps(migration: Migration) -> Iterator[str]:
    if migration.gaps:
        yield "## Missing before it works"
        yield "\n".join(
            f"- {sentence(gap.message)} To do: {inline(gap.next_step)}." for gap in migration.gaps
        )


def _editor_steps(migration: Migration) -> Iterator[str]:
    manifest = migration.manifest
    steps = [
        "**Name** and **Description**: take them from `gpt.yaml`.",
        "**Instructions**: paste `instructions.md`.",
    ]
    steps += [_action_step(action) for action in migration.actions]
    if migration.actions:
        steps += auth_steps(migration.auth, manifest.auth, migration.asked_auth)
        steps.append(_privacy_step(manifest.legal_info_url))
    if manifest.logo_url:
        steps.append(
            f"**Profile picture**: upload it by hand; the plugin's was {code(manifest.logo_url)}."
        )
    if migration.actions:
        steps.append(
            "**Create**, then open a chat and call every action once. ChatGPT asks for "
            "confirmation wherever `x-openai-isConsequential` is true."
        )
    yield "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    servers = [action.server for action in migration.actions]
    if len(set(servers)) < len(servers):
        yield (
            "The editor has been reported to refuse a second action on a domain that another "
            "action of the same GPT uses. If yours does, make one GPT for each file."
        )
    words = [c.message for c in migration.changes if c.code in _READ_AGAIN]
    if words:
        yield "Read these texts again before you publish:"
        yield "\n".join(f"- {sentence(message)}" for message in words)


def _action_step(action: ActionFile) -> str:
    count = f"{action.operations} operation{'' if action.operations == 1 else 's'}"
    return (
        f"**Create new action**, **Schema**: paste `{action.file}` "
        f"({count} on {code(action.server)})."
    )


def _privacy_step(candidate: str) -> str:
    step = (
        "**Privacy policy**: enter its URL; "
        "a public GPT with an action is not published without one."
    )
    if candidate:
        step += (
            f" The manifest's legal_info_url is {code(candidate)}: use it only if it really is "
            "the privacy policy."
        )
    return step


def _changes(title: str, migration: Migration, kind: ChangeKind) -> Iterator[str]:
    told = _TOLD_AS_STEPS | _READ_AGAIN
    gone = {f"{each.method} {each.path}" for each in migration.operations if not each.file}
    chosen = [
        change
        for change in migration.changes
        if change.kind is kind
        and change.code not in told
        # Nothing was put right for anybody in an operation that is not there.
        and not (kind is ChangeKind.REPAIR and change.operation in gone)
    ]
    if not chosen:
        return
    yield f"## {title}"
    by_code: dict[str, dict[str, list[Change]]] = {}
    for change in chosen:
        by_code.setdefault(change.code, {}).setdefault(_said(change), []).append(change)
    yield "\n".join(line for name, said in by_code.items() for line in _entries(name, said))


def _entries(name: str, said: Mapping[str, list[Change]]) -> Iterator[str]:
    """One line for everything that is said in the same words, however often."""
    for message, changes in islice(said.items(), _MOST_OF_A_KIND):
        where = _where(changes)
        yield f"- {where}: {message}" if where else f"- {message}"
    if len(said) > _MOST_OF_A_KIND:
        yield f"- … and {len(said) - _MOST_OF_A_KIND} more of this kind (`{name}`)."


def _said(change: Change) -> str:
    return sentence(change.message.removeprefix(f"{change.operation} was "))


def _where(changes: list[Change]) -> str:
    """Operations by their names, which say more than a pointer; other places by theirs."""
    shown: list[str] = []
    files: set[str] = set()
    for change in changes:
        place = change.before or change.after
        if change.operation:
            words = code(change.operation)
        elif place:
            words = code(place.pointer or "/")
            words = words if place.file in files else f"{code(place.file)} {words}"
            files.add(place.file)
        else:
            continue
        if words not in shown:
            shown.append(words)
    more = f" and {len(shown) - _MOST_PLACES} more" if len(shown) > _MOST_PLACES else ""
    return ", ".join(shown[:_MOST_PLACES]) + more

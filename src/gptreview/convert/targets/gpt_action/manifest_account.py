"""What became of every field of the manifest."""

from __future__ import annotations

from gptreview.convert.importer.steering import plugin_word, steering_phrase
from gptreview.convert.ledger import Stage
from gptreview.convert.targets.gpt_action.bundle import GPT_FILE, INSTRUCTIONS_FILE
from gptreview.model.action import ActionAuth, AuthType
from gptreview.model.plugin import PluginAuthType, PluginManifest


def account_for_manifest(manifest: PluginManifest, auth: ActionAuth, stage: Stage) -> None:
    """Name where each field went, or that the GPT editor has no place for it."""
    _texts(manifest, stage)
    _wording(manifest.description_for_model, stage)
    _links(manifest, stage)
    _auth(manifest, auth, stage)


def _texts(manifest: PluginManifest, stage: Stage) -> None:
    for key, what, place in (
        ("name_for_human", "the GPT's name", f"{GPT_FILE}#/name"),
        ("name_for_model", "the name of the bundle's folder; a GPT has no such field", None),
        ("description_for_human", "the GPT's description", f"{GPT_FILE}#/description"),
        (
            "description_for_model",
            "the GPT's instructions, word for word",
            f"{INSTRUCTIONS_FILE}#",
        ),
    ):
        if getattr(manifest, key):
            stage.mapping(f"manifest.{key}", f"{key} became {what}", before=f"/{key}", after=place)


def _wording(text: str, stage: Stage) -> None:
    """Told, never rewritten: only the builder knows what the words are meant to do."""
    plugin, steering = plugin_word(text), steering_phrase(text)
    if plugin:
        stage.mapping(
            "instructions.plugin_wording",
            f"the instructions speak of a {plugin!r}; kept word for word: reword them, the model "
            "now knows an action",
            before="/description_for_model",
            after=f"{INSTRUCTIONS_FILE}#",
        )
    if steering:
        stage.mapping(
            "instructions.steering",
            f"the instructions tell the model when to act ({steering!r}); kept word for word: the "
            "usage policy asks for descriptions that prescribe no triggers",
            before="/description_for_model",
            after=f"{INSTRUCTIONS_FILE}#",
        )


def _links(manifest: PluginManifest, stage: Stage) -> None:
    if manifest.api_url:
        stage.mapping(
            "manifest.api_url",
            "api.url named the OpenAPI document; a GPT action holds the document itself",
            before="/api/url",
            after=None,
        )
    for key, what in (
        ("logo_url", "no field takes a URL; the profile picture is uploaded by hand"),
        ("contact_email", "a GPT has no contact field"),
        (
            "legal_info_url",
            "it may be the privacy policy or not; only the builder can say so in the editor",
        ),
    ):
        if getattr(manifest, key):
            stage.loss(f"manifest.{key}", f"{key}: {what}", before=f"/{key}", after=None)


def _auth(manifest: PluginManifest, auth: ActionAuth, stage: Stage) -> None:
    for source, target, value in _auth_moves(auth, manifest):
        if value:
            stage.mapping(
                f"auth.{source}",
                f"auth.{source} became the action's {target}",
                before=f"/auth/{source}",
                after=f"{GPT_FILE}#/actions/0/auth/{target}",
            )
    if manifest.auth.authorization_content_type:
        stage.loss(
            "auth.content_type",
            f"authorization_content_type {manifest.auth.authorization_content_type} has no field "
            "in the GPT editor; ChatGPT sends the token request as a form",
            before="/auth/authorization_content_type",
            after=None,
        )
    if manifest.auth.type is PluginAuthType.USER_HTTP:
        stage.loss(
            "auth.user_http",
            "user_http gave every user a key of their own; a GPT action has one shared key or "
            "OAuth, so the shared key was written: choose OAuth where users must differ",
            before="/auth/type",
            after=f"{GPT_FILE}#/actions/0/auth/type",
        )


def _auth_moves(auth: ActionAuth, manifest: PluginManifest) -> tuple[tuple[str, str, str], ...]:
    if auth.type is AuthType.OAUTH:
        return (
            ("client_url", "authorization_url", auth.authorization_url),
            ("authorization_url", "token_url", auth.token_url),
            ("scope", "scope", auth.scope),
        )
    return (
        ("type", "type", manifest.auth.type.value),
        ("authorization_type", "scheme", auth.scheme),
    )

"""The operations of an OpenAPI 3.x document, read without the converter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import yaml

from shapes import Shape, ShapeReader, child, follow


class PlainLoader(yaml.CSafeLoader):
    """PyYAML's safe loader with the scalars of YAML 1.2, which OpenAPI 3.x prescribes.

    YAML 1.1 reads the country code NO as false and 2023-01-01 as a date.
    """


PlainLoader.yaml_implicit_resolvers = {
    letter: [
        (tag, pattern)
        for tag, pattern in resolvers
        if not tag.endswith(":timestamp") and (not tag.endswith(":bool") or letter in "tTfF")
    ]
    for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
MANIFEST = "ai-plugin.json"
_VARIABLE = re.compile(r"\{([^{}/]*)\}")


@dataclass(frozen=True, slots=True)
class Input:
    """One parameter."""

    name: str
    location: str
    """``path``, ``query``, ``header``, ``cookie``; empty where it could not be read."""
    required: bool
    shape: Shape
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON request body."""

    required: bool
    shape: Shape
    pointer: str
    media_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One operation with everything that it takes."""

    method: str
    """Lower case."""
    path: str
    pointer: str
    inputs: tuple[Input, ...]
    body: Body | None
    servers: tuple[str, ...]
    """URLs as written, variables filled with their defaults: its own, the path's, the API's."""

    @property
    def label(self) -> str:
        """``METHOD /path``."""
        return f"{self.method.upper()} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same when path parameters are renamed."""
        return self.method, _VARIABLE.sub("{}", self.path)

    def variables(self) -> frozenset[str]:
        """Names between braces in the path."""
        return frozenset(_VARIABLE.findall(self.path))

    def named(self, location: str) -> dict[str, Input]:
        """Its parameters of one location, by name."""
        return {entry.name: entry for entry in self.inputs if entry.location == location}


def load(path: Path) -> Any:
    """A JSON or YAML file, read by the two libraries everybody uses.

    Raises:
        ValueError: It is neither.
    """
    text = path.read_bytes().decode("utf-8-sig")
    try:
        return json.loads(text)
    except ValueError:
        try:
            return yaml.load(text, Loader=PlainLoader)  # noqa: S506 - a safe loader
        except yaml.YAMLError as error:
            raise ValueError(str(error)) from error


def spec_beside(manifest: Path) -> Path | None:
    """The OpenAPI document in the manifest's folder."""
    names = ("openapi.json", "openapi.yaml", "openapi.yml")
    return next((p for name in names if (p := manifest.with_name(name)).is_file()), None)


def calls(document: Any) -> Iterator[Call]:
    """Every operation in the order of the document, those under a misplaced path included."""
    paths = document.get("paths") if isinstance(document, dict) else None
    reader = ShapeReader(document) if isinstance(document, dict) else None
    for path, item in paths.items() if reader and isinstance(paths, dict) else ():
        if not str(path).startswith("x-"):
            yield from _item(document, reader, str(path), item, child("/paths", path))


def _item(document: Any, reader: Any, path: str, value: Any, pointer: str) -> Iterator[Call]:
    item, place = follow(document, value, pointer)
    for key, entry in item.items() if isinstance(item, dict) else ():
        word = str(key).lower()
        if word.startswith("/"):
            yield from _item(document, reader, str(key), entry, child(place, key))
        elif word in METHODS and isinstance(entry, dict):
            own = child(place, key)
            levels = ((item, place), (entry, own))
            call = Call(
                method=word,
                path=path if path.startswith("/") else f"/{path}",
                pointer=own,
                inputs=tuple(_inputs(document, reader, levels)),
                body=_body(document, reader, entry, own),
                servers=tuple(url for owner in (entry, item, document) for url in _servers(owner)),
            )
            yield _without_query(call, reader)


def _without_query(call: Call, reader: Any) -> Call:
    """A query that was written into the path, as the query parameters that a server sees."""
    path, mark, query = call.path.partition("?")
    if not mark:
        return call
    inputs = list(call.inputs)
    for name, value in parse_qsl(query, keep_blank_values=True):
        variable = _VARIABLE.fullmatch(value)
        known = call.named("path").get(variable[1]) if variable else None
        if known:
            inputs[inputs.index(known)] = replace(known, name=name, location="query")
        else:
            shape = reader.read({"type": "string", "enum": [value]}, call.pointer)
            inputs.append(_constant(name, shape, call.pointer))
    return replace(call, path=path, inputs=tuple(inputs))


def _constant(name: str, shape: Shape, pointer: str) -> Input:
    return Input(name, "query", required=True, shape=shape, places=frozenset({pointer}))


def _inputs(
    document: Any, reader: ShapeReader, levels: tuple[tuple[dict[str, Any], str], ...]
) -> Iterator[Input]:
    """Parameters of the path and the operation; of two alike, the operation's."""
    found: dict[tuple[str, str], Input] = {}
    for owner, pointer in levels:
        listed = owner.get("parameters", [])
        place = child(pointer, "parameters")
        if not isinstance(listed, list):
            found[("", place)] = _unreadable(place)
            continue
        for index, entry in enumerate(listed):
            one = _input(document, reader, entry, child(place, index))
            found[(one.location, one.name)] = one
    yield from found.values()


def _input(document: Any, reader: ShapeReader, entry: Any, place: str) -> Input:
    value, pointer = follow(document, entry, place)
    if not isinstance(value, dict) or not value.get("name") or not value.get("in"):
        return _unreadable(place, pointer)
    schema, inside = value.get("schema"), child(pointer, "schema")
    media = value.get("content")
    if schema is None and isinstance(media, dict) and media:
        name, first = next(iter(media.items()))
        schema = first.get("schema") if isinstance(first, dict) else None
        inside = child(pointer, "content", name, "schema")
    elif schema is None:
        schema, inside = {key: value[key] for key in ("type", "enum") if key in value}, pointer
    return Input(
        str(value["name"]),
        str(value["in"]),
        required=str(value.get("required")).lower() == "true",
        shape=reader.read(schema, inside),
        places=frozenset({place, pointer}),
    )


def _unreadable(*places: str) -> Input:
    shape = Shape(opaque=True)
    return Input(places[0], "", required=False, shape=shape, places=frozenset(places))


def _body(document: Any, reader: ShapeReader, operation: Any, pointer: str) -> Body | None:
    if "requestBody" not in operation:
        return None
    value, place = follow(document, operation["requestBody"], child(pointer, "requestBody"))
    content = value.get("content") if isinstance(value, dict) else None
    names = [str(name) for name in content] if isinstance(content, dict) else []
    name = min(names, key=_json_rank, default="")
    media = content[name] if isinstance(content, dict) and name in content else None
    schema = media.get("schema", {}) if isinstance(media, dict) else None
    return Body(
        required=isinstance(value, dict) and value.get("required") is True,
        shape=reader.read(schema, child(place, "content", name, "schema")),
        pointer=child(pointer, "requestBody"),
        media_types=tuple(names),
    )


def _json_rank(media_type: str) -> int:
    word = media_type.partition(";")[0].strip().lower()
    if word == "application/json":
        return 0
    if word.endswith(("+json", "/json")):
        return 1
    return 2 if "*" in word else 3


def _servers(owner: Mapping[str, Any]) -> Iterator[str]:
    listed = owner.get("servers")
    for server in listed if isinstance(listed, list) else []:
        url = server.get("url") if isinstance(server, dict) else None
        if isinstance(url, str):
            variables = server.get("variables")
            yield _filled(url.strip(), variables if isinstance(variables, dict) else {})


def _filled(url: str, variables: Mapping[str, Any]) -> str:
    for name, variable in variables.items():
        if isinstance(variable, dict) and "default" in variable:
            url = url.replace(f"{{{name}}}", str(variable["default"]))
    return url


def hosts(call: Call, api_url: str) -> frozenset[str]:
    """Hosts that the document or the manifest names for the operation, lower case."""
    found: set[str] = set()
    for url in ("", *call.servers):
        try:
            found.add((urlsplit(urljoin(api_url, url)).hostname or "").rstrip("."))
        except ValueError:
            continue
    return frozenset(found - {""})

"""What all tables share: names of constraints, and times that both databases keep alike."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, BigInteger, Dialect, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)


def epoch_microseconds(moment: dt.datetime) -> int:
    """Microseconds since 1970 in UTC, of a moment with a time zone."""
    return (moment - _EPOCH) // _MICROSECOND


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment, kept as microseconds since 1970 in UTC: exact, sortable, the same everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self,
        value: dt.datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the same for all
    ) -> int | None:
        """To the database."""
        return None if value is None else epoch_microseconds(value)

    def process_result_value(
        self,
        value: int | None,
        dialect: Dialect,  # noqa: ARG002 - the same for all
    ) -> dt.datetime | None:
        """From the database."""
        return None if value is None else _EPOCH + value * _MICROSECOND


Digest = String(71)
"""``sha256:`` and 64 hex digits."""
Key = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives; SQLite counts by itself for its own integers only."""
Document = JSON().with_variant(JSONB, "postgresql")
"""JSON."""


def private() -> dict[str, bool]:
    """A column's `info` that keeps it out of every export."""
    return {"private": True}


class JsonText(str):
    """A document that is JSON already; other values are written out on their way."""

    __slots__ = ()


def as_json(value: Any) -> str:
    """What the databases are given for a document."""
    return value if isinstance(value, JsonText) else json.dumps(value)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {dt.datetime: UtcTime, dict[str, Any]: Document}

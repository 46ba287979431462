"""What use-cases call an open transaction that they hand from one function to another."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy.orm import Session

Transaction: TypeAlias = Session

"""What reviewers call the categories."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gptreview.model.finding import Category, Wording

CATEGORY_NAMES: Final[Mapping[Category, Wording]] = MappingProxyType(
    {
        Category.FRAUD: Wording("Fraud", "欺诈"),
        Category.HATE: Wording("Hate", "仇恨"),
        Category.ADULT: Wording("Adult", "成人内容"),
        Category.PII: Wording("Personal data", "个人信息"),
        Category.SECRETS: Wording("Secrets", "密钥"),
        Category.INJECTION: Wording("Injection", "注入与操纵"),
        Category.USAGE: Wording("Usage policy", "使用政策"),
        Category.PUBLISHING: Wording("Publishing", "发布要求"),
    }
)

"""Values as scenario files and `--set` write them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

#: Names that TOML takes without quotes.
BARE = re.compile(r"[A-Za-z0-9_-]+")


def plain(value: Any) -> Any:
    """The Python value of a NumPy or pandas scalar."""
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def literal(value: Any) -> str:
    """A value in TOML.

    >>> literal(True), literal(0.25), literal("30 bn KRW"), literal([1, 2]), literal({"low": 0})
    ('true', '0.25', '"30 bn KRW"', '[1, 2]', '{ low = 0 }')
    """
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {literal(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(literal(inner) for inner in value) + "]"
    raise TypeError(f"{value!r} is no value of a scenario; allowed: numbers, true and false, texts, and lists of them")


def setting(value: Any) -> str:
    """A value as `--set path=value` takes it: a text stands without quotes."""
    value = plain(value)
    return value if isinstance(value, str) else literal(value)


def dotted(path: str) -> str:
    """A path of keys.

    >>> dotted("policy.tax_credit.rate"), dotted("a b.c")
    ('policy.tax_credit.rate', '"a b".c')
    """
    return ".".join(key(step) for step in path.split("."))


def key(name: str) -> str:
    """One key, quoted where it must be."""
    return name if BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)

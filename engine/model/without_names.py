"""Takes named values out of data, however deep they stand: what the law erases may have been copied into lists and tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def without_names(data: Any, names: Collection[str]) -> Any:
    if isinstance(data, Mapping):
        return {key: without_names(value, names) for key, value in data.items() if key not in names}
    if isinstance(data, list):
        return [without_names(item, names) for item in data]
    return data

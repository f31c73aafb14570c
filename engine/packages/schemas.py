"""JSON Schemas of the files that people write, so that an editor completes them (docs/how-to/write-a-package.md)."""

from __future__ import annotations

from typing import Any

from engine.packages import given
from engine.packages.manifest import Sections, process_file
from engine.packages.scenario import Scenario


def schema_of(kind: str, sections: Sections) -> dict[str, Any]:
    """Returns the schema. `kind`: process (process.toml) or scenario (scenarios/NAME.json); `sections`: those of rooms above the engine."""
    found = given.schema_of({"process": process_file(sections), "scenario": Scenario}[kind])
    if kind == "process":
        # in the file a field's name is that of its table: [field.NAME]
        field = found["$defs"]["Field"]
        del field["properties"]["name"]
        field.pop("required", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}

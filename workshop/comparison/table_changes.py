"""Compares two states of decision tables, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.dmn import elements as dmn
from engine.packages.decisions import definitions_of


@dataclass(frozen=True, kw_only=True)
class CellChange:
    """`before` None: the cell is new; `after` None: it is gone."""

    before: str | None
    after: str | None

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """`kind`: same, added, removed, changed, moved; `number` as the table counts it now, or counted it; the last cell is its note."""

    kind: str
    number: int
    cells: Sequence[CellChange]


@dataclass(frozen=True, kw_only=True)
class TableChange:
    name: str
    columns: Sequence[str]
    #: hit policies, where they differ
    policy: CellChange
    rows: Sequence[RowChange]


def table_changes(before: bytes | None, after: bytes | None) -> list[TableChange]:
    """Compares each table, by its decision's id; with different columns all rows count as different."""
    old, new = _tables(before), _tables(after)
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        one, other = old.get(key), new.get(key)
        if one and other and (one[1] == other[1]):
            continue
        shown = other or one
        assert shown is not None
        same = bool(one and other and _columns(one[1]) == _columns(other[1]))
        rows = list(_rows(one[1] if one else None, other[1] if other else None, comparable=same))
        policy = CellChange(before=one[1].hit_policy if one else None, after=other[1].hit_policy if other else None)
        if any(row.kind != "same" for row in rows) or policy.changed:
            found.append(TableChange(name=shown[0], columns=_columns(shown[1]), policy=policy, rows=rows))
    return found


def _tables(content: bytes | None) -> Mapping[str, tuple[str, dmn.DecisionTable]]:
    model = definitions_of(content)
    decisions = model.decisions if model else ()
    return {item.id: (item.name or item.id, item.logic) for item in decisions if isinstance(item.logic, dmn.DecisionTable)}


def _columns(table: dmn.DecisionTable) -> list[str]:
    return [*(item.label or item.expression.text for item in table.inputs), *(item.label or item.name for item in table.outputs)]


def _rows(old: dmn.DecisionTable | None, new: dmn.DecisionTable | None, *, comparable: bool) -> Iterator[RowChange]:
    """Returns rows in the order of the new table; a removed row stands after the row that it followed."""
    before = {rule.id: (number, _texts(rule)) for number, rule in enumerate(old.rules if old else (), start=1)}
    after = {rule.id: (number, _texts(rule)) for number, rule in enumerate(new.rules if new else (), start=1)}
    if not comparable:
        after = {f"{key}\0": row for key, row in after.items()}
    gone = [key for key in before if key not in after]
    common = [key for key in before if key in after]
    moved = {key for key, other in zip(common, (key for key in after if key in before), strict=True) if key != other}
    for key, (number, texts) in after.items():
        yield from _removed(before, gone, until=before.get(key, (0,))[0])
        known = before.get(key)
        if known is None:
            yield RowChange(kind="added", number=number, cells=[CellChange(before=None, after=text) for text in texts])
        else:
            cells = [CellChange(before=one, after=other) for one, other in zip(known[1], texts, strict=False)]
            kind = "changed" if any(cell.changed for cell in cells) else "moved" if key in moved else "same"
            yield RowChange(kind=kind, number=number, cells=cells)
    yield from _removed(before, gone, until=len(before) + 1)


def _removed(before: Mapping[str, tuple[int, list[str]]], gone: list[str], *, until: int) -> Iterator[RowChange]:
    while gone and before[gone[0]][0] < until:
        number, texts = before[gone.pop(0)]
        yield RowChange(kind="removed", number=number, cells=[CellChange(before=text, after=None) for text in texts])


def _texts(rule: dmn.Rule) -> list[str]:
    return [*(cell.text for cell in rule.inputs), *(cell.text for cell in rule.outputs), rule.note]

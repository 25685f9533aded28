"""The batch verbs of an act: many rows of one kind at once, noted in entries of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from lianxi.core.transitions import Machine
from lianxi.journal import batches
from lianxi.journal.entry import Written
from lianxi.journal.packing import ROWS_AN_ENTRY, Batch, groups
from lianxi.journal.recorded import Recorded

M = TypeVar("M", bound=Recorded)


@dataclass
class ManyRows(Written):
    """The verbs for rows by the hundred and by the ten thousand; `Act` has those for single rows."""

    def create_batch(self, rows: Sequence[M]) -> Sequence[M]:
        """Store many new rows of one kind at once; each has its id afterwards.

        Noted compactly, in entries of bounded size. Raises BadInput as `create` does.
        """
        for group in groups(rows):
            self._note_batch(batches.insert(group))
        return rows

    def create_rows(self, model: type[M], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
        """Store new rows given as values in the order of `names`, and give their ids.

        As `create_batch`, for rows by the ten thousand: no objects are made. Other columns take their default.
        """
        ids: list[int] = []
        for group in groups(rows):
            batch = batches.insert_values(model, names, group)
            self._note_batch(batch)
            ids += batch.ids
        return ids

    def change_batch(self, pairs: Iterable[tuple[M, Mapping[str, Any]]]) -> int:
        """Set columns of many rows of one kind at once: pairs of a row and its new values.

        All pairs name the same columns. Rows with equal values are left alone; the number of changed rows
        is given. Raises Conflict when somebody else changed one first, BadInput as `change` does.
        """
        return self._change_in_groups(pairs, may_move=False)

    def change_rows(
        self,
        model: type[M],
        names: Sequence[str],
        rows: Iterable[tuple[int, int, Sequence[Any], Sequence[Any]]],
    ) -> int:
        """Set columns of many rows given as (id, version, old values, new values).

        As `change_batch`, for rows by the ten thousand that were read as values; raises as it does.
        """
        if "state" in names:
            raise ValueError("a state changes by its table: move_batch")
        return sum(self._note_batch(batches.change_values(model, names, some)) for some in groups(rows))

    def move_batch(self, pairs: Iterable[tuple[M, Mapping[str, Any]]], machine: Machine) -> int:
        """Move many rows by this action's row of the table, with other values.

        Raises as `move` and `change_batch` do.
        """

        def moved() -> Iterator[tuple[M, Mapping[str, Any]]]:
            for row, values in pairs:
                state = machine.step(self.action, str(getattr(row, "state")))  # noqa: B009
                yield row, {**values, "state": state}

        return self._change_in_groups(moved(), may_move=True)

    def _change_in_groups(self, pairs: Iterable[tuple[M, Mapping[str, Any]]], *, may_move: bool) -> int:
        changed = 0
        for group in groups(pairs):
            if not may_move and "state" in group[0][1]:
                raise ValueError("a state changes by its table: move_batch")
            changed += self._note_batch(batches.change(group))
        return changed

    def _note_batch(self, batch: Batch | None) -> int:
        if batch is None:
            return 0
        count = len(batch.ids)
        if self.waiting and self.waiting + count > ROWS_AN_ENTRY:
            self.append(ends=False)
            self.changes, self.waiting = [], 0
        self.changes.append(batch)
        self.waiting += count
        self.subject = self.subject or f"{batch.table}:{batch.ids[0]}"
        return count

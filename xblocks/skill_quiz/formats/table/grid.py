"""Cells, whatever file they come from."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_ROWS = 5_000
MAX_COLUMNS = 200


@dataclass(frozen=True)
class Cell:
    """``text`` as a person reads it; ``number`` if the file holds one; ``problem`` (code, Vietnamese, English) if the
    cell cannot be used."""

    text: str = ""
    number: float | None = None
    problem: tuple[str, str, str] | None = None


EMPTY = Cell()


@dataclass
class Grid:
    """(row, column) from 1 -> cell; empty cells are absent. ``dropped``: cells beyond the limits were left out."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    dropped: bool = False

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Keep a cell that says something."""
        if row > MAX_ROWS or column > MAX_COLUMNS:
            self.dropped = self.dropped or bool(cell.text.strip() or cell.problem)
        elif cell.text.strip() or cell.problem:
            self.cells[row, column] = cell

    def get(self, row: int, column: int | None) -> Cell:
        """The cell, or an empty one."""
        return EMPTY if column is None else self.cells.get((row, column), EMPTY)

    @property
    def rows(self) -> list[int]:
        """Numbers of the rows that say something."""
        return sorted({row for row, _ in self.cells})

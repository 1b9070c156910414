"""Nations and lines as Mesa agents: live views of one row of a table."""

from __future__ import annotations

import mesa
import numpy as np

from abm.state.columns import FIRMS, NATIONS, Column


class Live:
    """An agent attribute kept in its table: reading and writing it reads and writes the row."""

    def __init__(self, table: str, name: str, column: Column):
        self.table, self.name, self.column = table, name, column
        self.__doc__ = f"{column.meaning} [{column.unit}]"

    def __get__(self, agent: mesa.Agent | None, kind: type | None = None) -> float | np.ndarray | Live:
        """The row's value in the first world; an array for a column with further axes."""
        if agent is None:
            return self
        value = getattr(getattr(agent.model.run.state, self.table), self.name)[agent.row, ..., 0]
        return value if value.ndim else float(value)

    def __set__(self, agent: mesa.Agent, value: float) -> None:
        """Write the row."""
        getattr(getattr(agent.model.run.state, self.table), self.name)[agent.row, ..., 0] = value


def _lend_columns(table: str, columns: dict[str, Column]):
    def lend(kind: type) -> type:
        for name, column in columns.items():
            setattr(kind, name, Live(table, name, column))
        return kind

    return lend


@_lend_columns("nations", NATIONS)
class Nation(mesa.Agent):
    """A state that buys, promises and decides whom to serve. A rule a reader can check, not the portrait of a government."""

    def __init__(self, model: mesa.Model, row: int):
        super().__init__(model)
        self.row = row
        self.name = model.base.nations[row]

    @property
    def magazines(self) -> dict[str, float]:
        """Units it holds of each system."""
        net, quantity = self.model.base.net, self.model.run.state.stores.quantity
        return {
            self.model.base.products[net.store_product[s]]: float(quantity[s, 0])
            for s in range(net.first, len(net.store_nation))
            if net.store_nation[s] == self.row
        }


@_lend_columns("firms", FIRMS)
class Firm(mesa.Agent):
    """One production line: one maker and the one product it makes here."""

    def __init__(self, model: mesa.Model, row: int):
        super().__init__(model)
        self.row = row
        base = model.base
        self.name, self.maker = base.firms[row], base.makers[row]
        self.nation = base.nations[base.net.firm_nation[row]]
        self.product = base.products[base.net.firm_product[row]]

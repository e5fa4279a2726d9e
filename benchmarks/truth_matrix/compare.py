"""All cells of a matrix: what was seen, and what the model says."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.truth_matrix.cells import Cell, read_cells, read_tokens
from benchmarks.truth_matrix.configurations import configuration_of
from benchmarks.truth_matrix.predict import DEPENDS, Server, outcome
from benchmarks.truth_matrix.sessions import entry_of
from benchmarks.truth_matrix.tokens import NOW, heard, token_of
from benchmarks.truth_matrix.tree import Tree
from benchmarks.truth_matrix.wanted import requests_of
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.reading import Reading
from tokenlint.services.xrootd.model.versions import release_of


@dataclass(frozen=True, slots=True)
class Compared:
    """A cell with its prediction."""

    cell: Cell
    predicted: str

    @property
    def agrees(self) -> bool:
        """Whether the model says what was seen."""
        return self.cell.outcome == self.predicted


def compare(folder: Path) -> Iterator[Compared]:
    """Every cell of a folder with its prediction; raises OSError where there are no cells."""
    matrix = _Matrix(folder, read_tokens(folder))
    predict = cache(matrix.predict)
    for cell in read_cells(folder):
        asked = (cell.server, cell.config, cell.token, cell.operation, cell.path)
        yield Compared(cell, predict(*asked))


class _Matrix:
    """The configurations and tokens of a folder, each read once."""

    def __init__(self, folder: Path, tokens: dict[str, Any]) -> None:
        self._folder = folder
        self._tokens = tokens
        self._configuration = cache(self._read)
        self._server = cache(self._made)
        self._readings = cache(self._read_token)

    def predict(self, version: str, config: str, token: str, operation: str, path: str) -> str:
        """The outcome of a cell; `depends` where the folder tells too little."""
        server = self._server(version, config)
        readings = self._readings(version, config, token)
        requests = requests_of(operation, path)
        if readings is None or not requests or server.configuration.server is None:
            return DEPENDS
        tree = Tree()
        found = DEPENDS
        for request in requests:
            found = outcome(server, readings, request, tree)
        return found

    def _read(self, config: str) -> Configuration:
        return configuration_of(self._folder / "configs" / config)

    def _made(self, version: str, config: str) -> Server:
        return Server(self._configuration(config), release_of(version), NOW)

    def _read_token(self, version: str, config: str, name: str) -> tuple[Reading, ...] | None:
        server = self._server(version, config)
        entry = self._tokens.get(name) or entry_of(name, server.release)
        if entry is None:
            return None
        audible = heard(entry, server.release, header2cgi=server.hears_header)
        return server.readings(token_of(entry) if audible else None)

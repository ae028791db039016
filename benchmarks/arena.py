"""The arena: the contestants, each started and warmed when it is first needed, and ended with the benchmark."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from benchmarks.contestants.ours import Ours
from benchmarks.contestants.pywps import PyWps
from benchmarks.contestants.slurm import SlurmSite
from benchmarks.contestants.stock import Stock

TEN, MANY = 10, 1000  # processes that a service offers


class Arena:
    """Everything lies in a folder; what must outlive the benchmark, such as PyWPS's environment, in a cache."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._cache = cache
        self._ending = ExitStack()

    def close(self) -> None:
        """End all contestants."""
        self._ending.close()

    def folder(self, name: str) -> Path:
        """Return a new folder."""
        path = self._folder / f"{name}-{len(list(self._folder.iterdir()))}"
        path.mkdir()
        return path

    @cached_property
    def service(self) -> Ours:
        """The service with its defaults, and ten processes."""
        return self._ending.enter_context(Ours.at_work(self.folder("service"), offered=TEN))

    @cached_property
    def large_service(self) -> Ours:
        """The service with a thousand processes."""
        return self._ending.enter_context(Ours.at_work(self.folder("large-service"), offered=MANY))

    @cached_property
    def stock(self) -> Stock:
        """The runners of the environment, as their makers ship them."""
        stock = Stock(self.folder("stock"))
        stock.warm_up()
        return stock

    @cached_property
    def pywps(self) -> PyWps:
        """PyWPS with ten processes."""
        return self._ending.enter_context(PyWps.at_work(self.folder("pywps"), self._cache, offered=TEN))

    @cached_property
    def slurm(self) -> SlurmSite:
        """A Slurm of its own. Raises NotAvailable."""
        return self._ending.enter_context(SlurmSite.at_work(self.folder("slurm")))

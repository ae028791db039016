"""A Slurm of the tests' own, and the service and the stock runner on it, each with a count of its commands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

import yaml

from benchmarks.contestants import NotAvailable
from benchmarks.contestants.ours import Ours
from benchmarks.contestants.stock import Stock
from tests.support.clusters import Cluster, Slurm, Unavailable

COMMANDS = ("sbatch", "squeue", "scontrol", "sinfo", "sacct", "sacctmgr", "scancel", "srun")
TOIL = ("--batchSystem", "slurm", "--disableCaching")

# Stands before a command on the PATH: writes its name, and becomes it.
WRAPPER = '#!/bin/sh\necho {name} >> {count}\nexec {command} "$@"\n'


class SlurmSite:
    """One cluster; the folders of what runs on it lie below one folder."""

    def __init__(self, cluster: Cluster, folder: Path, ending: ExitStack) -> None:
        self.cluster = cluster
        self._folder = folder
        self._ending = ending

    @classmethod
    @contextmanager
    def at_work(cls, folder: Path) -> Iterator[SlurmSite]:
        """Run a cluster. Raises NotAvailable."""
        with ExitStack() as ending:
            try:
                cluster = ending.enter_context(Slurm())
            except Unavailable as reason:
                raise NotAvailable(f"no Slurm can be started: {reason}") from reason
            yield cls(cluster, folder, ending)
            cls.empty(cluster)

    @cached_property
    def service(self) -> Ours:
        """The service with its defaults, and Slurm as its scheduler."""
        return self._ending.enter_context(self.new_service(self.cluster.environment))

    @cached_property
    def stock(self) -> Stock:
        """The stock runner."""
        stock = self.new_stock(self.cluster.environment)
        stock.toil("hello", *TOIL)
        return stock

    def new_service(self, environment: Mapping[str, str], **settings: object) -> AbstractContextManager[Ours]:
        """Return a service on this cluster, which runs while it is entered."""
        folder = self.new_folder("service")
        configuration = folder / "wps-cwl.yml"
        configuration.write_text(yaml.safe_dump({"profiles": {"slurm": dict(self.cluster.profile)}}))
        variables = {**environment, "WPS_CWL_CONFIG": str(configuration)}
        return Ours.at_work(folder, offered=0, environment=variables, **settings)

    def new_stock(self, environment: Mapping[str, str]) -> Stock:
        """Return a stock runner that talks to this cluster."""
        return Stock(self.new_folder("stock"), environment)

    def counted(self) -> CountedCommands:
        """Return an environment in which the commands of Slurm are counted."""
        return CountedCommands(self.new_folder("commands"), self.cluster.environment)

    def new_folder(self, name: str) -> Path:
        """Return a new folder."""
        folder = self._folder / f"{name}-{len(list(self._folder.iterdir()))}"
        folder.mkdir()
        return folder

    @staticmethod
    def empty(cluster: Cluster) -> None:
        """Leave no job on a cluster."""
        for job in cluster.queue():
            cluster.cancel(job)
        cluster.wait_idle()


class CountedCommands:
    """Wrappers around the commands of Slurm; `environment` has them first on its PATH."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._count = folder / "count"
        self._count.touch()
        for name in COMMANDS:
            if command := shutil.which(name, path=environment["PATH"]):
                wrapper = folder / name
                wrapper.write_text(WRAPPER.format(name=name, count=self._count, command=command))
                wrapper.chmod(0o755)
        self.environment = {**environment, "PATH": f"{folder}:{environment['PATH']}"}

    def names(self) -> list[str]:
        """Return the commands that were run so far, in their order."""
        return self._count.read_text().split()

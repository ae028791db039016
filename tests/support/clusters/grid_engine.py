"""Grid Engine, unpacked and not installed: its packages would remove Slurm's wrappers, and set up a mail server."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import psutil

from tests.support.clusters import grid_engine_files as files
from tests.support.clusters.base import Cluster, Ending, Size
from tests.support.clusters.daemon import Daemon, free_ports
from tests.support.clusters.packages import Unavailable, install, unpack

PACKAGES = ("gridengine-master", "gridengine-exec", "gridengine-client", "gridengine-common")
LIBRARIES = ("libjemalloc2", "libhwloc15", "libmunge2", "libtirpc3", "libssl3", "libdb5.3", "libpam0g", "libtinfo6")
ARCHITECTURE = "lx-amd64"
SPOOLING = Path("/usr/lib/gridengine/libspoolc.so")  # compiled in


class GridEngine(Cluster):
    """sge_qmaster and sge_execd, with classic spooling."""

    name = "grid_engine"
    home = "SGE_ROOT"
    profile = {"scheduler": "grid_engine", "queue": "short.q", "parallel_environment": "smp"}

    def __init__(self, size: Size | None = None) -> None:
        super().__init__(size)
        master, node = free_ports(2)
        self._programs = self.folder / "bin" / ARCHITECTURE
        self._common = self.folder / "default" / "common"
        self._host = socket.gethostname()
        # The processes of a job are told by one of these groups: they must not be another cluster's.
        self._groups = f"{master * 100}-{master * 100 + 99}"
        self.environment = {
            "SGE_ROOT": str(self.folder),
            "SGE_CELL": "default",
            "SGE_ARCH": ARCHITECTURE,
            "SGE_QMASTER_PORT": str(master),
            "SGE_EXECD_PORT": str(node),
            "SGE_CLUSTER_NAME": "test",
            "PATH": f"{self._programs}{os.pathsep}{os.environ['PATH']}",
        }
        inside = os.environ | self.environment | {"SGE_ND": "1"}  # stay in the foreground
        self._master = Daemon(
            [str(self._programs / "sge_qmaster")], self.folder, environment=inside, ready=self.controller_answers
        )
        self._node = Daemon(
            [str(self._programs / "sge_execd")], self.folder, environment=inside, ready=self._node_reports
        )

    @property
    def daemons(self) -> list[Daemon]:
        return [self._node, self._master]

    def start(self) -> None:
        try:
            socket.gethostbyname(self._host)
        except OSError:
            raise Unavailable(f"Grid Engine needs an address for the name of this machine, {self._host}") from None
        install(*LIBRARIES)
        unpacked = unpack("gridengine", *PACKAGES)
        self._link_programs(unpacked / "usr" / "lib" / "gridengine")
        self._write_cell(unpacked / "usr" / "share" / "gridengine")
        self._master.start()
        self._master.wait()
        self._configure()
        self._node.start()
        self._node.wait()

    def close(self) -> None:
        self.run("qmod", "-d", "short.q")

    def open(self) -> None:
        self.run("qmod", "-e", "short.q")

    def stop_controller(self) -> None:
        self._master.stop()

    def start_controller(self) -> None:
        self._master.start()
        self._master.wait()

    def controller_answers(self) -> bool:
        return self.run("qconf", "-sh", check=False).returncode == 0

    def submit(self, script: Path, *options: str) -> str:
        return self.run("qsub", "-terse", *options, script).stdout.strip()

    def queue(self) -> list[str]:
        return [line.split()[0] for line in self.run("qstat", "-u", "*").stdout.splitlines()[2:]]

    def cancel(self, job: str) -> None:
        self.run("qdel", job)

    def ending(self, job: str) -> Ending | None:
        answer = self.run("qacct", "-j", job, check=False)
        facts = dict(line.split(maxsplit=1) for line in answer.stdout.splitlines() if len(line.split()) > 1)
        if answer.returncode or "exit_status" not in facts:
            return None
        return Ending(exit_code=int(facts["exit_status"].split()[0]), reason=f"failed {facts['failed'].strip()}")

    def _link_programs(self, programs: Path) -> None:
        """Lay the cell's folders over the unpacked files, where programs and libraries find each other."""
        libraries = programs.parent / ARCHITECTURE  # ../../lib/lx-amd64 from where the programs really are
        if not libraries.is_symlink():
            libraries.symlink_to(programs.name)
        for folder in ("bin", "lib", "utilbin"):
            (self.folder / folder).mkdir()
            (self.folder / folder / ARCHITECTURE).symlink_to(programs)
        if not SPOOLING.exists():
            SPOOLING.parent.mkdir(exist_ok=True)
            SPOOLING.unlink(missing_ok=True)
            SPOOLING.symlink_to(programs / SPOOLING.name)

    def _write_cell(self, shared: Path) -> None:
        """Write the files that the master reads when it starts for the first time."""
        spool = self.folder / "default" / "spool"
        for folder in (self._common, spool / "qmaster", spool / "execd"):
            folder.mkdir(parents=True)
        (self.folder / "tmp").mkdir(mode=0o1777)
        (self.folder / "util").symlink_to(shared / "util")
        (self._common / "act_qmaster").write_text(f"{self._host}\n")
        (self._common / "host_aliases").write_text(" ".join([self._host, *_other_names(self._host)]) + "\n")
        (self._common / "bootstrap").write_text(files.BOOTSTRAP.format(folder=self.folder))
        configuration = self._common / "configuration.in"
        configuration.write_text(files.CONFIGURATION.format(folder=self.folder, groups=self._groups))
        self.run("spoolinit", "classic", "libspoolc", f"{self._common};{spool}/qmaster", "init")
        for what, source in (
            ("configuration", configuration),
            ("complexes", shared / "util" / "resources" / "centry"),
            ("usersets", shared / "util" / "resources" / "usersets"),
            ("managers", "root"),
        ):
            self.run("spooldefaults.bin", what, source)

    def _configure(self) -> None:
        """Tell the master, while it runs, of this machine, its memory and the queues."""
        self.run("qconf", "-ah", self._host, check=False)  # the master may have added itself
        self.run("qconf", "-as", self._host)
        self._give("-Mc", files.with_memory(self.run("qconf", "-sc").stdout))
        known = self.run("qconf", "-se", self._host, check=False).returncode == 0
        values = f"slots={self.size.cpus},h_vmem={self.size.memory}M,virtual_free={self.size.memory}M"
        self._give("-Me" if known else "-Ae", files.HOST.format(host=self._host, values=values))
        self._give("-Ap", files.PARALLEL_ENVIRONMENT)
        self._give("-Ahgrp", f"group_name @allhosts\nhostlist {self._host}\n")
        for number, (name, hours) in enumerate((("short.q", 1), ("long.q", 24))):
            self._give("-Aq", files.queue(name, number, hours=hours, slots=self.size.cpus, folder=self.folder))
        self._give("-Msconf", files.quick(self.run("qconf", "-ssconf").stdout))

    def _give(self, option: str, text: str) -> None:
        source = self.folder / "qconf.txt"
        source.write_text(text)
        self.run("qconf", option, source)

    def _node_reports(self) -> bool:
        """Whether the queues have this machine's load, and no alarm."""
        rows = [line.split() for line in self.run("qstat", "-f", check=False).stdout.splitlines()]
        queues = [row for row in rows if row and "@" in row[0]]
        return bool(queues) and all(len(row) == 5 and row[3] != "-NA-" for row in queues)


def _other_names(host: str) -> list[str]:
    """Return what else /etc/hosts calls this machine: without them a daemon may introduce itself as `localhost`."""
    addresses = {address.address for card in psutil.net_if_addrs().values() for address in card}
    names: dict[str, None] = {}
    for line in Path("/etc/hosts").read_text().splitlines():
        address, *called = line.partition("#")[0].split() or [""]
        if address.startswith("127.") or address in addresses:
            names |= dict.fromkeys(called)
    return [name for name in names if name != host]

"""Slurm with its accounting, beside any other Slurm of this machine: own ports, key, database and folder."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.support.clusters.base import Cluster, Ending, Size
from tests.support.clusters.daemon import Daemon, accepts, free_ports, listens
from tests.support.clusters.packages import install
from tests.support.service import wait_for

PACKAGES = (
    "slurmctld",
    "slurmd",
    "slurmdbd",
    "slurm-client",
    "slurm-wlm-basic-plugins",
    "slurm-wlm-mysql-plugin",
    "munge",
    "mariadb-server-core",  # without the maintainer scripts of mariadb-server, which set up the default place
    "mariadb-client-core",  # what mariadb-install-db calls
)

CONTROLLER = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmctldPort={controller_port}
SlurmdPort={node_port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
KillWait=5
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdLogFile={folder}/slurmstepd.log
SlurmdSpoolDir={folder}/spool-node
StateSaveLocation={folder}/spool-controller
SlurmdParameters=config_overrides
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,sched_min_interval=100000,bf_interval=1,batch_sched_delay=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill,UsePss
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort={accounting_port}
AccountingStoragePass={folder}/munge.socket
DefMemPerCPU={memory_per_cpu}
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={memory} State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=CANCEL
PartitionName=short Nodes=ALL Default=YES MaxTime=01:00:00 State=UP
PartitionName=long Nodes=ALL Default=NO MaxTime=INFINITE State=UP
PartitionName=urgent Nodes=ALL Default=NO MaxTime=01:00:00 PriorityTier=100 PreemptMode=OFF State=UP
"""

ACCOUNTING = """\
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort={accounting_port}
SlurmUser=root
StorageType=accounting_storage/mysql
StorageHost=localhost
StorageUser=root
StorageLoc=slurm_acct_db
PidFile={folder}/slurmdbd.pid
"""

# The file system of a test need not survive a loss of power.
DATABASE = (
    "--no-defaults",
    "--user=root",
    "--skip-networking",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-flush-method=nosync",
    "--innodb-buffer-pool-size=32M",
)


class Slurm(Cluster):
    """slurmctld, slurmd, slurmdbd, MariaDB and munge."""

    name = "slurm"
    home = "SLURM_CONF"
    profile = {"scheduler": "slurm", "queue": "short"}

    def __init__(self, size: Size | None = None) -> None:
        super().__init__(size)
        self.environment = {"SLURM_CONF": str(self.folder / "slurm.conf"), "PATH": os.environ["PATH"]}
        controller, node, accounting = free_ports(3)
        inside = os.environ | self.environment | {"MYSQL_UNIX_PORT": str(self.folder / "mariadb.socket")}

        def daemon(*command: str | Path, ready: Callable[[], bool]) -> Daemon:
            return Daemon([str(word) for word in command], self.folder, environment=inside, ready=ready)

        self._munge = daemon(
            "munged",
            "--foreground",
            f"--key-file={self.folder}/munge.key",
            f"--socket={self.folder}/munge.socket",
            f"--pid-file={self.folder}/munged.pid",
            f"--seed-file={self.folder}/munged.seed",
            ready=lambda: accepts(self.folder / "munge.socket"),
        )
        self._database = daemon(
            "mariadbd",
            *DATABASE,
            f"--datadir={self.folder}/database",
            f"--socket={self.folder}/mariadb.socket",
            f"--pid-file={self.folder}/mariadbd.pid",
            ready=lambda: accepts(self.folder / "mariadb.socket"),
        )
        self._accounting = daemon("slurmdbd", "-D", ready=lambda: listens(accounting))
        self._controller = daemon("slurmctld", "-D", ready=self.controller_answers)
        self._node = daemon("slurmd", "-D", ready=self._node_is_idle)
        self._values = {
            "folder": self.folder,
            "host": socket.gethostname().split(".")[0],
            "controller_port": controller,
            "node_port": node,
            "accounting_port": accounting,
            "cpus": self.size.cpus,
            "memory": self.size.memory,
            "memory_per_cpu": self.size.memory // self.size.cpus,
        }

    @property
    def daemons(self) -> list[Daemon]:
        return [self._node, self._controller, self._accounting, self._database, self._munge]

    def start(self) -> None:
        install(*PACKAGES)
        self._write_configuration()
        self._create_database()
        for daemon in (self._munge, self._database):
            daemon.start()
        for daemon in (self._munge, self._database):
            daemon.wait()
        self._accounting.start()
        self._accounting.wait()
        for daemon in (self._controller, self._node):
            daemon.start()
        for daemon in (self._controller, self._node):
            daemon.wait()
        wait_for(self._accounts, 300, "the accounting does not tell how any job ended")

    def _accounts(self) -> bool:
        """Whether the accounting knows of a job: for minutes after a start on a loaded machine it may not."""
        options = ("--partition=short", "--output=/dev/null", "--wrap=true")
        job = self.run("sbatch", "--parsable", *options).stdout.strip()
        with suppress(AssertionError):
            self.wait_ending(job, 15)
            return True
        return False

    def close(self) -> None:
        self.run("scontrol", "update", f"NodeName={self._values['host']}", "State=DRAIN", "Reason=test")

    def open(self) -> None:
        wait_for(self._is_open, 30, "the node does not come back")

    def _is_open(self) -> bool:
        """Whether the node takes jobs; one that was only said to be down may come back by itself, at any moment."""
        state = self.run("sinfo", "--noheader", "--partition=short", "--format=%t").stdout.strip()
        if state in {"idle", "mix", "alloc"}:
            return True
        self.run("scontrol", "update", f"NodeName={self._values['host']}", "State=RESUME", check=False)
        return False

    def fail_node(self) -> None:
        """Say that the node is down: what runs there is lost."""
        self.run("scontrol", "update", f"NodeName={self._values['host']}", "State=DOWN", "Reason=test")

    def stop_controller(self) -> None:
        self._controller.stop()

    def start_controller(self) -> None:
        self._controller.start()
        self._controller.wait()

    def stop_accounting(self) -> None:
        """Take slurmdbd away: the controller keeps what it would tell it."""
        self._accounting.stop()

    def start_accounting(self) -> None:
        """Bring slurmdbd back."""
        self._accounting.start()
        self._accounting.wait()

    def controller_answers(self) -> bool:
        return self.run("scontrol", "ping", check=False).returncode == 0

    def submit(self, script: Path, *options: str) -> str:
        return self.run("sbatch", "--parsable", *options, script).stdout.strip()

    def queue(self) -> list[str]:
        return self.run("squeue", "--noheader", "--format=%A").stdout.split()

    def cancel(self, job: str) -> None:
        self.run("scancel", job)

    def ending(self, job: str) -> Ending | None:
        command = ("sacct", "--jobs", job, "--allocations", "--noheader", "--parsable2", "--format=state,exitcode,end")
        for line in self.run(*command).stdout.splitlines():
            state, code, end = line.split("|")
            if end != "Unknown":
                status, signal = (int(part) for part in code.split(":"))
                return Ending(exit_code=128 + signal if signal else status, reason=state)
        return None

    def _write_configuration(self) -> None:
        for folder in ("spool-node", "spool-controller"):
            (self.folder / folder).mkdir(mode=0o755)
        (self.folder / "slurm.conf").write_text(CONTROLLER.format_map(self._values))
        accounting = self.folder / "slurmdbd.conf"
        accounting.touch(mode=0o600)  # slurmdbd insists
        accounting.write_text(ACCOUNTING.format_map(self._values))
        key = self.folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(128))

    def _create_database(self) -> None:
        self.run(
            "mariadb-install-db",
            "--no-defaults",
            "--user=root",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            f"--datadir={self.folder}/database",
        )

    def _node_is_idle(self) -> bool:
        return "idle" in self.run("sinfo", "--noheader", "--format=%t", check=False).stdout

"""A real systemd for tests: the first process of name spaces of Linux, with a network and an /etc of its own.

It sees the programs of this machine, and none of its units; nothing that it does outlives it. Only root can start one.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.support import machines
from tests.support.programs import require
from tests.support.service import ROOT, wait_for

PROGRAM = Path("/lib/systemd/systemd")
SPACES = ("--pid", "--fork", "--mount", "--uts", "--ipc", "--net", "--cgroup", "--kill-child")
UNITS = "/etc/systemd/system"  # the only place of units, as those of this machine would set up a machine
PREFIX = Path("/opt/wps-cwl")  # where the units look for the service
# What the first process does before it becomes systemd. The kernel's settings are everybody's, and closed to it.
BOOT = """
set -e
mount --make-rprivate /
mount -t proc proc /proc
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
umount -R /sys/fs/cgroup
mount -t tmpfs tmpfs /sys/fs/cgroup
for told in $HIERARCHIES; do
    place=${told%%=*}; options=${told#*=}
    mkdir -p /sys/fs/cgroup/$place
    case $options in
        cgroup2) mount -t cgroup2 cgroup2 /sys/fs/cgroup/$place ;;
        *) mount -t cgroup -o $options cgroup /sys/fs/cgroup/$place ;;
    esac
done
mkdir "$LAB/etc"
cp -a /etc/. "$LAB/etc/" || [ -s "$LAB/etc/passwd" ]  # others may install something meanwhile: files come and go
mount --bind "$LAB/etc" /etc
rm -rf /etc/systemd/system && mkdir /etc/systemd/system && cp -a "$LAB/units/." /etc/systemd/system/
for folder in /run /var/lib /var/log /srv /opt; do mount -t tmpfs -o mode=755 tmpfs $folder; done
mkdir -p /run/lock /var/lib/nginx /var/log/nginx /opt/python /opt/packages /opt/source
mount --bind "$PYTHON" /opt/python
mount --bind "$PACKAGES" /opt/packages
mount --bind "$SOURCE" /opt/source
mount --bind "$CONSOLE" /dev/console
echo /opt/python/lib > /etc/ld.so.conf.d/00-python.conf && ldconfig
ip link set lo up
exec env -i container=lab PATH="$PATH" SYSTEMD_UNIT_PATH=/etc/systemd/system \\
    /lib/systemd/systemd --system --unit=lab.target --log-target=console --show-status=no
"""
OF_A_MACHINE = {  # in the place of what systemd has for a whole machine
    "lab.target": "[Unit]\n",
    "sysinit.target": "[Unit]\n",
    "basic.target": "[Unit]\n",
    "multi-user.target": "[Unit]\n",
    "service.d/log.conf": "[Service]\nStandardOutput=append:/var/log/%N.log\nStandardError=append:/var/log/%N.log\n",
}


class Systemd:
    """One systemd that runs; commands are run beside it, as its administrator does."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.log = log
        self._folder, self._groups = folder, _Groups()
        self._outer: subprocess.Popen[bytes] | None = None
        self._first = 0

    def start(self) -> None:
        """Start it, and return when it takes orders; skip the test where the kernel does not let it run."""
        for name, text in OF_A_MACHINE.items():
            unit = self._folder / "units" / name
            unit.parent.mkdir(parents=True, exist_ok=True)
            unit.write_text(text)
        shutil.copy("/lib/systemd/system/nginx.service", self._folder / "units")
        told = {
            "LAB": str(self._folder),
            "HIERARCHIES": " ".join(f"{place or '.'}={options}" for place, options in self._groups.hierarchies),
            "PYTHON": sys.base_prefix,
            "PACKAGES": sysconfig.get_path("purelib"),
            "SOURCE": str(ROOT),
            "CONSOLE": str(self.log),
        }
        with self.log.open("ab") as log:
            try:
                self._outer = subprocess.Popen(
                    ["unshare", *SPACES, "sh", "-c", BOOT],
                    env=os.environ | told,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    preexec_fn=self._groups.enter,
                )
            except subprocess.SubprocessError as error:
                pytest.skip(f"control groups cannot be made here: {error}")
        deadline = time.monotonic() + 120
        while not self._answers():
            if self._outer.poll() is not None or time.monotonic() > deadline:
                pytest.skip(f"systemd does not run in name spaces here: {self.log.read_text()[-300:]}")
            time.sleep(0.1)
        self._install_the_service()

    def run(self, *command: str | Path, check: bool = True) -> str:
        """Run a command, and return what it says."""
        done = subprocess.run(
            [*self._inside, *command],
            env={"PATH": f"{PREFIX}/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert not check or done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def write(self, path: str, text: str) -> None:
        """Write a file, with its folders."""
        self.run("sh", "-c", 'mkdir -p "$(dirname "$1")" && printf %s "$2" > "$1"', "sh", path, text)

    def value(self, unit: str, name: str) -> str:
        """Return a property of a unit."""
        return self.run("systemctl", "show", "--value", f"--property={name}", unit).strip()

    def stop(self) -> None:
        """End it, and all that it has started, at once."""
        if self._outer is not None:
            if self._first:
                with suppress(psutil.NoSuchProcess):
                    psutil.Process(self._first).kill()  # the first of a process space takes the others with it
            self._outer.kill()
            self._outer.wait(20)
        wait_for(self._groups.remove, 20, "groups of processes are left")

    @property
    def _inside(self) -> list[str]:
        return [
            "nsenter",
            f"--target={self._first}",
            "--pid",
            "--mount",
            "--uts",
            "--ipc",
            "--net",
            "--wdns=/opt/source",
        ]

    def _answers(self) -> bool:
        assert self._outer is not None
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._outer.pid).children():
                if child.name() == "systemd":
                    self._first = child.pid
        return bool(self._first) and "running" in self.run("systemctl", "is-system-running", check=False)

    def _install_the_service(self) -> None:
        """Make an environment in which this code is found, where the user of the service can read it."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        self.run(f"/opt/python/bin/{version}", "-m", "venv", "--without-pip", PREFIX)
        self.write(f"{PREFIX}/lib/{version}/site-packages/found.pth", "/opt/source\n/opt/packages\n")
        for name in ("wps-cwl", "cwltool", "toil-cwl-runner", "_toil_worker"):
            text = (Path(sys.executable).parent / name).read_text()
            self.write(f"{PREFIX}/bin/{name}", re.sub("^#!.*", f"#!{PREFIX}/bin/python", text))
            self.run("chmod", "755", f"{PREFIX}/bin/{name}")


class _Groups:
    """Groups of processes (cgroups) of its own in all hierarchies of this machine, old and new."""

    def __init__(self) -> None:
        self._name = f"wps-cwl-{secrets.token_hex(4)}"
        self._mounted = dict(
            _mounted_hierarchies()
        )  # where each is: the folder below /sys/fs/cgroup, how it is mounted
        self.hierarchies = sorted(
            (str(path)[len("/sys/fs/cgroup") :].lstrip("/"), how) for path, how in self._mounted.items()
        )

    def enter(self) -> None:
        """Move this process there."""
        for path in self._mounted:
            group = path / self._name
            group.mkdir(exist_ok=True)
            for name in ("cpuset.cpus", "cpuset.mems"):
                if (path / name).exists() and (group / name).exists():  # empty at first, and then nothing can enter
                    (group / name).write_text((path / name).read_text())
            (group / "cgroup.procs").write_text(str(os.getpid()))

    def remove(self) -> bool:
        """Remove them, and say whether they are gone; processes that were killed may take a moment."""
        for path in self._mounted:
            for folder, _, _ in os.walk(path / self._name, topdown=False):
                with suppress(OSError):
                    Path(folder).rmdir()
        return not any((path / self._name).exists() for path in self._mounted)


def _mounted_hierarchies() -> Iterator[tuple[Path, str]]:
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, place, kind, options, *_ = line.split()
        if kind == "cgroup2":
            yield Path(place), kind
        elif kind == "cgroup":
            general = {"rw", "ro", "nosuid", "nodev", "noexec", "relatime"}
            yield Path(place), ",".join(option for option in options.split(",") if option not in general)


@contextmanager
def running(log: Path) -> Iterator[Systemd]:
    """Give a systemd that runs; skip the test where nobody can have one."""
    if reason := machines.obstacle():
        pytest.skip(reason)
    require("systemd with nginx", "systemd", "nginx-light", there=lambda: False)  # their files are used, too
    folder = Path(tempfile.mkdtemp(prefix="wps-cwl-systemd-"))
    server = Systemd(folder, log)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

"""What the daemons on a node write into a job's log when they end it: for queues that do not say why."""

from __future__ import annotations

from wps_cwl.engine.schedulers.base import EndReason

_SIGNS = (  # of Slurm's slurmstepd, which also stands behind its commands for Torque; then of pbs_mom
    ("DUE TO TIME LIMIT", EndReason.TIME),
    ("DUE TO NODE FAILURE", EndReason.NODE),
    ("DUE TO PREEMPTION", EndReason.PREEMPTED),
    ("exceeded memory limit", EndReason.MEMORY),
    ("exceeded job memory limit", EndReason.MEMORY),
    ("oom-kill", EndReason.MEMORY),
    ("oom_kill", EndReason.MEMORY),
    ("PBS: job killed: walltime", EndReason.TIME),
    ("PBS: job killed: mem", EndReason.MEMORY),
    ("PBS: job killed: vmem", EndReason.MEMORY),
)


def reason(log: str) -> tuple[EndReason, str] | None:
    """Return why a job was ended, and the line that says so."""
    for line in reversed(log.splitlines()):
        for sign, found in _SIGNS:
            if sign.lower() in line.lower():
                return found, line.strip().strip("* ")
    return None

"""What `qstat -f` says of a job beside its state: its queue, its node, and its times, of which each has others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from wps_cwl.engine.schedulers.base import QueuedJob, QueueState
from wps_cwl.engine.schedulers.times import CLOCK, local

_WRAPPERS = re.compile(r"\(\d+\)$")  # Slurm's wrappers name the user as `euser = root(0)`


def with_facts(job: QueuedJob, values: Mapping[str, str]) -> QueuedJob:
    """Return a job with what its values say."""
    submitted, started, ended = times(values)
    waits = job.state not in {QueueState.RUNNING, QueueState.ENDED}
    return replace(
        job,
        queue=values.get("queue") or None,
        node=node(values),
        submitted=submitted,
        started=None if waits else started,
        ended=ended if job.state is QueueState.ENDED else None,
    )


def node(values: Mapping[str, str]) -> str | None:
    """`node1/0+node1/1` -> `node1`; OpenPBS has `node1/0*2`."""
    hosts = [host.strip("()").partition("/")[0] for host in values.get("exec_host", "").split("+")]
    return ",".join(dict.fromkeys(host for host in hosts if host)) or None


def times(values: Mapping[str, str]) -> tuple[float | None, float | None, float | None]:
    """Return when a job was submitted, started and ended.

    The wrappers write start and end as `mtime` and `ctime`, also of a job that has not started; elsewhere these are
    the last change and the creation.
    """
    submitted = _first(values, "qtime", "ctime")
    if _WRAPPERS.search(values.get("euser", "")):
        started = _first(values, "mtime") if values.get("exec_host") else None
        return submitted, started, _first(values, "ctime")
    return submitted, _first(values, "start_time", "stime"), _first(values, "comp_time", "obittime")


def _first(values: Mapping[str, str], *names: str) -> float | None:
    for name in names:
        text = values.get(name, "").strip()
        if text.isdigit():
            return float(text)
        if (found := local(text, CLOCK)) is not None:
            return found
    return None

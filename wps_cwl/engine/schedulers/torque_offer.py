"""What Torque and OpenPBS say of their queues and nodes: qstat -Q, pbsnodes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wps_cwl.engine.schedulers.base import Answer, Node, Offer, Profile
from wps_cwl.engine.schedulers.offer import bytes_of, seconds_of

_QUEUE = re.compile(r"^Queue:\s*(\S+)", re.M)
_VALUE = re.compile(r"^\s+(\S+) = (.*)$", re.M)
_NODE = re.compile(r"^(\S+)\s*$", re.M)


def commands(profile: Profile, user: str) -> dict[str, list[str]]:
    """Return what is asked."""
    del profile, user
    return {"queues": ["qstat", "-Q", "-f"], "nodes": ["pbsnodes", "-a"]}


def read(answers: Mapping[str, Answer], profile: Profile) -> Offer:
    """Read the answers; which queue is the default is not asked for."""
    parts = _QUEUE.split(answers["queues"].out)[1:]
    known = {name: dict(_VALUE.findall(text)) for name, text in zip(parts[::2], parts[1::2], strict=True)}
    nodes = [node for text in _blocks(answers["nodes"].out) if (node := _node(dict(_VALUE.findall(text))))]
    if profile.queue is None:
        return Offer("the default queue", bool(known), f"of {len(known)} queue(s)", nodes=nodes)
    values = known.get(profile.queue.partition("@")[0])
    if values is None:
        return Offer(profile.queue, False, f"there is no such queue; choose from: {', '.join(sorted(known))}")
    enabled, started = (values.get(name, "").lower() == "true" or values.get(name) == "yes" for name in _SWITCHES)
    return Offer(
        queue=profile.queue,
        open=enabled and started,
        state=f"{'enabled' if enabled else 'not enabled'}, {'started' if started else 'not started'}",
        walltime=seconds_of(values.get("resources_max.walltime", "")),
        cores=_number(values.get("resources_max.ncpus", "")),
        memory=bytes_of(values.get("resources_max.mem", "")),
        nodes=nodes,
    )


_SWITCHES = ("enabled", "started")


def _blocks(text: str) -> list[str]:
    """Split the list of nodes: each begins with its name, alone on a line."""
    return _NODE.split(text)[2::2]


def _node(values: Mapping[str, str]) -> Node | None:
    """Read a node of Torque (np, status) or of OpenPBS (resources_available)."""
    cores = _number(values.get("np", values.get("resources_available.ncpus", "")))
    if cores is None:
        return None
    status = dict(part.partition("=")[::2] for part in values.get("status", "").split(","))
    memory = values.get("resources_available.mem") or status.get("physmem") or status.get("availmem") or ""
    properties = values.get("properties")
    gpus = _number(values.get("gpus", values.get("resources_available.ngpus", "")))
    features = None if "resources_available.ncpus" in values else frozenset((properties or "").split(",")) - {""}
    return Node(cores, bytes_of(memory), features, gpus or 0)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None

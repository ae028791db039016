"""Whether a profile fits into what a batch scheduler offers in its queue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from wps_cwl.engine.schedulers.base import WORKER_MEMORY, Check, Offer, Profile


def compare(offer: Offer, profile: Profile) -> Iterator[Check]:
    """Look whether steps of a profile would run: as much as it allows them must be there, on one node."""
    nodes = f", {len(offer.nodes)} node(s)" if offer.nodes else ""
    remedy = "set `queue` of the profile to one that there is and that takes jobs, or have its administrator open it"
    yield Check("queue", offer.open, f"{offer.queue}: {offer.state}{nodes}", remedy)
    yield from offer.others
    if not offer.open and not offer.nodes:
        return
    largest = [node.memory for node in offer.nodes if node.memory is not None]
    memory = None if profile.memory is None else profile.memory + WORKER_MEMORY
    yield from _limit("walltime", profile.walltime, [offer.walltime], lambda value: f"{value} s")
    yield from _limit("cores", profile.cores, [offer.cores, max((n.cores for n in offer.nodes), default=None)], str)
    yield from _limit("memory", memory, [offer.memory, max(largest, default=None)], lambda value: f"{value >> 20} MiB")
    yield from _equipment(offer, profile)


def _limit(name: str, wanted: int | None, limits: Sequence[int | None], shown: Callable[[int], str]) -> Iterator[Check]:
    most = min((limit for limit in limits if limit is not None), default=None)
    if wanted is not None and most is not None:
        seen = f"{shown(wanted)} for a step, of {shown(most)} at most"
        yield Check(name, wanted <= most, seen, f"set `{name}` of the profile lower, or `queue` to a larger one")


def _equipment(offer: Offer, profile: Profile) -> Iterator[Check]:
    """Look for a node that has all features and GPUs, as far as the scheduler lists such."""
    if profile.features and all(node.features is not None for node in offer.nodes):
        fitting = sum(set(profile.features) <= (node.features or frozenset()) for node in offer.nodes)
        known = sorted({feature for node in offer.nodes for feature in node.features or ()})
        remedy = f"set `features` of the profile to some of: {', '.join(known) or 'none that is known'}"
        yield Check("features", fitting > 0, f"{fitting} node(s) have {', '.join(profile.features)}", remedy)
    if profile.gpus and all(node.gpus is not None for node in offer.nodes):
        most = max((node.gpus or 0 for node in offer.nodes), default=0)
        seen = f"{profile.gpus} for a step, of {most} at most on a node"
        yield Check("gpus", profile.gpus <= most, seen, "set `gpus` of the profile lower, or `queue` to one with GPUs")


def seconds_of(text: str) -> int | None:
    """Return the seconds of `1-12:00:00`, `01:00:00` or `30:00`; None for words, as UNLIMITED or INFINITY."""
    match = re.fullmatch(r"(?:(\d+)-)?(\d+(?::\d+){0,2})", text.strip())
    if match is None:
        return None
    parts = [int(part) for part in match[2].split(":")]
    missing = [0] * (3 - len(parts))
    hours, minutes, seconds = [*parts, *missing] if match[1] else [*missing, *parts]  # after days come hours
    return int(match[1] or 0) * 86400 + hours * 3600 + minutes * 60 + seconds


def bytes_of(text: str) -> int | None:
    """Return the bytes of `4gb`, `2048kb`, `23.5G` or `1024`; None for words."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt]?)b?", text.strip().lower())
    return int(float(match[1]) * 1024 ** " kmgt".index(match[2] or " ")) if match else None

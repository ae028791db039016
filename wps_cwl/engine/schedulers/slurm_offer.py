"""What Slurm says of its partitions, nodes and accounts: scontrol, sinfo, sacctmgr."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wps_cwl.engine.schedulers.base import Answer, Check, Node, Offer, Profile
from wps_cwl.engine.schedulers.offer import seconds_of

_GPUS = re.compile(r"\bgpu(?::[^:,(]+)?:(\d+)")
_VALUE = re.compile(r"(\S+?)=(\S*)")


def commands(profile: Profile, user: str) -> dict[str, list[str]]:
    """Return what is asked; the associations only where an account or a QOS is wanted."""
    partition = [f"--partition={profile.queue}"] if profile.queue else []
    asked = {
        "partitions": ["scontrol", "show", "partition", "--oneliner"],
        "nodes": ["sinfo", "--noheader", "--Node", "--format=%R|%c|%m|%f|%G", *partition],
    }
    if profile.account or profile.qos:
        asked["config"] = ["scontrol", "show", "config"]
        association = ["sacctmgr", "--noheader", "--parsable2", "show", "assoc", f"user={user}", "format=account,qos"]
        asked["associations"] = association
    return asked


def read(answers: Mapping[str, Answer], profile: Profile) -> Offer:
    """Read the answers; steps may go to several partitions, and are let in by the widest."""
    all = [dict(_VALUE.findall(line)) for line in answers["partitions"].out.splitlines()]
    known = {values["PartitionName"]: values for values in all if "PartitionName" in values}
    default = [name for name, values in known.items() if values.get("Default") == "YES"]
    names = profile.queue.split(",") if profile.queue else default
    found = [known[name] for name in names if name in known]
    if len(found) < len(names) or not names:
        missing = ", ".join(name for name in names if name not in known) or "no default partition"
        return Offer(missing, False, f"there is no such partition; choose from: {', '.join(sorted(known))}")
    states = {values.get("State", "") for values in found}
    others = [*_admitted(found, profile), *(_known(answers, profile) if "associations" in answers else ())]
    return Offer(
        queue=",".join(names),
        open="UP" in states,
        state=", ".join(sorted(states)),
        walltime=_widest([seconds_of(values.get("MaxTime", "")) for values in found]),
        cores=_widest([_number(values.get("MaxCPUsPerNode")) for values in found]),
        memory=_widest([_mebibytes(values.get("MaxMemPerNode")) for values in found]),
        nodes=[node for line in answers["nodes"].out.splitlines() if (node := _node(line, names))],
        others=others,
    )


def _node(line: str, partitions: list[str]) -> Node | None:
    partition, cores, memory, features, resources = (line.strip().split("|") + [""] * 5)[:5]
    if partition not in partitions or not cores.isdigit():
        return None
    gpus = sum(int(count) for count in _GPUS.findall(resources))
    known = frozenset() if features == "(null)" else frozenset(features.split(","))
    return Node(int(cores), _mebibytes(memory), known, gpus)


def _admitted(partitions: list[dict[str, str]], profile: Profile) -> Iterator[Check]:
    """Look whether a partition takes the account and the QOS of the profile."""
    for name, wanted, key in (("account", profile.account, "AllowAccounts"), ("qos", profile.qos, "AllowQos")):
        allowed = [values.get(key, "ALL") for values in partitions]
        if wanted and not any(words == "ALL" or wanted in words.split(",") for words in allowed):
            remedy = f"set `{name}` of the profile to one of these"
            yield Check(f"{name} in the partition", False, f"{wanted}; allowed are {', '.join(allowed)}", remedy)


def _known(answers: Mapping[str, Answer], profile: Profile) -> Iterator[Check]:
    """Look for the account and the QOS among those of the user; a Slurm that does not enforce them takes any."""
    enforced = dict(re.findall(r"^(\w+)\s+= (.*)$", answers["config"].out, re.M)).get("AccountingStorageEnforce", "")
    listed = answers["associations"]
    rows = [line.split("|") for line in listed.out.splitlines() if "|" in line]
    accounts = {row[0] for row in rows}
    levels = {level for row in rows for level in row[1].split(",") if level}
    for name, wanted, known in (("account", profile.account, accounts), ("qos", profile.qos, levels)):
        if wanted and listed.code == 0 and wanted not in known and enforced not in {"", "none", "0"}:
            remedy = f"set `{name}` of the profile to one of: {', '.join(sorted(known)) or 'none is known'}"
            yield Check(name, False, f"{wanted} is none of this user's", remedy)
        elif wanted:
            unlisted = "" if wanted in known else ", which Slurm does not know, and does not look at"
            yield Check(name, True, f"{wanted}{unlisted}")


def _widest(limits: list[int | None]) -> int | None:
    """Return the largest limit; one that is not there is the largest."""
    return None if None in limits else max((limit for limit in limits if limit is not None), default=None)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and int(text) else None


def _mebibytes(text: str | None) -> int | None:
    number = _number((text or "").rstrip("+"))
    return None if number is None else number << 20

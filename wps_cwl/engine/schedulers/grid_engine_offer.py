"""What Grid Engine says of its queues, hosts, resources and parallel environments: qconf, qstat, qhost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from wps_cwl.engine.schedulers.base import WORKER_MEMORY, Answer, Check, Node, Offer, Profile
from wps_cwl.engine.schedulers.offer import bytes_of, seconds_of

# Letters of a queue's state that keep jobs out: disabled, suspended (by whom), error, unknown, orphaned, ambiguous.
_CLOSED = frozenset("dDsSCEuoc")


def commands(profile: Profile, user: str) -> dict[str, list[str]]:
    """Return what is asked; the queue itself only where one is set."""
    del user
    asked = {
        "queues": ["qconf", "-sql"],
        "instances": ["qstat", "-f", "-xml", *(["-q", profile.queue] if profile.queue else [])],
        "hosts": ["qhost", "-q", "-xml"],
        "resources": ["qconf", "-sc"],
    }
    if profile.queue:
        asked["queue"] = ["qconf", "-sq", profile.queue.partition("@")[0]]
    if profile.account:
        asked["project"] = ["qconf", "-sprj", profile.account]
    if profile.cores != 1:
        asked["environment"] = ["qconf", "-sp", profile.parallel_environment]
    return asked


def read(answers: Mapping[str, Answer], profile: Profile) -> Offer:
    """Read the answers; a queue is open if it is on one host at least."""
    queue = _values(answers["queue"].out) if "queue" in answers and answers["queue"].code == 0 else {}
    if profile.queue and not queue:
        known = ", ".join(answers["queues"].out.split())
        return Offer(profile.queue, False, f"there is no such queue; choose from: {known}")
    instances = list(_xml(answers["instances"]).iter("Queue-List"))
    states = [instance.findtext("state", "") for instance in instances]
    hosts = {instance.findtext("name", "").partition("@")[2] for instance in instances}
    closed = sum(bool(_CLOSED & set(state)) for state in states)
    letters = "".join(sorted({letter for state in states for letter in state}))
    return Offer(
        queue=profile.queue or "any queue",
        open=closed < len(states),
        state=f"{len(states) - closed} of {len(states)} instance(s) open{f' (state {letters})' if letters else ''}",
        walltime=seconds_of(queue.get("h_rt", "")),
        cores=_number(queue.get("slots", "")),
        nodes=[_node(host) for host in _xml(answers["hosts"]).iter("host") if host.get("name") in hosts],
        others=[
            *(_address_space(queue, profile) if queue else ()),
            *(_environment(answers["environment"], queue, profile) if "environment" in answers else ()),
            *_resources(answers["resources"].out, profile),
            *(_project(answers["project"], profile) if "project" in answers else ()),
        ],
    )


def _address_space(queue: Mapping[str, str], profile: Profile) -> Iterator[Check]:
    most = bytes_of(queue.get("h_vmem", ""))
    if most is not None and profile.memory is not None:
        wanted = profile.memory + WORKER_MEMORY + profile.vmem_extra
        seen = f"{wanted >> 20} MiB with `vmem_extra`, of {most >> 20} MiB at most"
        yield Check("h_vmem", wanted <= most, seen, "set `memory` of the profile lower")


def _environment(answer: Answer, queue: Mapping[str, str], profile: Profile) -> Iterator[Check]:
    """Look whether steps of several cores find their parallel environment, and all cores on one host."""
    name, values = profile.parallel_environment, _values(answer.out) if answer.code == 0 else {}
    check = f"parallel environment {name}"
    remedy = "set `parallel_environment` of the profile to one that the queue has, or `cores` to 1"
    if not values:
        yield Check(check, False, "there is none", remedy)
        return
    attached = queue.get("pe_list", name).replace(",", " ").split()
    if name not in attached:
        yield Check(check, False, f"{profile.queue} has {', '.join(attached)}", remedy)
        return
    rule = values.get("allocation_rule", "")
    yield Check(check, rule == "$pe_slots", f"allocation_rule {rule}", "use one with allocation_rule $pe_slots")


def _resources(table: str, profile: Profile) -> Iterator[Check]:
    """Look for the resources by which GPUs and features are asked for."""
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    known = {name: row for row in rows if len(row) >= 6 for name in row[:2]}
    wanted = [feature.partition("=")[0] for feature in profile.features]
    missing = [name for name in wanted if name not in known]
    if wanted:
        seen = f"no resource is called {', '.join(missing)}" if missing else ", ".join(wanted)
        yield Check("features", not missing, seen, "set `features` of the profile to resources of qconf -sc")
    if profile.gpus:
        name = (profile.gpu_request or "gpu={count}").partition("=")[0]
        row = known.get(name)
        if row is None:
            remedy = "set `gpu_request` to the resource that stands for GPUs"
            yield Check("gpus", False, f"no resource is called {name}", remedy)
        else:
            remedy = f"have {name} made a consumable of a JOB (qconf -mc), or set `cores` to 1"
            per_job = row[5] == "JOB" or profile.cores == 1
            yield Check(
                "gpus", per_job, f"{name} is counted per {'slot' if row[5] == 'YES' else row[5].lower()}", remedy
            )


def _project(answer: Answer, profile: Profile) -> Iterator[Check]:
    seen = f"the project {profile.account}{'' if answer.code == 0 else ' is not known'}"
    yield Check("account", answer.code == 0, seen, "set `account` of the profile to a project of qconf -sprjl")


def _node(host: etree._Element) -> Node:
    values = {value.get("name"): value.text or "" for value in host.iter("hostvalue")}
    return Node(_number(values.get("num_proc", "")) or 0, bytes_of(values.get("mem_total", "")))


def _values(text: str) -> dict[str, str]:
    """Read `name value` lines, of which long ones go on after a backslash; what holds for single hosts is left out."""
    rows = (line.partition(" ") for line in text.replace("\\\n", " ").splitlines())
    return {name: value.partition(",[")[0].strip() for name, _, value in rows}


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def _xml(answer: Answer) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    document = etree.fromstring(answer.out.encode(), parser) if answer.out.strip() else None
    return etree.Element("nothing") if document is None else document

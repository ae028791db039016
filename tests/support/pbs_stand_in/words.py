"""What Torque and OpenPBS say, and the codes that their commands end with: one table for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# The low bytes of the servers' own numbers, which are the same for both: 15001, 15016, 15018, 15035, 15036, 15139.
UNKNOWN_JOB, BAD_STATE, UNKNOWN_QUEUE, UNKNOWN_RESOURCE, OVER_LIMITS, FINISHED = 153, 168, 170, 187, 188, 35
DELETED = 271  # the exit status of a job that was deleted as it ran: 256 and the signal


@dataclass(frozen=True)
class Words:
    """Texts have `{command}`, and what they speak of as `{it}`. `folds_words`: a long line is broken anywhere."""

    name: str
    version: str
    version_of_nodes: str
    unknown_job: str
    unknown_job_to_delete: str
    ended_job_to_delete: tuple[int, str]
    unknown_queue: str
    unknown_resource: str
    over_limits: str
    no_server: str
    no_script: str
    resources: frozenset[str]
    ended: str  # the state of a job that has
    exit_status: str  # what its exit status is called
    cores_variable: str  # of a job's environment
    over_time: int  # the exit status of a job that has run too long
    waits: str
    full_node: str  # the state of a node without a free core
    node: str  # the rest of what `pbsnodes -a` says of a node
    end_comments: Mapping[str, str]
    folds_words: bool
    remembers: bool  # what has ended, unless it is told otherwise
    lists_ended: bool  # in a plain `qstat -f`
    speaks_xml: bool  # with `-x`; else that means what has ended, too


TORQUE = Words(
    name="torque",
    version="Version: 6.1.3\nCommit: h5\n",
    version_of_nodes="Version: 6.1.3\nCommit: h5\n",
    unknown_job="{command}: Unknown Job Id Error {it}\n",
    unknown_job_to_delete="qdel: nonexistent job id: {it}\n",
    ended_job_to_delete=(
        BAD_STATE,
        "qdel: Request invalid for state of job MSG=invalid state for job - COMPLETE {it}\n",
    ),
    unknown_queue="qsub: submit error (Unknown queue MSG=cannot locate queue)\n",
    unknown_resource="qsub: submit error (Unknown resource type  REQUESTED: {it})\n",
    over_limits="qsub: submit error (Job exceeds queue resource limits MSG=cannot locate feasible nodes "
    "(nodes file is empty, all systems are busy, or no nodes have the requested feature))\n",
    no_server="Error communicating with {it}(127.0.0.1)\nCommunication failure.\n"
    "{command}: cannot connect to server {it} (errno=15096) Error getting connection to socket\n",
    no_script="qsub: script file '{it}' cannot be loaded - No such file or directory\n",
    resources=frozenset({"nodes", "mem", "walltime", "qos", "vmem", "pmem", "ncpus"}),
    ended="C",
    exit_status="exit_status",
    cores_variable="PBS_NP",
    over_time=-11,
    waits="Not Running: Not enough of the right type of nodes are available",
    full_node="job-exclusive",
    node="     np = {cores}\n     ntype = cluster\n     status = opsys=linux,ncpus={cores},physmem={memory}kb\n",
    end_comments={},
    folds_words=False,
    remembers=True,
    lists_ended=True,
    speaks_xml=True,
)

OPENPBS = Words(
    name="openpbs",
    version="pbs_version = 23.06.06\n",
    version_of_nodes="pbs_version = 23.06.06\n",
    unknown_job="{command}: Unknown Job Id {it}\n",
    unknown_job_to_delete="qdel: Unknown Job Id {it}\n",
    ended_job_to_delete=(FINISHED, "qdel: Job has finished {it}\n"),
    unknown_queue="qsub: Unknown queue\n",
    unknown_resource="qsub: Unknown resource Resource_List.{it}\n",
    over_limits="qsub: Job violates queue and/or server resource limits\n",
    no_server="Connection refused\n{command}: cannot connect to server {it} (errno=15010)\n",
    no_script="qsub: script file:: No such file or directory\n",
    resources=frozenset({"nodes", "mem", "walltime", "select", "place", "ncpus"}),
    ended="F",
    exit_status="Exit_status",
    cores_variable="NCPUS",
    over_time=-29,
    waits="Not Running: Insufficient amount of resource: ncpus (R: 2 A: 0 T: 2)",
    full_node="job-busy",
    node="     ntype = PBS\n     resources_available.mem = {memory}kb\n     resources_available.ncpus = {cores}\n",
    end_comments={
        "exited": "and finished",
        "failed": "and failed",
        "time": "and exceeded resource walltime",
        "deleted": "and terminated",
    },
    folds_words=True,
    remembers=False,
    lists_ended=False,
    speaks_xml=False,
)

VARIANTS = {words.name: words for words in (TORQUE, OPENPBS)}

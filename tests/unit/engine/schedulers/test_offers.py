"""What the schedulers say of their queues, as they have written it, and how a profile is compared with that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wps_cwl.engine.schedulers.base import Answer, Check, Dialect, Node, Offer, Profile
from wps_cwl.engine.schedulers.grid_engine import GridEngine
from wps_cwl.engine.schedulers.offer import bytes_of, compare, seconds_of
from wps_cwl.engine.schedulers.slurm import Slurm
from wps_cwl.engine.schedulers.torque import Torque

GIB = 1 << 30


def offer_of(dialect: Dialect, profile: Profile, **answers: str) -> Offer:
    """Read answers; a command whose answer is not given has failed."""
    asked = dialect.inspection(profile, "wps")
    assert set(answers) <= set(asked)
    said = {name: Answer(0, answers[name], "") if name in answers else Answer(1, "", "no") for name in asked}
    return dialect.read_inspection(said, profile)


def wrong(offer: Offer, profile: Profile) -> dict[str, str]:
    return {check.name: check.seen for check in compare(offer, profile) if not check.ok}


# --- Slurm ------------------------------------------------------------------------------------------

PARTITIONS = """\
PartitionName=short AllowAccounts=ALL AllowQos=fast,normal Default=YES MaxTime=01:00:00 MaxCPUsPerNode=UNLIMITED \
State=UP TotalNodes=3 MaxMemPerNode=UNLIMITED
PartitionName=gpu AllowAccounts=geo,sea AllowQos=ALL Default=NO MaxTime=2-00:00:00 MaxCPUsPerNode=16 State=DRAIN \
TotalNodes=1 MaxMemPerNode=65536
"""
NODES = """\
short|16|64000|(null)|(null)
short|32|128000+|avx2,ssd|(null)
gpu|32|256000|avx2|gpu:a100:4(S:0-1),mps:100
"""
CONFIG = "AccountingStorageEnforce = associations,limits,qos\nClusterName = lab\n"
ASSOCIATIONS = "geo|normal,fast|\nsea|normal|\n"


def test_a_partition_with_its_limits_and_nodes() -> None:
    offer = offer_of(Slurm(), Profile("slurm"), partitions=PARTITIONS, nodes=NODES)
    assert (offer.queue, offer.open, offer.walltime, offer.cores, offer.memory) == ("short", True, 3600, None, None)
    assert [node.cores for node in offer.nodes] == [16, 32]
    assert offer.nodes[1] == Node(32, 128000 << 20, frozenset({"avx2", "ssd"}), 0)


def test_a_partition_that_is_closed_and_has_gpus() -> None:
    profile = Profile("slurm", queue="gpu", gpus=4, features=("avx2",))
    offer = offer_of(Slurm(), profile, partitions=PARTITIONS, nodes=NODES)
    assert (offer.state, offer.open, offer.walltime, offer.cores) == ("DRAIN", False, 172800, 16)
    assert offer.nodes[0].gpus == 4
    assert wrong(replace(offer, open=True), profile) == {}
    assert wrong(replace(offer, open=True), replace(profile, gpus=5)) == {
        "gpus": "5 for a step, of 4 at most on a node"
    }


def test_steps_that_may_go_to_two_partitions_have_the_wider_limits() -> None:
    offer = offer_of(Slurm(), Profile("slurm", queue="short,gpu"), partitions=PARTITIONS, nodes=NODES)
    assert (offer.open, offer.walltime, offer.cores, len(offer.nodes)) == (True, 172800, None, 3)
    assert not offer_of(Slurm(), Profile("slurm", queue="short,x"), partitions=PARTITIONS, nodes=NODES).open


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        (Profile("slurm", account="geo", qos="fast"), {}),
        (Profile("slurm", account="hpc"), {"account": "hpc is none of this user's"}),
        (
            Profile("slurm", qos="huge"),
            {"qos": "huge is none of this user's", "qos in the partition": "huge; allowed are fast,normal"},
        ),
    ],
    ids=["known", "unknown account", "unknown quality"],
)
def test_account_and_quality_are_looked_for_where_slurm_enforces_them(profile: Profile, told: dict[str, str]) -> None:
    texts = {"partitions": PARTITIONS, "nodes": NODES, "associations": ASSOCIATIONS}
    assert wrong(offer_of(Slurm(), profile, **texts, config=CONFIG), profile) == told
    lax = offer_of(Slurm(), profile, **texts, config="AccountingStorageEnforce = none\n")
    assert not {"account", "qos"} & set(wrong(lax, profile))


def test_an_account_is_passed_over_where_there_is_no_accounting() -> None:
    profile = Profile("slurm", account="geo")
    assert wrong(offer_of(Slurm(), profile, partitions=PARTITIONS, nodes=NODES, config=CONFIG), profile) == {}


# --- Grid Engine ------------------------------------------------------------------------------------

QUEUE = "qname short.q\npe_list smp \\\n  mpi\nslots 2,[vm=4]\nh_rt 1:00:00\nh_vmem 4G\n"
INSTANCES = """<?xml version='1.0'?><job_info><queue_info>
<Queue-List><name>short.q@a</name><state>d</state></Queue-List>
<Queue-List><name>short.q@b</name></Queue-List></queue_info></job_info>"""
HOSTS = """<?xml version='1.0'?><qhost>
<host name='global'><hostvalue name='num_proc'>-</hostvalue><hostvalue name='mem_total'>-</hostvalue></host>
<host name='b'><hostvalue name='num_proc'>8</hostvalue><hostvalue name='mem_total'>23.5G</hostvalue></host>
<host name='c'><hostvalue name='num_proc'>64</hostvalue><hostvalue name='mem_total'>1T</hostvalue></host></qhost>"""
RESOURCES = """\
#name shortcut type relop requestable consumable default urgency
gpu g INT <= YES YES 0 0
card cd INT <= YES JOB 0 0
ib ib BOOL == YES NO 0 0
"""
ENVIRONMENT = "pe_name smp\nallocation_rule $pe_slots\n"
ENGINE = {"queue": QUEUE, "instances": INSTANCES, "hosts": HOSTS, "resources": RESOURCES, "queues": "long.q\nshort.q\n"}


def test_a_queue_with_its_limits_and_hosts() -> None:
    profile = Profile("grid_engine", queue="short.q@b")
    offer = offer_of(GridEngine(), profile, **ENGINE, environment=ENVIRONMENT)
    assert (offer.open, offer.walltime, offer.cores) == (True, 3600, 2)
    assert list(offer.nodes) == [Node(8, int(23.5 * GIB))]
    assert offer.state == "1 of 2 instance(s) open (state d)"
    assert wrong(offer, profile) == {}


@pytest.mark.parametrize(
    ("profile", "environment", "told"),
    [
        (Profile("grid_engine", queue="short.q", cores=1, gpus=1, gpu_request="card={count}"), None, {}),
        (Profile("grid_engine", queue="short.q", gpus=1), ENVIRONMENT, {"gpus": "gpu is counted per slot"}),
        (
            Profile("grid_engine", queue="short.q", features=("ib", "x=1")),
            ENVIRONMENT,
            {"features": "no resource is called x"},
        ),
        (Profile("grid_engine", queue="short.q"), None, {"parallel environment smp": "there is none"}),
        (
            Profile("grid_engine", queue="short.q", parallel_environment="orte"),
            ENVIRONMENT,
            {"parallel environment orte": "short.q has smp, mpi"},
        ),
        (
            Profile("grid_engine", queue="short.q"),
            "allocation_rule $round_robin\n",
            {"parallel environment smp": "allocation_rule $round_robin"},
        ),
        (
            Profile("grid_engine", queue="short.q", memory=3 * GIB, vmem_extra=GIB),
            ENVIRONMENT,
            {"h_vmem": "4256 MiB with `vmem_extra`, of 4096 MiB at most"},
        ),
        (
            Profile("grid_engine", queue="short.q", account="geo"),
            ENVIRONMENT,
            {"account": "the project geo is not known"},
        ),
    ],
    ids=[
        "GPU per job",
        "GPU per slot",
        "feature",
        "no environment",
        "not the queue's",
        "several hosts",
        "h_vmem",
        "project",
    ],
)
def test_what_only_grid_engine_has(profile: Profile, environment: str | None, told: dict[str, str]) -> None:
    given = ENGINE if environment is None else {**ENGINE, "environment": environment}
    assert wrong(offer_of(GridEngine(), profile, **given), profile) == told


def test_a_queue_that_there_is_not() -> None:
    offer = offer_of(GridEngine(), Profile("grid_engine", queue="x.q"), **{**ENGINE, "queue": ""})
    assert (offer.open, offer.state) == (False, "there is no such queue; choose from: long.q, short.q")


# --- Torque and OpenPBS -----------------------------------------------------------------------------

BATCH = """\
Queue: batch
    queue_type = Execution
    resources_max.mem = 8gb
    resources_max.ncpus = 4
    resources_max.walltime = 24:00:00
    enabled = True
    started = {started}
"""
TORQUE_NODES = """\
node1
     state = free
     np = 8
     properties = ssd,ib
     ntype = cluster
     status = rectime=1,physmem=16303428kb,availmem=15000000kb,opsys=linux
     gpus = 2

node2
     state = free
     np = 4
"""
OPENPBS_NODES = """\
vm
     Mom = vm
     state = free
     pcpus = 2
     resources_available.ncpus = 2
     resources_available.mem = 4012345kb
     resources_available.ngpus = 1
"""


def test_a_queue_of_torque_and_its_nodes() -> None:
    profile = Profile("torque", queue="batch", features=("ssd",), gpus=2, walltime=86400, cores=4, memory=2 * GIB)
    offer = offer_of(Torque(), profile, queues=BATCH.format(started="True"), nodes=TORQUE_NODES)
    assert (offer.open, offer.walltime, offer.cores, offer.memory) == (True, 86400, 4, 8 * GIB)
    assert list(offer.nodes) == [
        Node(8, 16303428 << 10, frozenset({"ssd", "ib"}), 2),
        Node(4, None, frozenset(), 0),
    ]
    assert wrong(offer, profile) == {}
    assert wrong(offer, replace(profile, walltime=86401)) == {"walltime": "86401 s for a step, of 86400 s at most"}


def test_a_queue_of_openpbs_that_is_stopped() -> None:
    profile = Profile("torque", queue="batch", features=("ssd",))
    offer = offer_of(Torque(), profile, queues=BATCH.format(started="False"), nodes=OPENPBS_NODES)
    assert list(offer.nodes) == [Node(2, 4012345 << 10, None, 1)]
    assert wrong(offer, profile) == {"queue": "batch: enabled, not started, 1 node(s)"}


# --- all ----------------------------------------------------------------------------------------------


def test_what_is_not_said_is_no_fault() -> None:
    profile = Profile("torque", walltime=10**6, cores=999, memory=1 << 50)
    assert list(compare(Offer("q", True, "open"), profile)) == [
        Check(
            "queue",
            True,
            "q: open",
            "set `queue` of the profile to one that there is and that takes jobs, or have its administrator open it",
        )
    ]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("01:00:00", 3600),
        ("1:00:00", 3600),
        ("1-12:00:00", 129600),
        ("1-12", 129600),
        ("30:00", 1800),
        ("UNLIMITED", None),
        ("", None),
    ],
)
def test_times(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("text", "bytes"),
    [("4gb", 4 * GIB), ("2048kb", 2 << 20), ("23.5G", int(23.5 * GIB)), ("1024", 1024), ("INFINITY", None)],
)
def test_sizes(text: str, bytes: int | None) -> None:
    assert bytes_of(text) == bytes

"""A profile: a named way to run jobs."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ByteSize, Field, field_validator, model_validator

from wps_cwl.settings import directives
from wps_cwl.settings.price import Price
from wps_cwl.settings.section import Section
from wps_cwl.settings.values import (
    Count,
    CountOrNone,
    Flag,
    Folder,
    Lines,
    Otherwise,
    Seconds,
    Size,
    Text,
    Texts,
)

_OF_CLUSTERS = ("gpus", "gpu_request", "features", "header", "modules", "before", "footer")
_OF_QUEUES = ("queue", "partition", "account", "qos", "parallel_environment", "vmem_extra", "arguments", "retries")
_IDLE = {
    "local": (*_OF_CLUSTERS, "pod_template"),
    "kubernetes": (*(key for key in _OF_CLUSTERS if key != "gpus"), *_OF_QUEUES),
}


class Profile(Section):
    """A named way to run jobs. Without any, there is one: `local`, with the defaults."""

    title: Text | None = Field(default=None, description="What it is, for people.")
    scheduler: Literal["local", "slurm", "grid_engine", "torque", "kubernetes"] = Field(
        default="local", description="Who runs the steps. `local`: this machine."
    )
    queue: Annotated[Text | None, Otherwise("the scheduler's")] = Field(
        default=None, description="Queue (Slurm: partition) that steps are submitted to."
    )
    partition: Annotated[Text | None, Otherwise("`queue`")] = Field(
        default=None, description="The same as `queue`, in Slurm's word."
    )
    account: Text | None = Field(default=None, description="Account (Grid Engine: project) that steps are charged to.")
    qos: Text | None = Field(default=None, description="Quality of service that is asked for (Slurm, Torque).")
    cores: Annotated[Count | None, Otherwise("all")] = Field(
        default=None,
        description="`local`, `kubernetes`: how many cores the steps of a job have together; "
        "else: how many a step has.",
    )
    memory: Annotated[Size | None, Otherwise("all")] = Field(
        default=None,
        description="`local`, `kubernetes`: how much memory the steps of a job have together; "
        "else: how much a step has.",
    )
    walltime: Annotated[Seconds | None, Otherwise("`jobs.walltime`; else the queue's")] = Field(
        default=None,
        description="`local`, `kubernetes`: how long a job may run; else: how long a step may run on its node.",
    )
    running: Annotated[Count | None, Otherwise("`local`: `jobs.running`, else the number of CPUs; else no limit")] = (
        Field(default=None, description="How many jobs run at the same time on this profile.")
    )
    parallel_environment: Text = Field(
        default="smp", description="Grid Engine: what steps with several cores are submitted to."
    )
    vmem_extra: Size = Field(
        default=ByteSize(1 << 30),
        description="Grid Engine: how much larger `h_vmem`, which limits the address space, is than a step's memory.",
    )
    gpus: CountOrNone = Field(default=0, description="How many GPUs a step may have; with 0, one that asks is refused.")
    gpu_request: Annotated[Text | None, Otherwise("`--gres=gpu:{count}`, `gpu={count}`, `gpus={count}`")] = Field(
        default=None,
        description="How GPUs are asked for. Slurm: an option of sbatch, as `--gpus={count}`; Grid Engine: a resource "
        "for `-l`; Torque: a part of `nodes=`.",
    )
    features: Texts = Field(
        default=(),
        description="What a node must have. Slurm: features (`--constraint`), all of them; Grid Engine: resources for "
        "`-l`, as `ib` or `ib=1`; Torque: properties of `nodes=`.",
    )
    header: Lines = Field(
        default=(),
        description="Directives at the top of each job script, as `#SBATCH --comment=wps`. "
        "What the service sets itself is refused.",
    )
    modules: Texts = Field(default=(), description="Modules that each job script loads (`module load`), in this order.")
    before: Lines = Field(default=(), description="Lines of /bin/sh in each job script, after the modules.")
    footer: Lines = Field(
        default=(), description="Lines of /bin/sh that run after the step however it has ended, and cannot change that."
    )
    open: Flag = Field(default=False, description="Whether clients may ask for this profile.")
    arguments: Texts = Field(
        default=(),
        description="Further arguments of sbatch or qsub, each an item of the list; the last word is theirs.",
    )
    containers: Literal["docker", "podman", "apptainer", "none"] = Field(
        default="docker",
        description="What runs the containers that documents ask for (DockerRequirement). `none`: tools that only hint "
        "at one run without, those that require one are refused.",
    )

    retries: CountOrNone = Field(
        default=2,
        description="How often a step is submitted again whose node failed, or that was preempted (not `local`).",
    )

    pod_template: Annotated[Folder | None, Otherwise("must be set for it")] = Field(
        default=None,
        description="Kubernetes: file with the Pod in which steps run, in YAML: its image, volumes and security.",
    )

    price: Price = Price()

    @model_validator(mode="after")
    def _one_queue(self) -> Self:
        if self.queue and self.partition and self.queue != self.partition:
            raise ValueError("`queue` and `partition` mean the same; set one of them")
        return self

    @model_validator(mode="after")
    def _known_there(self) -> Self:
        if self.qos and self.scheduler == "grid_engine":
            raise ValueError("`qos` means nothing to `grid_engine`")
        idle = [key for key in _IDLE.get(self.scheduler, ("pod_template",)) if key in self.model_fields_set]
        if idle:
            raise ValueError(f"`{idle[0]}` means nothing to `{self.scheduler}`")
        if self.scheduler == "kubernetes" and self.pod_template is None:
            raise ValueError("`scheduler: kubernetes` needs `pod_template`")
        return self

    @model_validator(mode="after")
    def _script(self) -> Self:
        if self.scheduler in directives.DIRECTIVES:
            found = directives.problems(self.scheduler, self.header, (*self.before, *self.footer))
            if problem := next(found, None):
                raise ValueError(problem)
        return self

    @field_validator("gpu_request")
    @classmethod
    def _counted(cls, value: str | None) -> str | None:
        if value is not None and (value.count("{count}") != 1 or not value.replace("{count}", "").isprintable()):
            raise ValueError(f'"{value}" should hold {{count}} once, where the number of GPUs goes')
        return value

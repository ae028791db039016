"""Every key: its kind, its default, and what it means."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import ByteSize, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from wps_cwl import machine
from wps_cwl.settings.maps import Maps
from wps_cwl.settings.notifications import Notifications
from wps_cwl.settings.profile import Profile
from wps_cwl.settings.retention import Retention
from wps_cwl.settings.routing import Routing
from wps_cwl.settings.section import Section
from wps_cwl.settings.storage import AllS3Inputs, Storage
from wps_cwl.settings.telemetry import Telemetry
from wps_cwl.settings.values import (
    Count,
    CountOrNone,
    Folders,
    Kind,
    MachineName,
    Number,
    Otherwise,
    PlainFolder,
    Port,
    Seconds,
    Size,
    Text,
    Texts,
    Url,
)

LEADERS_OF_A_CLUSTER = 256


class Contact(Section):
    """Whom users may ask."""

    name: Text | None = Field(default=None, description="Name of the person.")
    position: Text | None = Field(default=None, description="Role of the person.")
    phone: Text | None = Field(default=None, description="Telephone number.")
    email: Text | None = Field(default=None, description="Electronic mail address.")
    address: Text | None = Field(default=None, description="Street and number.")
    city: Text | None = Field(default=None, description="City.")
    region: Text | None = Field(default=None, description="State or province.")
    postal_code: Text | None = Field(default=None, description="Postal code.")
    country: Text | None = Field(default=None, description="Country.")


class Limits(Section):
    """What one request may ask of the server."""

    request_bytes: Size = Field(default=ByteSize(64 << 20), description="The largest body of a request.")
    inline_bytes: Size = Field(
        default=ByteSize(7_000_000), description="The largest output that is written by value into a response document."
    )
    input_bytes: Size = Field(default=ByteSize(10 << 30), description="The largest input that is fetched for a job.")
    fetch_seconds: Seconds = Field(default=3600, description="How long it may take to fetch one input.")
    waiting_sync: Count = Field(
        default=64, description="How many synchronous requests may wait for their jobs at the same time."
    )
    body_seconds: Seconds = Field(default=60, description="How long the body of a request may take to arrive.")


class Server(Section):
    """The web server, and what the service says of itself."""

    url: Annotated[Url | None, Otherwise("`http://<host>:<port>`")] = Field(
        default=None, description="Public root of the service, as its clients see it."
    )
    host: Text = Field(default="127.0.0.1", description="Address to listen on; 0.0.0.0 for all.")
    port: Port = Field(default=5000, description="Port to listen on.")
    title: Text = Field(default="WPS of CWL processes", description="Title of the service.")
    abstract: Text = Field(
        default="Processes described in the Common Workflow Language, run by Toil.",
        description="What the service is for.",
    )
    keywords: Texts = Field(default=("WPS", "CWL", "Toil"), description="Keywords of the service.")
    fees: Text = Field(default="NONE", description="What a use costs.")
    access_constraints: Text = Field(default="NONE", description="Who may use it, and for what.")
    provider: Text = Field(default="wps-cwl", description="Name of the organisation that provides the service.")
    provider_site: Text | None = Field(default=None, description="Web site of the provider.")
    contact: Contact = Field(default_factory=Contact)
    languages: Texts = Field(
        default=("en-US",), min_length=1, description="Languages of the answers; the first is the default."
    )
    hold: Number = Field(
        default=1,
        description="How many seconds GetStatus and GetResult of a job that goes on may be held; "
        "its end is answered at once.",
    )
    drain: CountOrNone = Field(
        default=10,
        description="How many seconds a web server that is told to stop goes on with the requests that it has, and "
        "takes no new ones. A synchronous request that waits longer for its job is cut off; its job goes on.",
    )
    metrics: bool = Field(
        default=True, description="Whether `/metrics` tells how busy the service is, to whoever reaches it."
    )
    limits: Limits = Field(default_factory=Limits)

    @property
    def public_url(self) -> str:
        """The public root of the service, without a slash at the end."""
        # not `localhost`: birdy takes that for its own machine, and sends the names of files instead of what is in them
        host = socket.getfqdn() if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104  # compared, not bound
        return self.url or f"http://{host}:{self.port}"


class Database(Section):
    """Where the jobs and their states are kept."""

    url: Annotated[Text | None, Otherwise("`sqlite:///<state>/jobs.sqlite`")] = Field(
        default=None, description="SQLAlchemy URL of an SQLite file or a PostgreSQL database."
    )
    patience: Seconds = Field(
        default=60,
        description="How long web server and engine wait for it at their start; then they end with an error.",
    )


class Jobs(Section):
    """How many jobs, and for how long."""

    running: Annotated[Count | None, Otherwise("256; the number of CPUs where all profiles are `local`")] = Field(
        default=None,
        description="How many jobs run at the same time: so many leaders there are on this machine.",
    )
    memory: Annotated[Size | None, Otherwise("half of the machine's, or of the container's")] = Field(
        default=None, description="How much memory their leaders may take together, measured as they run."
    )
    waiting: Count = Field(default=1000, description="How many jobs may wait in the queue; more are refused.")
    walltime: Seconds = Field(default=86400, description="How long a job may run.")
    leaders: Literal["forked", "stock"] = Field(
        default="forked",
        description="`forked`: leaders and workers are forks of a process that has Toil loaded; "
        "`stock`: each is a new interpreter.",
    )
    restarts: CountOrNone = Field(default=3, description="How often a job that was interrupted is taken up again.")


class Engine(Section):
    """The engine of this machine, where several share one PostgreSQL; with SQLite there is one."""

    name: Annotated[MachineName | None, Otherwise("the name of the machine")] = Field(
        default=None, description="What it is called; no two have the same name at the same time."
    )
    lease: Seconds = Field(
        default=90,
        ge=5,
        le=3600,
        description="How long after an engine was last heard of, at the latest, another one takes its jobs. "
        "After three quarters of it, an engine without the database ends what it runs.",
    )

    drain: CountOrNone = Field(
        default=0,
        description="How many seconds an engine that is told to stop goes on with the jobs that it runs, and takes no "
        "new ones. Else they live on without it; so this is for where its end is theirs, as in a container.",
    )

    @property
    def known_as(self) -> str:
        """What it is called."""
        return self.name or re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())[:64].lstrip(".-") or "engine"


class Accounting(Section):
    """What is asked of the schedulers' accounting when a job has ended."""

    fields: Texts = Field(
        default=("JobID", "JobName", "Partition", "Account", "AllocCPUS", "State", "ExitCode"),
        description="Slurm: the fields of sacct that are kept beside those which the service needs itself; "
        "a width (`JobName%30`) means nothing here.",
    )
    patience: Seconds = Field(
        default=120, description="How long it is asked for what a job has used; what is known by then stands."
    )

    @field_validator("fields")
    @classmethod
    def _names(cls, fields: tuple[str, ...]) -> tuple[str, ...]:
        for name in fields:
            if not re.fullmatch(r"[A-Za-z0-9]+(%-?\d+)?", name):
                raise ValueError(f'"{name}" is no field of sacct; `sacct --helpformat` lists them')
        return fields


class Security(Section):
    """Whom the server trusts."""

    allowed_hosts: Texts = Field(
        default=(),
        description="Hosts, host:port or networks that inputs may be fetched from beside the public internet.",
    )
    s3_inputs: AllS3Inputs = Field(default=(), description="Buckets that inputs may come from.")
    user_header: Text | None = Field(
        default=None,
        description="Header in which a proxy sends the name of the user, and which it removes from what clients send. "
        "Then users share the queue evenly, and see their own jobs only.",
    )
    run_as: Texts = Field(
        default=(),
        description="Command that runs another one as the user `{user}`, each word an item of the list: `sudo`, `-n`, "
        "`-H`, `-u`, `{user}`, `--`. Then jobs run as who sends them; see "
        "[run jobs as their users](../how-to/run-jobs-as-their-users.md).",
    )
    users: Annotated[Texts, Otherwise("every user of the system but root")] = Field(
        default=(),
        description="With `run_as`: whose jobs are run, each as `name`, or as `client's name=name` where the proxy "
        "knows them by another.",
    )

    @model_validator(mode="after")
    def _known_users(self) -> Self:
        if self.run_as and not any("{user}" in word for word in self.run_as):
            raise ValueError("`run_as` has no place for the name: {user}")
        if self.run_as and self.user_header is None:
            raise ValueError("`run_as` needs `user_header`, which says who the user is")
        return self


class Log(Section):
    """What the service writes to its standard error."""

    format: Literal["text", "json"] = Field(
        default="text", description="`text`: lines for people; `json`: one object each, for programs."
    )
    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="The least that is told.")


class Settings(BaseSettings):
    """Everything that the operator sets. `Settings()` is the defaults alone; `load` reads the sources."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        env_prefix="WPS_CWL_",
        env_nested_delimiter="__",
        enable_decoding=False,  # a list in a variable has commas, and is no JSON
    )

    state: PlainFolder = Field(default=Path("./jobstore"), description="Home of the job directories, without spaces.")
    processes: Folders = Field(
        default=(Path("./cwl/processes"),), description="Folders of the CWL documents that are offered as processes."
    )
    server: Server = Field(default_factory=Server)
    database: Database = Field(default_factory=Database)
    storage: Storage = Field(default_factory=Storage)
    profiles: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$"), Kind("name")], Profile] = Field(
        default_factory=lambda: {"local": Profile()}, min_length=1
    )
    routing: Routing = Field(default_factory=Routing)
    jobs: Jobs = Field(default_factory=Jobs)
    engine: Engine = Field(default_factory=Engine)
    accounting: Accounting = Field(default_factory=Accounting)
    maps: Maps = Field(default_factory=Maps)
    notifications: Notifications = Field(default_factory=Notifications)
    retention: Retention = Field(default_factory=Retention)
    security: Security = Field(default_factory=Security)
    log: Log = Field(default_factory=Log)
    telemetry: Telemetry = Field(default_factory=Telemetry)

    @model_validator(mode="after")
    def _routes_lead_somewhere(self) -> Self:
        if problems := list(self.routing.problems(self.profiles)):
            raise ValueError("\n".join(problems))
        return self

    @property
    def running(self) -> int:
        """How many jobs run at the same time. On a cluster the scheduler decides, and leaders only wait for it."""
        local = all(profile.scheduler == "local" for profile in self.profiles.values())
        return self.jobs.running or (machine.cpus() if local else LEADERS_OF_A_CLUSTER)

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the job store."""
        return self.database.url or f"sqlite:///{self.state.absolute() / 'jobs.sqlite'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the interface, like those below
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing unasked: `load` is told its file and its environment."""
        return (init_settings,)

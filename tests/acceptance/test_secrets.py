"""Secrets of the service, planted in its environment, its S3 settings and its database URL, appear nowhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import requests
import yaml
from psycopg import sql

from tests.acceptance.test_s3_faults import COPY
from tests.support import s3
from tests.support.planted import Planted, ProcessWatch
from tests.support.postgresql import PostgreSQL
from tests.support.s3_faults import FaultyProxy, open_proxy
from tests.support.service import Service, wait_for
from wps_cwl.model import JobState

SECRETS = {
    "the password of the database": "Pl@nted%41/pass:w0rd?#&<'\"",
    "a wrong password of the database": 'Wr0ng@%/:planted&"',
    "the S3 key of results": "pl+nted/secret=of%results@s3:1",
    "the token of the session with S3": "planted+session/token==%40",
    "the S3 key of inputs": "pl+nted/secret=of%inputs@s3:2",
    "an S3 key that is refused": "pl+nted/secret=refused%@s3:3",
    "a variable of the environment": "planted in 'the' environment: @%/\"&<",
    "what Flask would sign with": "planted-flask-secret/@%:key",
    "the key of the receiver of traces": "planted-key/of@traces%41",
}
VARIABLES = {"SECRET_KEY": "what Flask would sign with", "FLASK_SECRET_KEY": "what Flask would sign with"}
VARIABLES |= {"THE_SECRET": "a variable of the environment", "TOIL_THE_SECRET": "a variable of the environment"}
# S3 wants the token in a link that is signed with the keys of a session; without the secret key it opens nothing
SIGNED = re.compile(rb"X-Amz-Security-Token=[^&\s'\"]+")
VARIABLES |= {"AWS_SESSION_TOKEN": "the token of the session with S3", "CWL_SECRET": "a variable of the environment"}
PATIENCE = 3

TOOLS = {
    "copy": COPY,
    "tell": """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sh, -c, 'env; tr "\\\\0" "\\\\n" </proc/$PPID/environ; echo "env: $(env)" >&2; exit $0']
inputs:
  code: {type: int, inputBinding: {position: 1}}
outputs:
  told: {type: stdout}
stdout: told.txt
""",
    "nap": """
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [sleep]
inputs:
  seconds: {type: int, inputBinding: {position: 1}}
outputs: {}
""",
}

COMMANDS = """
import sys
from wps_cwl.cli import main
for command in sys.argv[1:]:
    sys.argv[1:] = command.split()
    try:
        main()
    except SystemExit as end:
        print("\\nEXIT", int(end.code or 0))
"""


@dataclass
class Site:
    """A service, what it leans on, and what was seen of it."""

    service: Service
    database: PostgreSQL
    name: str
    archive: s3.S3Server
    ways: dict[str, FaultyProxy]
    planted: Planted
    stock: bool
    answers: dict[str, bytes] = field(default_factory=dict)

    def ask(self, path: str, **how: object) -> requests.Response:
        """Ask for a page, and keep what comes with its headers."""
        answer = requests.request(str(how.pop("method", "GET")), f"{self.service.url}{path}", timeout=60, **how)
        # what a link leads to is S3's to say: this one tells whoever fetches an object which headers it came with
        ours = [one for one in (*answer.history, answer) if one.url.startswith(self.service.url)]
        told = b"\n".join(one.content + repr([*one.headers.items()]).encode() for one in ours)
        self.answers[f"{len(self.answers)} {path}"] = SIGNED.sub(b"", told)
        return answer

    def command(self, *commands: str) -> list[int]:
        """Run commands, and keep what they say; return how they end. One interpreter is loaded for all of them."""
        script = [sys.executable, "-c", COMMANDS, *commands]
        environment = self.service.environment
        done = subprocess.run(script, env=environment, cwd=self.service.folder, capture_output=True, text=True)
        self.answers[f"{len(self.answers)} {', '.join(commands)}"] = (done.stdout + done.stderr).encode()
        return [int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("EXIT ")]

    def cut(self) -> None:
        """Cut every connection to the database."""
        with self.database._connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (self.name,)
            )

    def rows(self) -> bytes:
        """Return all that the database holds."""
        with self.database._connect() as connection:
            address = connection.info.get_parameters() | {"dbname": self.name, "password": self.database.password}
        with psycopg.connect(**address) as connection:
            names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            tables = [connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(*name))) for name in names]
            return repr([table.fetchall() for table in tables]).encode()


@pytest.fixture(params=[("forked", "json"), ("stock", "text")], ids="-".join)
def site(request: pytest.FixtureRequest, tmp_path: Path, postgresql: PostgreSQL) -> Iterator[Site]:
    leaders, form = request.param
    planted = Planted(SECRETS)
    with (
        s3.open_server(tmp_path / "results", secret=SECRETS["the S3 key of results"]) as results,
        s3.open_server(tmp_path / "inputs", secret=SECRETS["the S3 key of inputs"]) as inputs,
        open_proxy(results.url) as way_out,
        open_proxy(inputs.url) as way_in,
    ):
        name = a_database(postgresql)
        service = Service(tmp_path, processes=tools(tmp_path), CONFIG=settings(tmp_path, way_out, way_in))
        service.environment |= {variable: SECRETS[secret] for variable, secret in VARIABLES.items()}
        service.environment |= results.credentials
        key = quote(SECRETS["the key of the receiver of traces"], safe="")
        away = {"ENDPOINT": "http://127.0.0.1:9", "HEADERS": f"api-key={key}"}  # so there is something to complain of
        service.environment |= {f"OTEL_EXPORTER_OTLP_{name}": value for name, value in away.items()}
        password = quote(SECRETS["the password of the database"], safe="")
        service.environment |= {
            "WPS_CWL_DATABASE__URL": f"postgresql://planted:{password}@127.0.0.1:{postgresql.port}/{name}",
            "WPS_CWL_JOBS__LEADERS": leaders,
            "WPS_CWL_LOG__FORMAT": form,
            "WPS_CWL_LOG__LEVEL": "debug",
        }
        ways = {"results": way_out, "inputs": way_in}
        try:
            service.start(240)
            yield Site(service, postgresql, name, inputs, ways, planted, leaders == "stock")
        finally:
            service.stop()


def a_database(server: PostgreSQL) -> str:
    """Make a user with the password, and return the name of a database of his."""
    name = server.database().rpartition("/")[2]
    with server._connect() as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'planted'").fetchone():
            password = sql.Literal(SECRETS["the password of the database"])
            connection.execute(sql.SQL("CREATE ROLE planted LOGIN PASSWORD {}").format(password))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO planted").format(sql.Identifier(name)))
    return name


def tools(folder: Path) -> Path:
    path = folder / "processes"
    path.mkdir()
    for name, text in TOOLS.items():
        (path / f"{name}.cwl").write_text(text)
    return path


def settings(folder: Path, way_out: FaultyProxy, way_in: FaultyProxy) -> Path:
    """Write the settings: the keys of results are in the environment, those of inputs in a file."""
    keys, path = folder / "keys", folder / "wps-cwl.yml"
    pairs = {"inputs": (s3.KEY, SECRETS["the S3 key of inputs"])}
    pairs["refused"] = (s3.KEY, SECRETS["an S3 key that is refused"])
    keys.write_text(
        "".join(f"[{n}]\naws_access_key_id = {k}\naws_secret_access_key = {v}\n" for n, (k, v) in pairs.items())
    )
    place = {"addressing": "path", "timeout": 2}
    inputs = {"endpoint": way_in.url, "credentials": str(keys), "bucket": s3.OTHER_BUCKET, **place}
    content = {
        "storage": {"kind": "s3", "bucket": s3.BUCKET, "endpoint": way_out.url, "patience": PATIENCE, **place},
        "security": {
            "s3_inputs": [
                {**inputs, "profile": "inputs", "prefixes": ["open/"]},
                {**inputs, "profile": "refused", "prefixes": ["refused/"]},
                {**inputs, "profile": "inputs", "bucket": "no-such-bucket"},
            ]
        },
        "profiles": {"local": {"scheduler": "local"}, "short": {"scheduler": "local", "walltime": 1, "open": True}},
        "engine": {"lease": 10},
    }
    path.write_text(yaml.safe_dump(content))
    return path


@contextmanager
def looking(watch: ProcessWatch) -> Iterator[None]:
    """Look at processes again and again."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(1):
            watch.look()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_planted_secrets_appear_nowhere(site: Site) -> None:
    service, planted = site.service, site.planted
    assert service._process is not None
    watch = ProcessWatch(planted, service._process.pid, service.state)
    with looking(watch):
        ended, while_at_work = run_all(site, watch)
    ask_all(site, ended)
    if not site.stock:
        run_commands(site, ended)
        with_another_password(site)
    service.stop()

    log = service.folder / "service.log"
    assert "accepted" in log.read_text()
    assert "a request failed" not in log.read_text()
    assert planted.found_in(log.read_bytes()) == set(), lines_with(planted, log)
    assert {what: found for what, told in site.answers.items() if (found := planted.found_in(told))} == {}
    assert (while_at_work, planted.found_below(service.state)) == ({}, {})
    assert planted.found_in(site.rows()) == set()
    assert watch.found == []
    names = {"sleep"} if site.stock else {"sleep", "cwl-leader", "cwl-worker"}
    assert names <= watch.seen.keys(), watch.seen


def run_all(site: Site, watch: ProcessWatch) -> tuple[dict[str, str], dict[Path, set[str]]]:
    """Run jobs to all the ends that there are; return them, and the files with secrets as they were at work."""
    service = site.service
    jobs = {name: service.submit("nap", f"seconds={seconds}") for name, seconds in (("dismissed", 300), ("killed", 9))}
    wait_for(lambda: all(service.workers_of(job) for job in jobs.values()), 300, "they do not run")
    watch.look()  # on a busy machine, they may end before it is its turn
    assert service.directory(jobs["killed"]).toil.is_dir()
    at_work = site.planted.found_below(service.state)
    service.kill("engine")
    site.cut()
    jobs["told"] = service.submit("tell", "code=0", responseDocument="told=@asReference=true")
    jobs["failed"] = service.submit("tell", "code=3")
    if not site.stock:  # what comes before and after a leader is the same, and stock ones take their time
        jobs |= run_into_faults(site)
    assert service.cli("jobs", "dismiss", jobs["dismissed"]).returncode == 0
    right = {"dismissed": JobState.DISMISSED} | dict.fromkeys(("killed", "told", "copied"), JobState.SUCCESSFUL)
    for name, job in jobs.items():
        service.wait(job, 300)
        at_work |= site.planted.found_below(service.directory(job).path)
        assert service.job(job).state is right.get(name, JobState.FAILED), (name, service.job(job))
    assert "env" in service.job(jobs["failed"]).message
    return jobs, at_work


def run_into_faults(site: Site) -> dict[str, str]:
    """Have jobs fail as their inputs are fetched, as their time is over, and as their results are published."""
    service = site.service
    sources = [site.archive.put(f"{folder}/a.bin", b"content") for folder in ("open", "refused")]
    asked = dict(zip(("copied", "refused", "nowhere"), [*sources, "s3://no-such-bucket/a"], strict=True))
    jobs = {"timed out": service.submit("nap", "seconds=300", profile="short")}
    for name, address in asked.items():
        jobs[name] = service.submit("copy", f"image=@xlink:href={address};name=a")
    for fault in ("denied", "full"):
        with site.ways["results"].fault(fault, within=f"{fault}.bin"):
            jobs[fault] = service.submit("copy", f"image=@xlink:href={sources[0]};name={fault}.bin")
            service.wait(jobs[fault], 300)
    return jobs


def ask_all(site: Site, jobs: dict[str, str]) -> None:
    """Ask for every page, and in wrong ways."""
    for job in jobs.values():
        for path in ("", "/status.xml", "/accounting", "/outputs/told/told.txt", "/outputs/copy/a", "/outputs/x/%00"):
            site.ask(f"/jobs/{job}{path}")
        for request in ("GetStatus", "GetResult", "Dismiss"):
            site.ask("/wps", params={"service": "WPS", "version": "2.0.0", "request": request, "jobId": job})
    for path in ("/", "/metrics", "/healthz", "/readyz", "/nowhere", "/jobs/none", "/jobs/none/accounting", "/wps"):
        site.ask(path)
        site.ask(path, method="POST", data=b"<not>xml")
        site.ask(path, headers={"Accept": "application/json", "X-Forwarded-Host": "elsewhere"})
    for version in ("1.0.0", "2.0.0"):
        known = {"service": "WPS", "version": version}
        site.ask("/wps", params=known | {"request": "GetCapabilities"})
        site.ask("/wps", params=known | {"request": "DescribeProcess", "identifier": "all"})
        site.ask("/wps", params=known | {"request": "Execute", "identifier": "copy", "datainputs": "image=1;name=%zz"})
        site.ask("/wps", params=known | {"request": "Execute", "identifier": "copy", "dryrun": "true"})
    href = "image=@xlink:href=s3://archive/refused/none;name=a"
    site.ask(
        "/wps", params=known | {"version": "1.0.0", "request": "Execute", "identifier": "copy", "datainputs": href}
    )
    site.cut()
    for path in ("/jobs/none", "/metrics", "/readyz"):
        site.ask(path)


def run_commands(site: Site, jobs: dict[str, str]) -> None:
    """Run the commands that tell something."""
    commands = ["doctor", "jobs list", "processes list", "db upgrade", "accounting --by job --format json"]
    commands += [f"jobs show --format json {job}" for job in jobs.values()]
    commands += [f"jobs logs {job}" for job in jobs.values()] + [f"accounting {jobs['failed']}"]
    ends = site.command(*commands)
    assert len(ends) == len(commands)
    assert ends[1:5] == [0, 0, 0, 0]


def with_another_password(site: Site) -> None:
    """Have the driver complain: of a wrong password, and of a URL in which it stands as it is."""
    environment = site.service.environment
    right, wrong = environment["WPS_CWL_DATABASE__URL"], SECRETS["a wrong password of the database"]
    place = f"127.0.0.1:{site.database.port}/{site.name}"
    urls = {
        f"postgresql://planted:{quote(wrong, safe='')}@{place}": ("doctor", "engine"),
        f"postgresql://planted@{place}?password={quote(wrong, safe='')}&sslmode=no": ("doctor",),
        f"postgresql://planted:{wrong}@{place}": ("jobs list",),
        f"postgresql://planted:{wrong}/{place}": ("db upgrade",),
    }
    for url, commands in urls.items():
        environment["WPS_CWL_DATABASE__URL"] = url
        ends = site.command(*commands)
        assert len(ends) == len(commands)
        assert all(ends), ends
    environment["WPS_CWL_DATABASE__URL"] = right
    said = [told for asked, told in site.answers.items() if asked.endswith(("doctor", "engine"))]
    assert any(b"password authentication failed" in told for told in said), said


def lines_with(planted: Planted, log: Path) -> list[bytes]:
    return [line[:2000] for line in log.read_bytes().splitlines() if planted.found_in(line)]


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize(
    "form",
    [str, quote, json.dumps, repr, lambda text: text.encode().hex()],
    ids=["plain", "url", "json", "repr", "hex"],
)
def test_what_looks_for_secrets_finds_them(secret: str, form: object) -> None:
    assert Planted(SECRETS).found_in(f"{{'a': 'b{form(secret)}c'}}".encode())  # type: ignore[operator]

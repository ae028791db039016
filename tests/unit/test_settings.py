"""Where settings come from, what they may hold, and how what is wrong is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.configuration import refusal
from wps_cwl import machine
from wps_cwl.errors import Misconfigured
from wps_cwl.settings import Settings, keys, load, render_reference

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "configuration.md"


# --- where they come from -----------------------------------------------------------------------


def test_without_any_configuration_there_are_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load(None, {})
    assert settings.state == tmp_path / "jobstore"
    assert settings.processes == (tmp_path / "cwl" / "processes",)
    assert settings.database_url == f"sqlite:///{tmp_path}/jobstore/jobs.sqlite"
    assert (settings.server.host, settings.server.port) == ("127.0.0.1", 5000)
    assert settings.server.public_url == "http://127.0.0.1:5000"
    assert {name: profile.scheduler for name, profile in settings.profiles.items()} == {"local": "local"}
    assert (settings.running, settings.jobs.waiting) == (machine.cpus(), 1000)
    assert (settings.jobs.walltime, settings.jobs.restarts, settings.retention.days) == (86400, 3, 7)
    assert settings.security.allowed_hosts == ()


def test_the_environment_comes_before_the_file_and_the_file_before_defaults(write: Callable[[object], Path]) -> None:
    path = write({"server": {"title": "file", "port": 1, "contact": {"city": "Ulm", "country": "DE"}}})
    settings = load(path, {"WPS_CWL_SERVER__TITLE": "variable", "WPS_CWL_SERVER__CONTACT__CITY": "Bonn"})
    assert (settings.server.title, settings.server.port, settings.server.provider) == ("variable", 1, "wps-cwl")
    assert (settings.server.contact.city, settings.server.contact.country) == ("Bonn", "DE")


def test_a_variable_names_the_file_and_an_argument_comes_before_it(write: Callable[[object], Path]) -> None:
    path = write({"server": {"title": "file"}})
    assert load(None, {"WPS_CWL_CONFIG": str(path)}).server.title == "file"
    assert load(path, {"WPS_CWL_CONFIG": "/not/there"}).server.title == "file"


def test_only_the_environment_that_is_given_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WPS_CWL_SERVER__TITLE", "of the process")
    assert load(None, {}).server.title == Settings().server.title == "WPS of CWL processes"


@pytest.mark.parametrize("path", keys.paths(), ids=keys.variable)
def test_every_key_can_be_set_by_a_variable_as_in_the_file(
    path: tuple[str, ...], write: Callable[[object], Path]
) -> None:
    samples = {
        "state": "/srv/a",
        "processes": "/srv/b,/srv/c",
        "kind": "file",
        "scheduler": "local",
        "url": "https://x.org",
        "leaders": "stock",
        "run_as": "sudo,{user}",
        "gpu_request": "gpu={count}",
        "header": "# 17",
        "containers": "podman",
        "open": "true",
        "enabled": "true",
        "metrics": "false",
        "format": "json",
        "level": "debug",
        "currency": "EUR",
        "default": "local",
        "profile": "local",
        "per": "process",
        "bucket": "data",
        "endpoint": "https://x.org",
        "client_endpoint": "https://x.org",
        "public_url": "https://x.org",
        "addressing": "path",
        "encryption": "AES256",
        "links": "serve",
        "anonymous": "true",
    }
    beside = {"WPS_CWL_SECURITY__USER_HEADER": "X-User"} if path[-1] == "run_as" else {}
    if path[0] == "storage" and path[-1] != "kind":
        s3 = {"kind": "s3", "bucket": "data"}
        s3 |= {"public_url": {"links": "public"}, "encryption_key": {"encryption": "aws:kms"}}.get(path[-1], {})
        beside |= {f"WPS_CWL_STORAGE__{key.upper()}": one for key, one in s3.items()}
    if "s3_inputs" in path:
        beside |= {"WPS_CWL_SECURITY__S3_INPUTS__1__BUCKET": "data"}
    if path[0] == "notifications":
        samples |= {"subscribers": "false", "tls": "tls", "sender": "wps@x.org", "recipients": "*@x.org"}
        mail = {"host": "x", "sender": "a@x.org", "user": "u", "password_file": "/x"} if "mail" in path else {}
        beside |= {f"WPS_CWL_NOTIFICATIONS__MAIL__{key.upper()}": one for key, one in mail.items() if key != path[-1]}
    value = samples.get(path[-1], "17")
    # most of what a profile may have means nothing to `local`, which is the default
    of_cluster = path[0] == "profiles" and path[-1] != "scheduler"
    scheduler = "kubernetes" if path[-1] == "pod_template" else "slurm"
    others = {"profiles": {"long": {"scheduler": scheduler}}} if of_cluster else {}
    content: Any = value
    for part in reversed(path):
        content = [content] if part == keys.ITEM else {part.replace(keys.ANY, "long"): content}
    variables = {keys.variable(path).replace(keys.ANY, "LONG").replace(keys.ITEM, "1"): value}
    if of_cluster:
        content["profiles"]["long"] |= {"scheduler": scheduler}
    if path[0] == "routing" and keys.ITEM in path:  # a rule alone, without what it has to have
        needed = {"profile": "local", "bytes": "5"} | content["routing"]["rules"][0]
        content["routing"]["rules"][0] = needed
        variables = {f"WPS_CWL_ROUTING__RULES__1__{key.upper()}": one for key, one in needed.items()} | variables
    if path[0] == "retention" and path[-1] in {"processes", "users", "per"}:  # a rule that says nothing
        beside |= {"WPS_CWL_RETENTION__RULES__1__JOBS": "5"}
    by_variable, by_file = load(write(others), variables | beside), load(write(content), beside)
    assert by_variable == by_file
    assert by_variable != Settings() or value in {"file"}


def test_lists_null_and_absence_can_be_said_in_variables() -> None:
    environ = {
        "WPS_CWL_PROCESSES": "/a, /b",
        "WPS_CWL_SECURITY__ALLOWED_HOSTS": "a.example,*.b.example",
        "WPS_CWL_RETENTION__DAYS": "null",
        "WPS_CWL_SERVER__TITLE": "",
    }
    settings = load(None, environ)
    assert settings.processes == (Path("/a"), Path("/b"))
    assert settings.security.allowed_hosts == ("a.example", "*.b.example")
    assert settings.retention.days is None
    assert settings.server.title == "WPS of CWL processes"


@pytest.mark.parametrize("content", ["", "server:\njobs:\n", "# nothing\n", "server:\n  contact:\n", "profiles:\n"])
def test_what_is_commented_out_is_the_default(content: str, write: Callable[[object], Path]) -> None:
    assert load(write(content), {}) == Settings()


def test_settings_do_not_change() -> None:
    settings = Settings()
    with pytest.raises(ValidationError):
        settings.server = settings.server  # type: ignore[misc]
    with pytest.raises(ValidationError):
        settings.server.port = 1  # type: ignore[misc]


# --- what they hold -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "size"), [("64 MiB", 64 << 20), ("10mb", 10_000_000), (5, 5), ("1.5 GiB", 3 << 29), ("700", 700)]
)
def test_a_size_may_have_a_unit(written: object, size: int, write: Callable[[object], Path]) -> None:
    path = write({"server": {"limits": {"input_bytes": written}}})
    assert load(path, {}).server.limits.input_bytes == size


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(90, 90), ("90", 90), ("90s", 90), ("1h", 3600), ("1.5 h", 5400), ("7d", 604800), ("2m", 120)],
)
def test_a_duration_may_have_a_unit(written: object, seconds: int, write: Callable[[object], Path]) -> None:
    assert load(write({"jobs": {"walltime": written}}), {}).jobs.walltime == seconds


def test_the_public_url_has_no_slash_at_its_end() -> None:
    assert load(None, {"WPS_CWL_SERVER__URL": "https://x.org/wps-cwl/"}).server.public_url == "https://x.org/wps-cwl"


def test_a_path_begins_at_the_working_directory_or_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/somebody")
    assert load(None, {"WPS_CWL_STATE": "jobs"}).state == tmp_path / "jobs"
    assert load(None, {"WPS_CWL_STATE": "~/jobs"}).state == Path("/home/somebody/jobs")


# --- what is wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"serwer": {}}, 'serwer: there is no such key; did you mean "server"?'),
        ({"server": {"titel": "x"}}, 'server.titel: there is no such key; did you mean "title"?'),
        ({"server": {"contact": {"nmae": 1}}}, 'server.contact.nmae: there is no such key; did you mean "name"?'),
        ({"profiles": {"long": {"coers": 1}}}, 'profiles.long.coers: there is no such key; did you mean "cores"?'),
        ({"storage": {"xyz": 1}}, "storage.xyz: there is no such key; choose from: "
         "addressing, bucket, client_endpoint, credentials, encryption, encryption_key, endpoint, kind, link_seconds, "
         "links, patience, prefix, profile, public_url, region, timeout"),
    ],
)  # fmt: skip
def test_a_key_that_is_not_known_is_named_with_the_nearest_one(
    content: object, problem: str, write: Callable[[object], Path]
) -> None:
    assert refusal(write(content), {}) == [f"{problem}."]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("WPS_CWL_SERVER__HSOT", "WPS_CWL_SERVER__HOST"),
        ("WPS_CWL_SERVER_URL", "WPS_CWL_SERVER__URL"),
        ("WPS_CWL_JOB__WAITING", "WPS_CWL_JOBS__WAITING"),
        ("WPS_CWL_STATES", "WPS_CWL_STATE"),
        ("WPS_CWL_PROFILES__LONG__CORE", "WPS_CWL_PROFILES__<name>__CORES"),
    ],
)
def test_a_variable_that_is_not_known_is_named_with_the_nearest_one(name: str, meant: str) -> None:
    assert refusal(None, {name: "1"}) == [f'{name}: there is no such variable; did you mean "{meant}"?.']


def test_a_whole_section_in_one_variable_is_refused() -> None:
    assert refusal(None, {"WPS_CWL_SERVER": '{"port": 1}'})[0].startswith("WPS_CWL_SERVER: there is no such variable")


@pytest.mark.parametrize(
    "name",
    ["WPS_CWL_SERVICE_HOST", "WPS_CWL_SERVICE_PORT_HTTP", "WPS_CWL_PORT", "WPS_CWL_PORT_80_TCP_ADDR", "WPS_CWLX"],
)
def test_variables_that_kubernetes_sets_and_those_of_others_are_passed_over(name: str) -> None:
    assert load(None, {name: "tcp://10.0.0.1:80", "PATH": "/bin"}) == Settings()


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("server.port", 99999, "65535"),
        ("server.port", "http", "valid integer"),
        ("server.url", "ftp://x", "http://"),
        ("server.url", "https://x/?a=b", "query"),
        ("server.limits.request_bytes", "12 parsecs", "parsecs"),
        ("server.limits.request_bytes", -1, "byte|greater"),
        ("server.limits.body_seconds", "5 y", "no unit of time; choose from: s, m"),
        ("server.limits.body_seconds", 0, "greater than 0"),
        ("server.languages", [], "at least 1"),
        ("jobs.running", 0, "greater than or equal to 1"),
        ("jobs.waiting", "many", "valid integer"),
        ("retention.days", -1, "greater than or equal to 0"),
        ("processes", [], "at least 1"),
        ("state", "/srv/our jobs", "a shell does not leave alone"),
        ("state", "/srv/$HOME", "a shell does not leave alone"),
        ("storage.kind", "s4", "'file'"),
        ("profiles.long.scheduler", "cron", "'local'"),
        ("profiles.Long", {}, "pattern"),
        ("server", "here", "dictionary"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_key(
    key: str, value: object, reason: str, write: Callable[[object], Path]
) -> None:
    content: Any = value
    for part in reversed(key.split(".")):
        content = {part: content}
    path = write(content)
    with pytest.raises(Misconfigured, match=rf"(?s)not valid: {key}: .*({reason})"):
        load(path, {})


def test_a_value_that_does_not_fit_is_named_by_its_variable() -> None:
    assert refusal(None, {"WPS_CWL_JOBS__RUNNING": "0"})[0].startswith("WPS_CWL_JOBS__RUNNING: ")
    assert refusal(None, {"WPS_CWL_PROFILES__LONG__CORES": "two"})[0].startswith("WPS_CWL_PROFILES__LONG__CORES: ")


def test_all_problems_are_told_at_once_each_on_its_line(write: Callable[[object], Path]) -> None:
    path = write({"server": {"titel": "x", "port": -1}, "jobs": {"waiting": 0}})
    problems = refusal(path, {"WPS_CWL_STAET": "/x"})
    assert [line.split(":")[0] for line in problems] == ["WPS_CWL_STAET", "server.port", "server.titel", "jobs.waiting"]


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words", "server: [", "a: 1: 2"])
def test_a_file_that_holds_no_sections_is_refused_by_name(content: str, write: Callable[[object], Path]) -> None:
    path = write(content)
    with pytest.raises(Misconfigured, match=str(path)):
        load(path, {})


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"nowhere\.yaml"):
        load(tmp_path / "nowhere.yaml", {})


def test_a_refusal_does_not_show_a_password(write: Callable[[object], Path]) -> None:
    path = write({"database": {"url": ["postgresql://user:secret@host/name"]}})
    assert "secret" not in "".join(refusal(path, {}))


# --- the reference ------------------------------------------------------------------------------


def test_the_reference_is_in_step_with_the_keys() -> None:
    assert REFERENCE.read_text() == render_reference(), "python -m wps_cwl.settings > docs/reference/configuration.md"


def test_every_key_is_explained() -> None:
    unexplained = [name for group in keys.groups() for name, field in group.keys.items() if not field.description]
    assert unexplained == []
    assert all(group.model.__doc__ for group in keys.groups())


def test_more_jobs_run_where_a_cluster_does_the_work(write: Callable[[object], Path]) -> None:
    cluster = {"profiles": {"cluster": {"scheduler": "slurm"}}}
    assert load(write(cluster), {}).running > 100
    assert load(write(cluster | {"jobs": {"running": 3}}), {}).running == 3

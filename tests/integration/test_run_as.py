"""Jobs that run as the users who send them, through real sudo; the service is root, or nobody special."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.clusters.packages import obstacle
from tests.support.run_as import end_of, execute, hides, service_for, submit
from tests.support.service import Service, wait_for
from tests.support.system_user import can_do, can_read, files_of, processes_of, programs_of, sudo_rule, three_users
from wps_cwl.model import JobState, LiteralValue

pytestmark = pytest.mark.skipif(obstacle() is not None, reason="only root on Debian can make users for these tests")


@pytest.fixture(scope="module")
def users() -> Iterator[tuple[str, str, str]]:
    yield from three_users()


@pytest.fixture(scope="module", params=["root", "ordinary"])
def service(request: pytest.FixtureRequest, users: tuple[str, str, str]) -> Iterator[Service]:
    alice, _, runner = users
    with (
        sudo_rule(runner, [alice]),
        service_for(alice, run_by=runner if request.param == "ordinary" else None) as service,
    ):
        yield service


def test_a_job_runs_as_who_sends_it_and_nobody_else_reads_it(service: Service, users: tuple[str, str, str]) -> None:
    alice, bob, _ = users
    job = submit(service, alice, "who", "seconds=4")
    directory = service.directory(job)
    wait_for(lambda: processes_of(alice), 60, "nothing runs as the user")
    wait_for(lambda: files_of(alice, directory.work), 30, "the user makes no files")
    assert can_read(alice, directory.path)
    assert not can_read(bob, directory.path)
    assert not can_read(bob, directory.order)
    assert can_read(alice, directory.order)
    assert not can_read(alice, directory.request_json)
    assert not can_do(alice, "mv", directory.logs, directory.path / "mine")
    assert not can_do(alice, "rm", "-f", directory.leader_lock)
    assert not can_do(alice, "rmdir", directory.outputs)
    assert not can_read(alice, service.state / "jobs")
    ended = end_of(service, job)
    assert ended.state is JobState.SUCCESSFUL, ended.message
    [name, variables] = ended.results
    assert isinstance(name.value, LiteralValue)
    assert name.value.text == alice
    assert not processes_of(alice)
    assert not can_read(alice, directory.path), "the directory of a job that is over stays open"
    published = directory.outputs / "variables" / variables.value.name
    assert f"HOME={directory.work}" in published.read_text()
    assert files_of(alice, directory.outputs) == []
    assert hides(directory.path)


def test_a_file_that_is_sent_is_read_by_the_user(service: Service, users: tuple[str, str, str]) -> None:
    job = end_of(service, submit(service, users[0], "first-line", "text=water"))
    assert job.state is JobState.SUCCESSFUL, job.message
    assert isinstance(job.results[0].value, LiteralValue)
    assert job.results[0].value.text == "water"


def test_a_job_that_is_dismissed_leaves_no_process(service: Service, users: tuple[str, str, str]) -> None:
    alice, *_ = users
    job = submit(service, alice, "who", "seconds=600")
    wait_for(lambda: "sleep" in programs_of(alice), 60, "the tool does not begin")
    service.cli("jobs", "dismiss", job)
    wait_for(lambda: not processes_of(alice), 20, "something of the dismissed job still runs")
    assert end_of(service, job).state is JobState.DISMISSED


def test_a_job_that_fails_says_why(service: Service, users: tuple[str, str, str]) -> None:
    job = end_of(service, submit(service, users[0], "hello", "name=" + "x" * 10))
    assert job.state is JobState.SUCCESSFUL
    failed = end_of(service, submit(service, users[0], "who", "seconds=-1"))
    assert failed.state is JobState.FAILED
    assert "invalid option" in failed.message


def test_nothing_is_left_when_a_job_is_purged(service: Service, users: tuple[str, str, str]) -> None:
    job = submit(service, users[0], "who", "seconds=-1")  # what a failed run needed is kept for who asks why
    end_of(service, job)
    assert files_of(users[0], service.directory(job).path)
    purged = service.cli("jobs", "purge", job)
    assert purged.returncode == 0, purged.stderr
    assert not service.directory(job).path.exists()
    assert [path for path in (service.state / "jobs").iterdir() if job in path.name] == []


@pytest.mark.parametrize("part", ["leader", "engine"])
def test_a_job_is_taken_up_when_what_has_started_it_is_killed(
    service: Service, users: tuple[str, str, str], part: str
) -> None:
    alice, *_ = users
    job = submit(service, alice, "who", "seconds=5")
    wait_for(lambda: "sleep" in programs_of(alice), 60, "the tool does not begin")
    if part == "engine":
        service.kill("engine")
    else:
        leader = int(service.directory(job).leader_lock.read_text())
        next(one for one in processes_of(alice) if one.pid == leader).kill()
    ended = end_of(service, job)
    assert ended.state is JobState.SUCCESSFUL, ended.message
    assert not processes_of(alice)


@pytest.mark.parametrize("user", [None, "anonymous", "root", "nobody-there", "-u", "../alice", "Robert'); --"])
def test_who_cannot_be_run_as_is_refused_before_there_is_a_job(service: Service, user: str | None) -> None:
    before = len(list((service.state / "jobs").iterdir()))
    answer = execute(service, user, "hello", "name=Friday")
    assert answer.status_code == 400
    assert "Jobs run here as the user who sends them" in answer.text
    assert len(list((service.state / "jobs").iterdir())) == before


def test_the_doctor_tries_to_be_each_user(service: Service, users: tuple[str, str, str]) -> None:
    assert f"ok    user {users[0]}: jobs run as {users[0]}" in service.cli("doctor").stdout


def test_a_user_who_is_not_on_the_list_is_refused(service: Service, users: tuple[str, str, str]) -> None:
    assert execute(service, users[1], "hello", "name=Friday").status_code == 400


def test_a_wrapper_that_does_not_let_us_fails_the_job_and_says_so(users: tuple[str, str, str]) -> None:
    _, bob, runner = users
    with service_for(bob, run_by=runner) as service:  # and no rule of sudo for it
        job = submit(service, bob, "hello", "name=Friday")
        wait_for(lambda: service.job(job).state.final, 60, "the job does not end")
        assert "cannot be run as the user" in service.job(job).message
        doctor = service.cli("doctor")
        assert f"WRONG user {bob}" in doctor.stdout, doctor.stdout
        assert "sudo" in (service.directory(job).logs / "leader.log").read_text()

"""What the demonstration shows: the steps that users of PyWPS's demonstration know, and what that could not do."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click
import psutil
import requests
from lxml import etree

from examples.slurm.site import Site

WPS = "{http://www.opengis.net/wps/1.0.0}"
BIRDY = Path(sys.executable).parent / "birdy"
EXECUTE = "service=WPS&version=1.0.0&request=Execute&identifier={process}&datainputs={data}"
STORED = "&storeExecuteResponse=true&status=true"
QUEUE = "%.6i %.10P %.48j %.3t %.8M %.8N %r"
Value = TypeVar("Value")
SECONDS = 300  # for whatever is waited for


class Failed(Exception):
    """A step did not show what it should."""


@dataclass(frozen=True)
class Status:
    """What a status document of WPS 1.0.0 says."""

    state: str  # ProcessAccepted, ProcessStarted, ProcessSucceeded, ProcessFailed
    text: str
    percent: int | None
    location: str
    output: str

    @property
    def job(self) -> str:
        return self.location.split("/")[-2]


# --- as in the demonstration of PyWPS -------------------------------------------------------------------


def look_at_the_capabilities(site: Site) -> None:
    """Read what there is, as a browser does."""
    document = ask(site, "service=WPS&request=GetCapabilities")
    offered = [element.text for element in document.iterfind(f".//{WPS}Process/{{*}}Identifier")]
    say(f"offered: {', '.join(name for name in offered if name)}")
    expect({"hello", "sleep"} <= set(offered), "hello and sleep are not offered")


def say_hello(site: Site) -> None:
    """Wait for a greeting; this goes by Slurm too, where PyWPS ran it beside the web server."""
    status = status_of(ask(site, EXECUTE.format(process="hello", data="name=Friday")))
    say(f"{status.state}: {status.output}")
    expect((status.state, status.output) == ("ProcessSucceeded", "Hello Friday"), "no greeting")


def sleep_ten_seconds(site: Site) -> None:
    """Start a job, and follow its status document to the end."""
    accepted = submit(site, "sleep", "delay=10")
    expect(accepted.state == "ProcessAccepted", f"it is not accepted, but {accepted.state}")
    say(f"{accepted.state}, {accepted.location}")
    seen, shown = [accepted], False
    for status in follow(accepted.location):
        if status.state == "ProcessStarted" and (status.percent, status.text) != (seen[-1].percent, seen[-1].text):
            say(f"{status.state} {status.percent or 0:3d} %  {status.text}")
        if not shown and status.percent:
            shown = True
            listing = show(site, "squeue", f"--format={QUEUE}")
            expect(accepted.job in listing, "the job is not in Slurm's queue")
        seen.append(status)
    states = list(dict.fromkeys(status.state for status in seen))
    percents = [status.percent for status in seen if status.state == "ProcessStarted" and status.percent]
    say(f"{seen[-1].state}: {seen[-1].output}")
    expect(states == ["ProcessAccepted", "ProcessStarted", "ProcessSucceeded"], f"its states were {states}")
    expect(percents == sorted(percents) and len(set(percents)) >= 3, f"its percentages were {percents}")
    expect(seen[-1].output == "Slept 10 seconds", "it did not sleep")


def use_birdy(site: Site) -> None:
    """Call the processes by birdy's commands."""
    for words, told in (
        (("-h",), "sleep"),
        (("hello", "-h"), "--name TEXT"),
        (("hello", "--name", "Birdy"), "Hello Birdy"),
        (("sleep", "--delay", "5"), "Slept 5 seconds"),
    ):
        click.secho(f"  $ birdy {' '.join(words)}", fg="cyan")
        environment = site.environment() | {"WPS_SERVICE": f"{site.url}/wps"}
        done = subprocess.run(
            [BIRDY, *words], env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
        )
        quote(done.stdout.partition("Commands:\n")[2] or done.stdout, most=20)
        expect(done.returncode == 0 and told in done.stdout, f"birdy {words} says:\n{done.stdout}{done.stderr}")


# --- and what that could not do -------------------------------------------------------------------------


def fill_the_cluster(site: Site) -> list[Status]:
    """Start three jobs on two cores: the third waits, and says why."""
    jobs = [submit(site, "sleep", "delay=600") for _ in range(3)]
    states = await_that(lambda: _states(site, jobs), lambda found: sorted(found) == ["PD", "R", "R"], "no job waits")
    show(site, "squeue", f"--format={QUEUE}")
    waiting = jobs[states.index("PD")]
    status = await_that(lambda: read(waiting.location), lambda found: "pending:" in found.text, "no reason is told")
    say(f"{status.state}: {status.text}")
    return [job for job, state in zip(jobs, states, strict=True) if state == "R"] + [waiting]


def kill_a_worker(site: Site, victim: Status, waiting: Status) -> None:
    """Kill the worker of a job on its node: the job fails, and says what has happened; the one that waited begins."""
    await_that(lambda: read(victim.location), lambda found: "slept" in found.text, "its tool does not begin")
    [worker] = [process for process in site.processes() if _is_worker(process, victim.job)]
    click.secho(f"  $ kill -9 {worker.pid}", fg="cyan")
    worker.kill()
    status = await_that(lambda: read(victim.location), lambda found: found.state == "ProcessFailed", "it does not fail")
    say(status.state)
    quote(status.output, most=4)
    expect("SIGKILL" in status.output, f"the reason is not told: {status.output}")
    await_that(lambda: _states(site, [waiting]), lambda found: found == ["R"], "the one that waited does not begin")
    show(site, "squeue", f"--format={QUEUE}")


def dismiss(site: Site, jobs: list[Status]) -> None:
    """Dismiss what runs: nothing is left in Slurm's queue."""
    for job in jobs:
        document = ask(site, f"service=WPS&version=2.0.0&request=Dismiss&jobid={job.job}")
        state = (document.findtext(".//{*}Status") or "").strip()
        say(f"{job.job} {state}")
        expect(state == "Dismissed", f"it is {state}")
    await_that(lambda: queue(site), lambda found: not found, "there are still jobs in Slurm's queue")
    show(site, "squeue", f"--format={QUEUE}")
    for job in jobs:
        expect(read(job.location).state == "ProcessFailed", "WPS 1.0.0 does not say that it was dismissed")


def show_the_accounts(site: Site) -> None:
    """Compare the books of Slurm with ours."""
    slurms, ours = await_that(lambda: _core_seconds(site), lambda found: found[0] == found[1], "the sums differ")
    show(site, "sacct", "--allusers", "--allocations", "--format=JobID,JobName%45,NodeList,ElapsedRaw,State,ExitCode")
    show(site, "wps-cwl", "accounting", "--by", "process")
    say(f"core-seconds: {slurms:g} by Slurm, {ours:g} by wps-cwl")


# --- asking ---------------------------------------------------------------------------------------------


def ask(site: Site, query: str) -> etree._Element:
    """Ask the WPS by GET, and return the document of its answer."""
    click.secho(f"  $ curl '{site.url}/wps?{query}'", fg="cyan")
    answer = requests.get(f"{site.url}/wps?{query}", timeout=SECONDS)
    expect(answer.ok, f"HTTP {answer.status_code}: {answer.text}")
    return etree.fromstring(answer.content)


def submit(site: Site, process: str, data: str) -> Status:
    """Execute a process asynchronously."""
    return status_of(ask(site, EXECUTE.format(process=process, data=data) + STORED))


def read(location: str) -> Status:
    """Read a status document."""
    answer = requests.get(location, timeout=60)
    expect(answer.ok, f"{location}: HTTP {answer.status_code}")
    return status_of(etree.fromstring(answer.content))


def follow(location: str) -> Iterator[Status]:
    """Read a status document until its job has ended."""
    deadline = time.monotonic() + SECONDS
    while True:
        yield (status := read(location))
        if status.state in {"ProcessSucceeded", "ProcessFailed"}:
            return
        expect(time.monotonic() < deadline, f"the job does not end: {status.text}")
        time.sleep(0.3)


def status_of(document: etree._Element) -> Status:
    """Interpret an ExecuteResponse."""
    [state] = document.find(f"{WPS}Status")
    name, percent = etree.QName(state).localname, state.get("percentCompleted")
    tag = "ExceptionText" if name == "ProcessFailed" else "LiteralData"
    found = document.find(f".//{{*}}{tag}")
    return Status(
        state=name,
        text=" ".join("".join(state.itertext()).split()),
        percent=int(percent) if percent else None,
        location=document.get("statusLocation", ""),
        output="" if found is None else (found.text or "").strip(),
    )


def queue(site: Site) -> list[tuple[str, str]]:
    """Return the names and the states of the jobs in Slurm's queue."""
    told = site.run("squeue", "--noheader", "--format=%j|%t").stdout.splitlines()
    return [(line.partition("|")[0], line.partition("|")[2]) for line in told]


def await_that(ask: Callable[[], Value], holds: Callable[[Value], bool], otherwise: str) -> Value:
    """Return what is told as soon as it is so."""
    deadline = time.monotonic() + SECONDS
    while not holds(found := ask()):
        expect(time.monotonic() < deadline, f"{otherwise}: {found}")
        time.sleep(0.3)
    return found


def _states(site: Site, jobs: list[Status]) -> list[str]:
    """Return the states in Slurm's queue, in the order of the jobs."""
    found = queue(site)
    return [state for job in jobs for name, state in found if job.job in name]


def _is_worker(process: psutil.Process, job: str) -> bool:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        words = process.cmdline()
        return any(word.endswith(".node_worker") for word in words) and any(job in word for word in words)
    return False


def _core_seconds(site: Site) -> tuple[float, float]:
    """Return the sums of Slurm and of ours, which come a moment after the end of a job."""
    told = site.run("sacct", "--allusers", "--allocations", "--noheader", "--parsable2", "--format=CPUTimeRAW").stdout
    ours = json.loads(site.run("wps-cwl", "accounting", "--by", "process", "--format", "json").stdout)
    return sum(map(float, told.split())), sum(float(row["core_seconds"] or 0) for row in ours)


# --- showing --------------------------------------------------------------------------------------------


def show(site: Site, *command: str) -> str:
    """Run a command, and show what it says."""
    click.secho(f"  $ {' '.join(command)}", fg="cyan")
    told = site.run(*command).stdout
    quote(told, most=20)
    return told


def say(text: str) -> None:
    """Say a sentence."""
    click.echo(f"  {text}")


def quote(text: str, *, most: int) -> None:
    """Show the first lines of what somebody else says."""
    lines = [re.sub(r"\s+$", "", line) for line in text.strip("\n").splitlines()]
    for line in lines[:most]:
        click.secho(f"    {line}", dim=True)
    if len(lines) > most:
        click.secho(f"    ... and {len(lines) - most} lines more", dim=True)


def expect(holds: bool, otherwise: str) -> None:
    """Go on if it is so."""
    if not holds:
        raise Failed(otherwise)

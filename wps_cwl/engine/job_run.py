"""The way of one job from being claimed to its end; every step may be killed, and taken up again by another engine."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from typing import TypeVar

from wps_cwl import codec, errors
from wps_cwl.engine import (
    containers,
    failure,
    hands,
    inspection,
    leader,
    publishing,
    reuse,
    run_clock,
    staging,
    toil_command,
)
from wps_cwl.engine.identity import Identity, ServiceIdentity
from wps_cwl.engine.interruption import Dismissed, Interrupted, Interruption
from wps_cwl.engine.lease import admit
from wps_cwl.engine.packing import with_progress_file
from wps_cwl.engine.plain_file import EXHAUSTED
from wps_cwl.engine.profiles import RunProfile
from wps_cwl.engine.progress import Progress, ProgressReader, read_bus, steps_of
from wps_cwl.engine.run_clock import RunClock
from wps_cwl.engine.schedulers.submissions import Submissions
from wps_cwl.engine.tracing import JobTracing
from wps_cwl.engine.workshop import Workshop
from wps_cwl.fairness import Turn
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import Fault, Job, JobError, JobState, StagingPlan

logger = logging.getLogger(__name__)

T = TypeVar("T")

LOOK = 0.2  # seconds between two looks at what says nothing by itself, as the progress of a leader
PATIENCE = 1.0  # seconds that a job waits for a place before it says so
LONG_LOOK = 5.0  # and at what does


class JobRun:
    """One job at work. When it is interrupted by the end of the engine, the leader lives on."""

    def __init__(self, job: Job, directory: JobDirectory, workshop: Workshop, interruption: Interruption) -> None:
        self._job = job
        self._directory = directory
        self._shop = workshop
        self._interruption = interruption
        self._all_ended = False
        self._room = inspection.Room(directory.path)
        self._tracing = JobTracing(job, workshop.tell)
        self._seen_whole = False  # its run, by this engine: then it is known for how long it ran

    def run(self) -> None:
        """Bring the job to its end: whatever goes wrong with it becomes that.

        Raises Interrupted, errors.StoreUnavailable, errors.SchedulerUnavailable and errors.UserUnavailable; then the
        job stays as it is, and can be taken up again.
        """
        if self._shop.accountant is not None:
            self._shop.accountant.expect(self._job.id)
        try:
            self._forward()
        except (Interrupted, errors.StoreUnavailable, errors.SchedulerUnavailable, errors.UserUnavailable):
            raise  # nothing is wrong with the job
        except Dismissed:
            logger.info("dismissed", extra={"job": self._job.id})
        except errors.WpsCwlError as error:
            self._fail(error)
        except Exception as error:
            if isinstance(error, OSError) and error.errno in EXHAUSTED:
                raise  # it is the machine's fault, and may pass
            logger.exception("the engine failed", extra={"job": self._job.id})
            self._fail(errors.Unavailable(reason=f"internal error ({type(error).__name__}); the operator's log has it"))
        self._clear()

    def _forward(self) -> None:
        self._job = self._shop.jobs.get(self._job.id)  # an earlier turn may have routed it
        state = self._job.state
        if state is JobState.STAGING:
            self._tracing.waited()
            with self._tracing.phase("staging"):
                self._stage()
                if self._reuse():
                    return
                self._route()
            self._move(JobState.STAGING, JobState.QUEUED, f"waiting for its turn{self._on_profile}")
            state = JobState.QUEUED
        if state in {JobState.QUEUED, JobState.RUNNING}:
            with self._seat():
                with self._tracing.phase("run", self._begun):
                    self._lead_or_stop()
                self._note_run()
                self._end_all()  # what a tool left in the background may change no result
                with self._tracing.phase("check"):
                    self._finish()
            self._enter_publishing()
            state = JobState.PUBLISHING
        if state is JobState.PUBLISHING:
            with self._tracing.phase("publishing"):
                asked = self._job.request.outputs
                results = self._shop.publisher.publish(self._directory, asked, self._wait_for_storage)
            size = publishing.size(self._directory)
            self._shop.jobs.finish(
                self._job.id, JobState.SUCCESSFUL, message="done", results=results, result_bytes=size
            )

    # --- steps --------------------------------------------------------------------------------------

    def _stage(self) -> None:
        if self._directory.order.exists() and not self._directory.staging_plan.exists():
            return  # an earlier engine has done it all
        plan: StagingPlan = codec.load(self._directory.staging_plan.read_bytes(), StagingPlan)
        order = self._abandonable(
            lambda: staging.fetch(plan, self._directory.path, fetcher=self._shop.fetcher, limits=self._shop.limits)
        )
        packed = json.loads(self._directory.process.read_bytes())
        self._directory.write_json(self._directory.process, with_progress_file(packed, self._directory.progress))
        self._directory.write_json(self._directory.order, order)
        self._directory.staging_plan.unlink()  # it holds what was sent inline once more

    def _reuse(self) -> bool:
        """End the job with the results of an earlier one that asked for the same, if its process allows that."""
        if not reuse.allowed(self._directory):
            return False
        shop, job = self._shop, self._job
        found = self._abandonable(lambda: reuse.find(job, self._directory, jobs=shop.jobs, publisher=shop.publisher))
        if found is None:
            return False
        shop.jobs.finish(
            job.id,
            JobState.SUCCESSFUL,
            message=found.message,
            results=found.results,
            reused_from=found.job.id,
            result_bytes=found.bytes,
        )
        return True

    def _route(self) -> None:
        """Decide on which profile the job runs; what an earlier engine has decided stands."""
        shop, job = self._shop, self._job
        if job.profile is None:
            route = self._abandonable(lambda: shop.router.route(job, self._directory))
            self._job = shop.jobs.route(
                job.id, route.profile, route.reason, input_bytes=route.input_bytes, price=route.price
            )

    @property
    def _on_profile(self) -> str:
        """What the client is told of the profile, where there are several."""
        several = len(self._shop.profiles.by_name) > 1
        return f" on profile {self._job.profile} ({self._job.route.partition(';')[0]})" if several else ""

    @property
    def _profile(self) -> RunProfile:
        return self._identity.profiles.of(self._job.profile)

    @cached_property
    def _identity(self) -> Identity:
        """As whom the job runs.

        Raises errors.UserRefused and errors.Unavailable; and errors.UserUnavailable once it has had a leader: users
        that come from a directory service are unknown while that is away, and a job at work must not fail for it.
        """
        if self._shop.identities is None:
            return ServiceIdentity(self._shop.launcher, self._shop.profiles)
        try:
            return self._shop.identities(self._job.user)
        except (errors.UserRefused, errors.Unavailable) as error:
            if leader.was_started(self._directory):
                raise errors.UserUnavailable(user=self._job.user, reason=str(error)) from error
            raise

    def _abandonable(self, act: Callable[[], T]) -> T:
        """Do what may take long so that a dismissal does not wait for it; what it still writes are unfinished files."""
        return hands.lend(self._shop.hands, act, self._interruption, name=f"staging-{self._job.id}")

    @contextmanager
    def _seat(self) -> Iterator[None]:
        """Wait until one more leader may run; a job whose inputs are fetched slowly takes no place from another."""
        turn = Turn(self._job.id, self._job.user, self._job.process, self._job.created, self._profile.name)
        if leader.alive(self._directory) or leader.exit_code(self._directory) is not None:
            self._shop.seats.keep(turn)
        else:
            with self._tracing.phase("place"):
                self._wait_for_seat(turn)
        try:
            yield
        finally:
            self._shop.seats.give_back(turn)

    def _wait_for_seat(self, turn: Turn) -> None:
        with self._shop.seats.waiting(turn):
            told = None
            while not self._shop.seats.take(turn, LOOK if told else PATIENCE):
                self._interruption.check()
                if (reason := self._shop.seats.reason(turn)) != told:
                    told = reason
                    self._shop.jobs.report(self._job.id, message=f"waiting for its turn: {reason}")

    def _lead_or_stop(self) -> None:
        """Lead; when the job ends early, its leader is gone before its place is given back."""
        try:
            self._lead()
        except (Interrupted, errors.StoreUnavailable):
            raise
        except BaseException:
            leader.stop(self._directory, self._identity.kill)
            raise

    def _lead(self) -> None:
        """Have a leader run the job to its end, taking up what an earlier one has left."""
        while True:
            if not leader.alive(self._directory) and leader.exit_code(self._directory) is None:
                self._start_leader()
            with suppress(FileExistsError):  # of an earlier leader, or a link that a tool may have made
                self._directory.begun.touch(exist_ok=False)
            self._shop.jobs.submitted(self._job)
            self._watch()
            code = leader.exit_code(self._directory)
            if code == 0:
                return
            self._seen_whole = False
            if code is not None:
                explained = failure.explain(self._directory, self._job.process)
                self._room.check(str(explained))
                raise explained
            logger.warning("the leader was killed", extra={"job": self._job.id})

    def _start_leader(self) -> None:
        if self._directory.leader_lock.exists():
            self._await_survivors()
            self._identity.take_back(self._directory)
            if leader.exit_code(self._directory) is not None:
                return  # it has come to its end meanwhile
        admit(self._shop.lease, self._shop.jobs, self._directory)
        attempts = list(self._directory.bus.parent.glob(self._directory.bus.name + "*"))
        restart = bool(read_bus(attempts).issued) and (self._directory.toil / "jobs").exists()
        if leader.was_started(self._directory):  # and not only about to be, when its engine was killed
            count = self._shop.jobs.interrupted(self._job.id)
            if count > self._shop.restarts:
                raise errors.LeaderLost(count=count, reason="its leader was killed each time")
        if not restart and self._directory.toil.exists():
            shutil.rmtree(self._directory.toil)  # it was never used: the leader was killed before the first step
        profile = self._profile
        containers.admit(json.loads(self._directory.process.read_bytes()), profile.containers, profile.name)
        command = toil_command.build(
            self._directory,
            profile.scheduler,
            attempt=len(attempts),
            restart=restart,
            environ=self._shop.environ,
            containers=profile.containers,
        )
        self._seen_whole = not self._directory.begun.exists()
        self._identity.let_in(self._directory)
        leader.start(self._directory, command, self._identity.launcher)

    def _note_run(self) -> None:
        """Note for how long the job has run, unless something came between."""
        if self._seen_whole:
            seconds = self._directory.exit.stat().st_mtime - self._directory.begun.stat().st_mtime
            self._shop.jobs.has_run(self._job.id, seconds=round(max(seconds, 0.0), 2))

    def _begun(self) -> int | None:
        """When its first leader was started, in nanoseconds, whichever engine that was."""
        with suppress(FileNotFoundError):
            return self._directory.begun.stat().st_mtime_ns
        return None

    def _await_survivors(self) -> None:
        """Wait for what a killed leader has left: started again beside it, a step would run twice at once."""
        clock = RunClock(self._directory)
        while survivors := self._profile.scheduler.survivors(self._directory.path):
            clock.tick(waiting=self._is_waiting())
            self._shop.jobs.report(self._job.id, message=f"taken up again; waiting for {len(survivors)} process(es)")
            self._pause(LOOK)

    def _watch(self) -> None:
        """Report how far the leader is until it has ended."""
        document = json.loads(self._directory.process.read_bytes())
        reader, clock, last = ProgressReader(self._directory, steps_of(document)), RunClock(self._directory), None
        with leader.end_of(self._directory) as ended:
            while leader.alive(self._directory):
                self._room.look()
                standing = self._profile.scheduler.standing(self._directory.path)
                clock.tick(waiting=standing is not None and not standing.running)
                seen = reader.read().beside(standing)
                if seen != last:
                    self._tell(seen, last)
                    last = seen
                if self._pause(LOOK, *ended):
                    ended = ()  # told once; should something else hold the lock, we look now and then

    def _is_waiting(self) -> bool:
        standing = self._profile.scheduler.standing(self._directory.path)
        return standing is not None and not standing.running

    def _tell(self, seen: Progress, last: Progress | None) -> None:
        if last is None or seen.running != last.running:
            moves = (JobState.QUEUED, JobState.RUNNING) if seen.running else (JobState.RUNNING, JobState.QUEUED)
            if self._shop.jobs.move(self._job.id, *moves, message=seen.message, percent=seen.percent):
                return
        self._shop.jobs.report(self._job.id, message=seen.message, percent=seen.percent)

    def _pause(self, seconds: float, *descriptors: int) -> bool:
        """Sleep; leave the job when it was dismissed, has run too long, or the engine stops.

        Return whether one of the descriptors can be read.
        """
        told = self._interruption.sleep(seconds, *descriptors)
        with suppress(FileNotFoundError):  # no leader has been started: waiting does not count
            if run_clock.seconds(self._directory) > self._profile.walltime:
                raise errors.TimeLimitExceeded(limit=int(self._profile.walltime))
        return told

    def _finish(self) -> None:
        """Refuse what was not written to its end, and convert what was asked for in another format."""
        self._room.check("What the process wrote may be cut off.")
        if (finisher := self._shop.finisher) is not None:
            # not `_pause`: the run is over, and its time with it
            pause = partial(self._interruption.sleep, LONG_LOOK)
            finisher.finish(self._directory, self._job.request.outputs, pause)

    def _wait_for_storage(self, seconds: float, reason: str) -> None:
        self._shop.jobs.report(self._job.id, message=reason)
        self._interruption.sleep(seconds)

    def _enter_publishing(self) -> None:
        for origin in (JobState.RUNNING, JobState.QUEUED):
            if self._shop.jobs.move(self._job.id, origin, JobState.PUBLISHING, message="storing the results"):
                return
        raise Dismissed

    def _move(self, origin: JobState, to: JobState, message: str) -> None:
        if not self._shop.jobs.move(self._job.id, origin, to, message=message):
            raise Dismissed

    # --- the end ------------------------------------------------------------------------------------------

    def _fail(self, error: errors.WpsCwlError) -> None:
        fault = _fault(error)
        reason = JobError(fault=fault, code=type(error).__name__, message=str(error), locator=error.locator)
        self._shop.jobs.finish(self._job.id, JobState.FAILED, message=str(error), error=reason)

    def _end_all(self) -> None:
        try:
            identity = self._identity
        except (errors.UserRefused, errors.Unavailable) as error:
            if leader.alive(self._directory) or Submissions(self._directory.path).doubtful():
                raise  # released, it would run on, and nobody would look
            logger.error("nothing of the job can be ended, or is known to run: %s", error, extra={"job": self._job.id})
            self._all_ended = True
            return
        leader.stop(self._directory, identity.kill)
        for profile in identity.profiles.that_may_have(self._job.profile):
            profile.scheduler.cancel(self._directory.path)
        identity.take_back(self._directory)
        self._all_ended = True

    def _clear(self) -> None:
        """Leave nothing that runs, and nothing that only the run needed."""
        if not self._all_ended:
            self._end_all()
        with suppress(errors.UserRefused, errors.Unavailable):  # and nothing of his can be reaped
            self._identity.launcher.reap()
        ended = self._shop.jobs.get(self._job.id)
        if ended.state in (JobState.FAILED, JobState.DISMISSED):  # maybe while they were published
            self._shop.publisher.take_back(self._job.id)
        if ended.state is not JobState.FAILED:  # of a failed job, somebody may ask why
            self._directory.clear()
        self._tracing.ended(ended)
        self._directory.leader_lock.unlink(missing_ok=True)
        if self._shop.housekeeper is not None:
            self._shop.housekeeper.measure(self._job.id)
        self._shop.jobs.release(self._job.id)
        if self._shop.accountant is not None:
            self._shop.accountant.settle(self._job.id)


def _fault(error: errors.WpsCwlError) -> Fault:
    if isinstance(error, errors.InvalidRequest):
        return Fault.CLIENT
    return Fault.PROCESS if isinstance(error, errors.RunFailed) else Fault.SERVICE

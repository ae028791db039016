"""Routing: on which profile a job runs."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wps_cwl import errors
from wps_cwl.engine.measures import Subject, Untold
from wps_cwl.engine.profiles import Profiles
from wps_cwl.job_directory import JobDirectory
from wps_cwl.jobs import JobStore
from wps_cwl.model import Capacity, Job
from wps_cwl.preflight import HARD, Preflight, explain, shortfall
from wps_cwl.rules import Rule

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Route:
    """A decision: the name of the profile, and why it was chosen, for people; and how large the input files are."""

    profile: str
    reason: str
    input_bytes: int


@dataclass(frozen=True)
class _Choice:
    """A profile that a job may get, and why; without one, why a rule says nothing."""

    reason: str
    profile: str | None = None


@dataclass(frozen=True)
class Router:
    """Decides when the inputs of a job are there. `environ` is what expressions may see of the environment."""

    profiles: Profiles
    jobs: JobStore
    preflight: Preflight
    environ: Mapping[str, str]

    def route(self, job: Job, directory: JobDirectory) -> Route:
        """Return on which profile a job runs: the first that is chosen for it and can run it.

        Raises errors.TooLarge when none can, and errors.ProfileGone.
        """
        estimated = any("seconds" in rule.bounds for rule in self.preflight.rules.rules)
        subject = Subject(job, directory, self.jobs, self.environ, estimated)
        needs = subject.needs
        asked = job.request.profile
        if asked is not None:
            profile = self.profiles.of(asked).name
            self.preflight.check(job.process, needs, user=job.user, asked=profile)
            return self._decided(subject, profile, ["asked for"])
        notes, tried, hurried = list[str](), list[Capacity](), list[_Choice]()
        for choice in self._choices(subject):
            if choice.profile is None:
                notes.append(choice.reason)
                continue
            tried.append(self.preflight.capacities.get(choice.profile, Capacity(choice.profile)))
            lack = shortfall(tried[-1], needs)
            if lack is None:
                return self._decided(subject, choice.profile, [choice.reason, *notes])
            if shortfall(tried[-1], needs, HARD) is None:
                hurried.append(choice)
            notes.append(f"not {choice.reason.partition(':')[0]}: {lack}")
        for choice in hurried:  # a step may take as long as it asks for, or less; the profile ends it in time
            return self._decided(subject, str(choice.profile), [choice.reason])
        raise errors.TooLarge(process=job.process, reason=explain(tried, needs))

    def _decided(self, subject: Subject, profile: str, reasons: list[str]) -> Route:
        reason = "; ".join(dict.fromkeys(reasons))
        logger.info("routed", extra={"job": subject.job.id, "profile": profile, "reason": reason})
        return Route(profile, reason, subject.input_bytes)

    def _choices(self, subject: Subject) -> Iterator[_Choice]:
        rules, job = self.preflight.rules, subject.job
        for number, rule in rules.concerning(job.process, job.user):
            choice = _choice(f"rule {number}", rule, subject)
            if choice is not None:
                yield choice
        default, *others = rules.free()
        yield _Choice("the default", default)
        for name in others:
            yield _Choice("large enough", name)


def _choice(name: str, rule: Rule, subject: Subject) -> _Choice | None:
    """Return what a rule chooses; None where it does not hold."""
    words = rule.words(subject.job.process, subject.job.user)
    for measure, bound in rule.bounds.items():
        found = subject.measure(measure, rule.input)
        if isinstance(found, Untold):
            return _Choice(f"{name}: {found.reason}")
        if not found.value > bound:
            return None
        value = str(found.value) if isinstance(found.value, int) else f"{found.value:.15g}"
        words.append(" ".join(filter(None, [measure, value, ">", str(bound), found.source])))
    return _Choice(f"{name}: {' and '.join(words)}" if words else name, rule.profile)

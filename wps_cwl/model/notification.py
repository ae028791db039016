"""What is told of a job, to whom, and at which milestones of its life: one table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from wps_cwl.model.job import FINAL_STATES, Job, JobState
from wps_cwl.model.subscription import Channel, Subscription, Topic


class Milestone(Enum):
    """A point that a job passes once at most."""

    ACCEPTED = "accepted"
    STAGING = "staging"  # an engine has taken it, and fetches its inputs
    STAGED = "staged"  # its inputs are here
    SUBMITTED = "submitted"  # its leader was started, which gives its steps to the scheduler
    RUNNING = "running"  # the first step runs
    FINISHED = "finished"  # its run is over, and its results are being stored
    SUCCESSFUL = "successful"  # its results are stored
    FAILED = "failed"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Telling:
    """What a milestone means to others: the state that it begins with, the client's topic, ZOO's step and its state."""

    state: JobState | None
    topic: Topic | None
    zoo: str | None


MILESTONES: Mapping[Milestone, Telling] = {
    Milestone.ACCEPTED: Telling(JobState.ACCEPTED, None, "0_1"),
    Milestone.STAGING: Telling(JobState.STAGING, Topic.PROGRESS, "1_0"),
    Milestone.STAGED: Telling(JobState.QUEUED, Topic.PROGRESS, "1_1"),
    Milestone.SUBMITTED: Telling(None, None, "4_1"),
    Milestone.RUNNING: Telling(JobState.RUNNING, Topic.PROGRESS, None),
    Milestone.FINISHED: Telling(JobState.PUBLISHING, Topic.PROGRESS, "5_0"),
    Milestone.SUCCESSFUL: Telling(JobState.SUCCESSFUL, Topic.SUCCESS, "6_1"),
    Milestone.FAILED: Telling(JobState.FAILED, Topic.FAILURE, "7_0"),
    Milestone.DISMISSED: Telling(JobState.DISMISSED, Topic.FAILURE, "7_1"),
}

_OF_STATES = {telling.state: milestone for milestone, telling in MILESTONES.items() if telling.state is not None}


def milestone_of(state: JobState) -> Milestone:
    """Return the milestone that a job passes when it enters a state for the first time."""
    return _OF_STATES[state]


def wants(subscription: Subscription, milestone: Milestone) -> bool:
    """Return whether a subscription is about a milestone."""
    telling = MILESTONES[milestone]
    return telling.state in FINAL_STATES if subscription.topic is Topic.END else telling.topic is subscription.topic


class Delivery(Enum):
    """How far a notification has come."""

    WAITING = "waiting"  # for its first try, or the next one
    SENT = "sent"
    GIVEN_UP = "given up"


@dataclass(frozen=True)
class Notification:
    """One milestone told to one receiver, at least once. `id` is the same each time that it is tried.

    `then` is the job as it was; `target` is None for the operator's own, and once nothing more is sent. `tries` counts
    the one that is made at this moment.
    """

    id: str
    job: str
    milestone: Milestone
    channel: Channel
    host: str
    target: str | None
    then: Job
    created: datetime
    next_try: datetime
    state: Delivery = Delivery.WAITING
    tries: int = 0
    reason: str | None = None  # why the last try failed

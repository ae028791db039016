"""What can go wrong, and whose fault it is; the docstring of a class is its message."""

from __future__ import annotations

import inspect


class WpsCwlError(Exception):
    """Something went wrong: {reason}."""

    def __init__(self, *, locator: str | None = None, **facts: object) -> None:
        self.facts = facts
        self.locator = locator
        super().__init__(self._message())

    def _message(self) -> str:
        template = inspect.cleandoc(type(self).__doc__ or "{reason}").replace("\n", " ")
        return template.format_map({name: _readable(fact) for name, fact in self.facts.items()})


def _readable(fact: object) -> object:
    if isinstance(fact, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in fact) or "none"
    return fact


# --- the client's fault -------------------------------------------------------------------------


class InvalidRequest(WpsCwlError):
    """The request is not valid: {reason}."""


class MalformedXml(InvalidRequest):
    """The request is not well-formed XML: {reason}."""


class ForbiddenXml(InvalidRequest):
    """The XML of the request holds what this server does not read: {reason}."""


class MissingParameter(InvalidRequest):
    """The parameter "{name}" is missing."""


class InvalidParameter(InvalidRequest):
    """The value "{value}" of the parameter "{name}" is not valid: {reason}."""


class OperationNotSupported(InvalidRequest):
    """The operation "{operation}" is not offered; choose from: {known}."""


class VersionNotSupported(InvalidRequest):
    """No version of "{asked}" is spoken here; choose from: {known}."""


class LanguageNotSupported(InvalidRequest):
    """The language "{language}" is not offered; choose from: {known}."""


class NoSuchProcess(InvalidRequest):
    """There is no process "{identifier}".{hint}"""


class NoSuchInput(InvalidRequest):
    """The process "{process}" has no input "{identifier}"; its inputs are: {known}."""


class NoSuchOutput(InvalidRequest):
    """The process "{process}" has no output "{identifier}"; its outputs are: {known}."""


class MissingInput(InvalidRequest):
    """The input "{identifier}" is missing; it must stand at least {least} time(s), and stands {count} time(s)."""


class InputNeeded(InvalidRequest):
    """The input "{identifier}" is missing; it is needed with {condition}."""


class InputOutOfPlace(InvalidRequest):
    """The input "{identifier}" may be sent only with {condition}; {given}."""


class TooManyInputs(InvalidRequest):
    """The input "{identifier}" stands {count} times; it may stand {most} time(s) at most."""


class TooManyOutputs(InvalidRequest):
    """A raw answer holds one output, and {count} were asked for: {asked}. Choose from: {known}."""


class InvalidInput(InvalidRequest):
    """The input "{identifier}" is not valid: {reason}."""


class FormatNotOffered(InvalidRequest):
    """The format "{format}" is not offered for "{identifier}"; choose from: {known}."""


class NoSuchMode(InvalidRequest):
    """The process "{process}" cannot be executed in mode "{mode}"; choose from: {known}."""


class NoSuchProfile(InvalidRequest):
    """There is no profile "{profile}" that requests may ask for; choose from: {known}."""


class SubscriptionRefused(InvalidRequest):
    """Nobody can be told by "{name}": {reason}."""


class StorageNotOffered(InvalidRequest):
    """status=true needs storeExecuteResponse=true: only a stored answer can be followed."""


class DataNotAccessible(InvalidRequest):
    """The reference of the input "{identifier}" cannot be read: {reason}."""


class SizeExceeded(InvalidRequest):
    """{what} is larger than the limit of {limit} bytes."""


class NoSuchJob(InvalidRequest):
    """There is no job "{identifier}" (any more)."""


class NoSuchFile(InvalidRequest):
    """The job "{job}" has no file "{name}" under its output "{output}"."""


class ResultNotReady(InvalidRequest):
    """The job "{identifier}" has no result yet; it is {state}."""


class NotAccounted(InvalidRequest):
    """There is no accounting of the job "{identifier}" yet: {when}."""


class JobRefused(InvalidRequest):
    """{reason}"""


class JobDismissed(InvalidRequest):
    """The job "{identifier}" was dismissed."""


class UserRefused(InvalidRequest):
    """Jobs run here as the user who sends them, and nothing can be run as "{user}"."""


# --- the operator's fault -----------------------------------------------------------------------


class Misconfigured(WpsCwlError):
    """The configuration is not valid: {reason}."""


class SeveralClusters(Misconfigured):
    """{variable} names several clusters ("{value}"), whose jobs have the same numbers; it must name one."""


class InvalidProcess(Misconfigured):
    """{path}:{line}: {reason}"""


class InvalidDescription(Misconfigured):
    """The parameter "{identifier}" cannot be described: {reason}"""


# --- try again --------------------------------------------------------------------------------------


class Unavailable(WpsCwlError):
    """The service cannot do that now: {reason}."""


class StoreUnavailable(Unavailable):
    """The job store cannot be reached now: {reason}."""


class StorageUnavailable(Unavailable):
    """The storage of the results cannot be used now: {reason}."""


class OutputNotStored(Unavailable):
    """The output "{identifier}" cannot be stored: {reason}."""


class LeaseLost(StoreUnavailable):
    """The lease of this engine is over, and its jobs are for others."""


class EngineElsewhere(Unavailable):
    """The engine "{name}" runs on another machine ({machine}); each needs a name of its own (engine.name)."""


class SchedulerUnavailable(Unavailable):
    """The scheduler {scheduler} does not answer."""


class UserUnavailable(Unavailable):
    """What runs as "{user}" cannot be reached now: {reason}"""


class QueueFull(Unavailable):
    """The queue is full ({limit} jobs wait); try again later."""


class QuotaExceeded(Unavailable):
    """The quota of {whose} is used up: it allows {limit} {what}, and there are {used} now; {remedy}."""


class StorageFull(Unavailable):
    """The storage of this service is nearly full: it takes no new jobs until there is room again; try again later."""


class TooManyWaiting(Unavailable):
    """{limit} synchronous requests wait already; try again later, or ask for an asynchronous execution."""


# --- the process's fault ----------------------------------------------------------------------------


class RunFailed(WpsCwlError):
    """The process failed: {reason}."""


class TooLarge(RunFailed):
    """Nothing here can run the process "{process}": {reason}."""


class StepFailed(RunFailed):
    """The step "{step}" failed with exit code {code}. Command: {command}. Last lines of its standard error: {stderr}"""


class StepRefused(RunFailed):
    """The scheduler {scheduler} does not take the step "{step}": {reason}"""


class NoContainers(RunFailed):
    """The process requires a container (DockerRequirement), and the profile "{profile}" runs none (`containers`)."""


class StepEnded(RunFailed):
    """The scheduler {scheduler} has ended the step "{step}": {reason}"""


class TimeLimitExceeded(RunFailed):
    """The job ran longer than the limit of {limit} seconds, and was stopped."""


class OutputMissing(RunFailed):
    """The process ended without the output "{identifier}"."""


class NoRoom(RunFailed):
    """The disk on which jobs work is full, or was while this one ran. {reason}"""


class OutputDamaged(RunFailed):
    """The output "{identifier}" was not written to its end: {reason}."""


class NotConverted(RunFailed):
    """The output "{identifier}" cannot be converted from {source} to {target}: {reason}."""


class UnsafeOutput(RunFailed):
    """The output "{identifier}" is not published: {reason}."""


class LeaderRuns(WpsCwlError):
    """The job in {directory} has a leader already."""


class ProfileGone(WpsCwlError):
    """The profile "{profile}", on which the job was to run, is in the configuration no more."""


class LeaderLost(WpsCwlError):
    """The job was interrupted {count} times and could not be taken up again: {reason}."""

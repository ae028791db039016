"""Directives of job scripts (`#SBATCH`, `#$`, `#PBS`): which of them an operator leaves to the service."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_ITSELF = "the service sets that itself"
_STEP = "each step asks for what it needs"


@dataclass(frozen=True)
class Directives:
    """How the directives of one scheduler begin, and why some options are not for them; one letter is `-x`."""

    sign: str
    reserved: Mapping[str, str]


def _reserved(reasons: Mapping[str, str]) -> dict[str, str]:
    return {option: reason for options, reason in reasons.items() for option in options.split()}


DIRECTIVES: Mapping[str, Directives] = {
    "slurm": Directives(
        "#SBATCH",
        _reserved(
            {
                "J job-name o output e error i input open-mode D chdir export export-file": _ITSELF,
                "a array requeue no-requeue wrap W wait parsable Q quiet test-only M clusters H hold": _ITSELF,
                "N nodes n ntasks c cpus-per-task mem mem-per-cpu mem-per-gpu ntasks-per-node": _STEP,
                "p partition": "set `queue` of the profile",
                "A account": "set `account` of the profile",
                "q qos": "set `qos` of the profile",
                "t time": "set `walltime` of the profile",
                "C constraint": "set `features` of the profile",
                "gres G gpus gpus-per-node gpus-per-task": "set `gpus` and `gpu_request` of the profile",
            }
        ),
    ),
    "grid_engine": Directives(
        "#$",
        _reserved(
            {
                "N o e i j wd cwd S r m t terse h hold_jid sync b shell now C": _ITSELF,
                "pe": "set `parallel_environment` of the profile",
                "q": "set `queue` of the profile",
                "P": "set `account` of the profile",
            }
        ),
    ),
    "torque": Directives(
        "#PBS",
        _reserved(
            {
                "N o e j k d w D S r m t J h I z": _ITSELF,
                "q": "set `queue` of the profile",
                "A": "set `account` of the profile",
            }
        ),
    ),
}
# Options whose value is a list of `name=value`, of which some are asked for by the service.
_LISTS: Mapping[str, Mapping[str, str]] = {
    "grid_engine": _reserved({"h_vmem virtual_free": _STEP, "h_rt": "set `walltime` of the profile"}),
    "torque": _reserved(
        {
            "nodes mem pmem vmem ncpus select": _STEP,
            "walltime": "set `walltime` of the profile",
            "qos": "set `qos` of the profile",
        }
    ),
}


def problems(scheduler: str, header: Iterable[str], shell: Iterable[str]) -> Iterator[str]:
    """Say what is wrong with the header of a profile, and with directives among its lines of shell."""
    known = DIRECTIVES[scheduler]
    for line in header:
        if not line.startswith("#"):
            yield f'"{line}" is no directive, such as {known.sign} ...; lines of shell go to `before`'
        yield from _contradictions(scheduler, line)
    for line in shell:
        # Grid Engine reads its directives wherever they stand
        if line.startswith(tuple(each.sign for each in DIRECTIVES.values())):
            yield f'"{line}" is a directive; it goes to `header`'


def _contradictions(scheduler: str, line: str) -> Iterator[str]:
    """Look at a line by the rules of everybody: Slurm, for instance, reads the directives of Torque too."""
    for name, known in DIRECTIVES.items():
        if line.startswith(known.sign) and (name == scheduler or known.sign != "#$"):
            for option, value in _options(name, line.removeprefix(known.sign)):
                reason = known.reserved.get(option) or _of_list(name, option, value)
                if reason:
                    yield f'"{line}" is refused: {reason}'


def _of_list(scheduler: str, option: str, value: str) -> str | None:
    names = (part.partition("=")[0].strip() for part in re.split(r"[,:]", value))
    reasons = _LISTS.get(scheduler, {})
    return next((reasons[name] for name in names if option == "l" and name in reasons), None)


def _options(scheduler: str, text: str) -> Iterator[tuple[str, str]]:
    """Give the options of a directive with their values: `--name=value`, `--name value`, `-xvalue`, `-x value`."""
    try:
        words = shlex.split(text, comments=False)
    except ValueError:  # a quote without its other half
        words = text.split()
    reserved = DIRECTIVES[scheduler].reserved
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else ""
        if word.startswith("--"):
            name, _, value = word[2:].partition("=")
            whole = [one for one in reserved if len(name) > 1 and one.startswith(name)]  # they may be shortened
            yield (name if name in reserved or len(whole) != 1 else whole[0]), value or following
        elif word.startswith("-") and scheduler == "grid_engine":  # its names may be long
            yield word[1:], following
        elif word.startswith("-"):
            yield word[1:2], word[2:] or following

"""What profiles may hold, and what is refused of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.configuration import refusal
from wps_cwl import bootstrap
from wps_cwl.engine.schedulers.dialects import DIALECTS
from wps_cwl.settings import load


def test_a_partition_is_a_queue(write: Callable[[object], Path]) -> None:
    path = write({"profiles": {"slurm": {"scheduler": "slurm", "partition": "short", "arguments": ["--nice=5"]}}})
    [profile] = load(path, {}).profiles.values()
    poller = bootstrap.poller(DIALECTS["slurm"], Path("/state/schedulers/slurm.json"))
    scheduler = bootstrap.batch_scheduler(profile, poller)
    assert (scheduler.name, scheduler.profile.queue, scheduler.profile.arguments) == ("slurm", "short", ("--nice=5",))


@pytest.mark.parametrize(
    ("profile", "problem"),
    [
        (
            {"scheduler": "slurm", "queue": "a", "partition": "b"},
            "`queue` and `partition` mean the same; set one of them",
        ),
        ({"scheduler": "grid_engine", "qos": "fast"}, "`qos` means nothing to `grid_engine`"),
        ({"modules": ["gdal"]}, "`modules` means nothing to `local`"),
        ({"scheduler": "slurm", "gpu_request": "gpu:2"}, '"gpu:2" should hold {count} once'),
        ({"scheduler": "slurm", "containers": "rkt"}, "Input should be 'docker', 'podman', 'apptainer' or 'none'"),
        ({"scheduler": "slurm", "before": ["a\x00b"]}, "holds a character that no line of a script has"),
        ({"scheduler": "slurm", "footer": "#SBATCH --nice"}, "is a directive; it goes to `header`"),
        ({"scheduler": "grid_engine", "before": "#$ -q other.q"}, "is a directive; it goes to `header`"),
        ({"scheduler": "slurm", "header": "module load x"}, "lines of shell go to `before`"),
        ({"scheduler": "slurm", "header": "#SBATCH --job-name=x"}, "the service sets that itself"),
        ({"scheduler": "slurm", "header": "#SBATCH --comment='a b' -J x"}, "the service sets that itself"),
        ({"scheduler": "slurm", "header": "#SBATCH --outp=x"}, "the service sets that itself"),
        ({"scheduler": "slurm", "header": "#SBATCH --chdir /tmp"}, "the service sets that itself"),
        ({"scheduler": "slurm", "header": "#SBATCH -D/tmp"}, "the service sets that itself"),
        ({"scheduler": "slurm", "header": "#SBATCH -so /tmp/x"}, "the service sets that itself"),
        ({"scheduler": "grid_engine", "header": "#$ -@ file"}, "the service sets that itself"),
        ({"scheduler": "grid_engine", "header": "#$ -l vf=1G"}, "each step asks for what it needs"),
        ({"scheduler": "torque", "header": "#PBS -W block=true"}, "the service sets that itself"),
        ({"scheduler": "slurm", "header": "#SBATCH --mem=4G"}, "each step asks for what it needs"),
        ({"scheduler": "slurm", "header": "#SBATCH -p long"}, "set `queue` of the profile"),
        ({"scheduler": "slurm", "header": "#PBS -N x"}, "the service sets that itself"),
        ({"scheduler": "grid_engine", "header": "#$ -N x"}, "the service sets that itself"),
        ({"scheduler": "grid_engine", "header": "#$ -cwd"}, "the service sets that itself"),
        ({"scheduler": "grid_engine", "header": "#$ -l ib=1,h_rt=10"}, "set `walltime` of the profile"),
        ({"scheduler": "torque", "header": "#PBS -o /x"}, "the service sets that itself"),
        ({"scheduler": "torque", "header": "#PBS -l nodes=2:ppn=4"}, "each step asks for what it needs"),
        ({"scheduler": "torque", "header": "#SBATCH --output=x"}, "the service sets that itself"),
        ({"scheduler": "lsf"}, "Input should be 'local', 'slurm', 'grid_engine', 'torque' or 'kubernetes'"),
    ],
    ids=str,
)
def test_a_profile_that_no_scheduler_understands_or_that_contradicts_the_service_is_refused(
    write: Callable[[object], Path], profile: dict[str, str], problem: str
) -> None:
    [told] = refusal(write({"profiles": {"p": profile}}), {})
    assert problem in told


def test_to_run_jobs_as_users_takes_a_place_for_the_name_and_somebody_who_tells_it() -> None:
    told = {"WPS_CWL_SECURITY__USER_HEADER": "X-User", "WPS_CWL_SECURITY__RUN_AS": "sudo,-n,-u,{user},--"}
    assert load(None, told).security.run_as == ("sudo", "-n", "-u", "{user}", "--")
    [problem] = refusal(None, {**told, "WPS_CWL_SECURITY__RUN_AS": "sudo"})
    assert "no place for the name" in problem
    del told["WPS_CWL_SECURITY__USER_HEADER"]
    [problem] = refusal(None, told)
    assert "needs `user_header`" in problem


@pytest.mark.parametrize(
    ("scheduler", "header"),
    [
        ("slurm", ["#SBATCH --comment='a b' --nice=5", "# who: me", "#SBATCH --mail-type=END", "#SBATCH --exclusive"]),
        ("grid_engine", ["#$ -ac WHO=me -p -10", "#$ -l ib=1", "#$ -soft -l scratch=1"]),
        ("torque", ["#PBS -M me@example.org", "#PBS -l file=2gb"]),
    ],
)
def test_other_directives_are_taken_as_a_list_or_a_text(
    write: Callable[[object], Path], scheduler: str, header: list[str]
) -> None:
    for form in (header, "\n".join(header) + "\n"):
        settings = load(write({"profiles": {"p": {"scheduler": scheduler, "header": form}}}), {})
        assert settings.profiles["p"].header == tuple(header)

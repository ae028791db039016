"""Two engines on one Slurm: what one has submitted, and does not live to see the end of, the other one takes up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clusters.test_jobs import PROCESSES, begun, ids_of, value_of
from tests.support import parts
from tests.support.clusters import Cluster
from tests.support.clusters.service import service_on
from tests.support.service import wait_for
from tests.support.site_of_machines import LEASE

SECONDS = 40  # that the step runs: longer than until its leader ends itself, and the other engine takes the job


@pytest.mark.parametrize("leaders", ["forked", "stock"])
@pytest.mark.parametrize("cluster", ["slurm"], indirect=True)
def test_a_step_on_the_cluster_outlives_its_engine_and_is_not_run_again_by_the_next(
    cluster: Cluster, leaders: str, postgresql_url: str, tmp_path: Path
) -> None:
    settings = {"DATABASE__URL": postgresql_url, "JOBS__LEADERS": leaders, **parts.SETTINGS}
    service = service_on(cluster, tmp_path / "service", processes=PROCESSES, **settings)
    log = tmp_path / "log"
    with parts.running(service, "web", "one", "two") as running:
        job = service.submit("once", f"file={log};seconds={SECONDS}")
        wait_for(lambda: begun(log), 240, "the step does not begin")
        first = running.holder(job)
        running.kill(first)
        [second] = {"one", "two"} - {first}
        wait_for(lambda: running.engine_of(job) == second, LEASE * 3 + 20, "nobody takes the job")
        assert not service.job(job).state.final
        assert "end" not in log.read_text(), "the step had ended before; this shows nothing"
        assert value_of(service.wait(job, 300)) == "done"
        words = [line.split()[0] for line in log.read_text().splitlines()]
        assert words == ["begin", "end"], "the step ran more than once"
        [id] = ids_of(service, job)
        assert cluster.wait_ending(id).reason == "COMPLETED"
        told = cluster.run("sacct", "-X", "-n", "-P", "--format=JobID,JobName", "--starttime=now-1hour").stdout
        assert [line.split("|")[0] for line in told.split() if job[:8] in line] == [id], told
        wait_for(lambda: not service.store().unreleased(), 30, "the job is not released")
        assert service.processes_of_jobs(job) == []
        assert running.leases() == {second}

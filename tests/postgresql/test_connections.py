"""How many connections to PostgreSQL a process of the service takes."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import text

from tests.support.postgresql import PostgreSQL
from tests.support.service import wait_for
from wps_cwl import bootstrap
from wps_cwl.jobs import Notices
from wps_cwl.jobs.database import POOL, Database
from wps_cwl.settings import Settings


def test_all_that_a_web_server_asks_goes_over_the_same_few(own_postgresql: PostgreSQL, tmp_path: Path) -> None:
    url = own_postgresql.database()
    settings = Settings(state=tmp_path / "state", processes=(tmp_path,), database={"url": url})
    client = bootstrap.web(settings).test_client()
    users = [bootstrap.job_store(settings), bootstrap.usage_store(settings), Notices(url)]
    for user in users:
        with ExitStack() as busy:
            for _ in range(POOL):
                busy.enter_context(user._database.reading())
    assert client.get("/metrics").status_code == 200
    counted = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'wps-cwl' AND pid <> pg_backend_pid()"

    with Database(url).reading() as connection:
        # the server may still have one that was closed just now
        wait_for(lambda: 0 < connection.scalar(text(counted)) <= POOL, 10, "there are more")

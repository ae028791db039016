"""A disk that is full while OTB writes: the job fails and says so, and the service goes on when there is room again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rasterio
import requests
from lxml import etree

from tests.otb.derived import data
from tests.support.service import ROOT, Service, started, text_of, wait_for
from tests.support.site import Site
from tests.support.small_disk import small_disk

SIZE = 40 << 20  # bytes of the file system of the job directories
APPLICATION = "RigidTransformResample"
# else Toil wants 2 GiB to be free before it begins
NEEDS = ("    coresMin: 1\n", "    coresMin: 1\n    tmpdirMin: 4\n    outdirMin: 4\n")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose job directories lie on a small file system."""
    folder = tmp_path_factory.mktemp("small")
    processes, jobs = folder / "processes", folder / "state" / "jobs"
    for made in (processes, jobs):
        made.mkdir(parents=True, mode=0o700)
    document = (ROOT / "cwl" / "processes" / "otb" / f"{APPLICATION}.cwl").read_text()
    assert NEEDS[0] in document
    (processes / f"{APPLICATION}.cwl").write_text(document.replace(*NEEDS))
    with small_disk(jobs, SIZE):
        yield from started(Service(folder, processes=processes))


def enlarged(service: Service, address: str, factor: int) -> etree._Element:
    """Enlarge the red band, as doubles: 1,447,240 bytes times the square of the factor."""
    inputs = {
        "in": f"@xlink:href={address}",
        "transform.type": "id",
        "transform.type.id.scalex": factor,
        "transform.type.id.scaley": factor,
        "out_pixel": "double",
    }
    sent = ";".join(f"{name}={value}" for name, value in inputs.items())
    answer = service.execute(APPLICATION, sent, storeExecuteResponse="true", ResponseDocument="out=@asReference=true")
    return etree.fromstring(answer.content)


def test_a_full_disk_fails_the_job_and_a_small_one_succeeds_after_it(small: Service, site: Site) -> None:
    address = site.put("red.tif", (data() / "red.tif").read_bytes(), "image/tiff")
    # OTB itself calls this a success: it leaves an image that is cut off where the disk ended, and exits with 0
    report = enlarged(small, address, 6)
    assert report.find(".//{*}ProcessSucceeded") is None
    told = text_of(report, "ExceptionText")
    assert "The disk on which jobs work is full" in told or "No space left on device" in told, told
    job = report.get("statusLocation").split("/")[-2]
    wait_for(lambda: small.cli("jobs", "purge", job).returncode == 0, 60, "the failed job cannot be removed")
    report = enlarged(small, address, 2)
    assert report.find(".//{*}ProcessSucceeded") is not None, etree.tostring(report)
    content = requests.get(report.find(".//{*}Reference").get("href"), timeout=60).content
    with rasterio.io.MemoryFile(content) as file, file.open() as found:
        assert (found.width, found.height, found.dtypes) == (970, 746, ("float64",))
        assert found.read(1).max() > 200

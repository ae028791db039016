"""The addresses that the service hands out; all of them begin with its public URL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from wps_cwl.model import StoredFile


@dataclass(frozen=True)
class Links:
    """Addresses below the public `url` (without a slash at its end).

    `elsewhere` tells of a file where else anybody can read it.
    """

    url: str
    elsewhere: Callable[[str, StoredFile], str | None] = lambda *_: None

    @property
    def wps(self) -> str:
        """Return the endpoint of both versions of WPS."""
        return f"{self.url}/wps"

    def capabilities(self, version: str) -> str:
        """Return the address of the capabilities of a version."""
        return f"{self.wps}?service=WPS&request=GetCapabilities&version={version}"

    def description(self, process: str, version: str) -> str:
        """Return the address of a process's description."""
        return f"{self.wps}?service=WPS&request=DescribeProcess&version={version}&identifier={quote(process, safe='')}"

    def job(self, job: str) -> str:
        """Return the address of a job as JSON."""
        return f"{self.url}/jobs/{quote(job, safe='')}"

    def accounting(self, job: str) -> str:
        """Return the address of what a job has used."""
        return f"{self.job(job)}/accounting"

    def result(self, job: str) -> str:
        """Return the address of a job's results in WPS 2.0."""
        return f"{self.wps}?service=WPS&request=GetResult&version=2.0.0&jobid={quote(job, safe='')}"

    def status(self, job: str) -> str:
        """Return the statusLocation of a job."""
        return f"{self.url}/jobs/{quote(job, safe='')}/status.xml"

    def quicklook(self, job: str, output: str) -> str:
        """Return the address of a result's small picture."""
        return f"{self.map(job, output)}/quicklook.png"

    def map(self, job: str, output: str) -> str:
        """Return the address of the map services of a result."""
        return f"{self.url}/jobs/" + "/".join((quote(job, safe=""), "maps", quote(output, safe="")))

    def service(self, job: str, output: str, service: str, version: str) -> str:
        """Return the address of the capabilities of one map service of a result."""
        return f"{self.map(job, output)}?service={service}&version={version}&request=GetCapabilities"

    def file(self, job: str, file: StoredFile) -> str:
        """Return the address of a published file."""
        return self.elsewhere(job, file) or self.output(job, file.output, file.name)

    def output(self, job: str, output: str, name: str) -> str:
        """Return the address of a result; a plain path, since OWSLib takes what follows a `?` for the file name."""
        return f"{self.url}/jobs/" + "/".join(
            (quote(job, safe=""), "outputs", quote(output, safe=""), quote(name, safe=""))
        )

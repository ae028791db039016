"""Further results: the addresses of maps and quick-looks of what a job gave.

They are made when they are read, so that they begin with the public URL of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wps_cwl.facade.context import Context
from wps_cwl.facade.links import Links
from wps_cwl.model import Job, LiteralValue, NestedResult, Result, StoredFile, View, stored_files
from wps_cwl.translator import views

Form = Callable[[Links, Job, Iterable[Result]], list[Result]]

VERSIONS = {View.WMS: "1.3.0", View.WCS: "2.0.1", View.WFS: "2.0.0"}


def flat(links: Links, job: Job, results: Iterable[Result]) -> list[Result]:
    """Return results and their links, each of them a result; as in WPS 1.0.0."""
    results = list(results)
    return results + [
        Result(views.flat_name(result.id, view), _literal(links, job, result.id, file, view))
        for result, file in _described(results)
        for view in file.views
    ]


def nested(links: Links, job: Job, results: Iterable[Result]) -> list[Result]:
    """Return results, and those of each with links as one; as in WPS 2.0."""
    results = list(results)
    return results + [
        Result(
            views.group_name(result.id),
            NestedResult(
                tuple(Result(views.link_name(view), _literal(links, job, result.id, file, view)) for view in file.views)
            ),
        )
        for result, file in _described(results)
    ]


def asked(form: Form, context: Context, job: Job) -> list[Result]:
    """Return what a raw answer may be: links only where one is asked for, as none is the result."""
    found = context.operations.results(job.id)
    return form(context.links, job, found) if job.request.outputs else list(found)


def job_links(links: Links, job: Job) -> list[tuple[str, str, str, str]]:
    """Return the links of a job to its files, and to what can be seen of them: relation, media type, title, address."""
    found = []
    for file in stored_files(job.results):
        for view in dict.fromkeys((View.DOWNLOAD, *file.views)):
            relation, media_type, words = _RELATIONS[view]
            title = words.format(output=file.output)
            address = _address(links, job, file.output, file, view)
            found.append((relation, media_type or file.media_type, title, address))
    return found


_RELATIONS = {
    View.DOWNLOAD: ("enclosure", "", 'the output "{output}"'),
    View.QUICKLOOK: ("preview", "image/png", 'a quick-look of the output "{output}"'),
    View.WMS: ("service", "text/xml", 'the output "{output}" as a Web Map Service'),
    View.WCS: ("service", "application/xml", 'the output "{output}" as a Web Coverage Service'),
    View.WFS: ("service", "text/xml", 'the output "{output}" as a Web Feature Service'),
}


def _described(results: Iterable[Result]) -> Iterator[tuple[Result, StoredFile]]:
    """Give the results whose process has further outputs: a quick-look alone is a link in JSON only."""
    for result in results:
        if isinstance(result.value, StoredFile) and View.DOWNLOAD in result.value.views:
            yield result, result.value


def _literal(links: Links, job: Job, output: str, file: StoredFile, view: View) -> LiteralValue:
    return LiteralValue(_address(links, job, output, file, view), datatype="string")


def _address(links: Links, job: Job, output: str, file: StoredFile, view: View) -> str:
    if view is View.DOWNLOAD:
        return links.file(job.id, file)
    if view is View.QUICKLOOK:
        return links.quicklook(job.id, output)
    return links.service(job.id, output, view.name, VERSIONS[view])

"""The files that a run left -> files in the formats that were asked for, by GDAL, before they are published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any  # CWL output objects are JSON of any shape

from wps_cwl import codec, errors
from wps_cwl.engine.gdal import Gdal, Pause
from wps_cwl.engine.plain_file import read_plain
from wps_cwl.engine.workbench import CONVERTED, GdalFailed, Workbench
from wps_cwl.job_directory import JobDirectory
from wps_cwl.misleading_files import leads_elsewhere
from wps_cwl.model import OutputRequest, Process
from wps_cwl.storage.base import safe_name
from wps_cwl.translator import conversions, geo_facts
from wps_cwl.translator.conversions import Conversion, RasterFormat, VectorFormat

Json = Any


@dataclass(frozen=True)
class Converter:
    """Converts the outputs of jobs."""

    gdal: Gdal

    def convert(self, directory: JobDirectory, asked: Iterable[OutputRequest], pause: Pause) -> None:
        """Put converted files into the place of those that a run left, where another format was asked for.

        What was converted is so no more when this is done again. Raises errors.NotConverted, errors.UnsafeOutput.
        """
        asked = [one for one in asked if one.format is not None]
        if not asked:
            return
        process: Process = codec.load(directory.description.read_bytes(), Process)
        produced = json.loads(read_plain(directory.produced))
        for conversion in conversions.read(process, produced, asked):
            bench = Workbench(self.gdal, directory, CONVERTED, conversion.output, pause)
            produced[conversion.output] = _converted(conversion, bench)
            directory.write_json(directory.produced, produced)


def _converted(conversion: Conversion, bench: Workbench) -> Json:
    """Return the CWL File object of the converted file."""
    stem = PurePosixPath(safe_name(str(conversion.value.get("basename")))).stem
    target = bench.folder / "result" / f"{stem}{conversion.target.extension}"
    try:
        source = bench.take(conversion.value, conversion.source)
        if reason := leads_elsewhere(source):
            raise GdalFailed(reason)
        match conversion.source, conversion.target:
            case RasterFormat() as before, RasterFormat() as after:
                _convert_raster(bench, source, before, target, after)
            case VectorFormat() as before, VectorFormat() as after:
                _convert_vector(bench, source, before, target, after)
        return _file(target, beside=conversion.target.beside)
    except (GdalFailed, OSError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise errors.NotConverted(
            identifier=conversion.output,
            source=conversion.source.media_type,
            target=conversion.target.media_type,
            reason=reason,
            locator=conversion.output,
        ) from error


def _convert_raster(bench: Workbench, source: Path, before: RasterFormat, target: Path, after: RasterFormat) -> None:
    facts = bench.raster_facts(source, before, rpc=True)
    if misfit := conversions.raster_misfit(facts, after):
        raise GdalFailed(misfit)
    bench.run(["gdal_translate", "-q", "-of", bench.driver(after), *after.options, source, target], before, after)
    names = [str(target)]
    if after.extension == ".nc" and len(facts.pixels) > 1:  # each band is a variable, which GDAL calls so
        names = [f"NETCDF:{target}:Band{number}" for number, _ in enumerate(facts.pixels, start=1)]
    found = geo_facts.joined(
        [bench.raster_facts(name, after, rpc=facts.rpc) for name in names]
    )  # and all pixels are read
    if loss := conversions.raster_loss(facts, found, after):
        raise GdalFailed(loss)
    if after.has_crs and (added := geo_facts.new_nodata(facts, found)):
        ranges = bench.raster_ranges(source, before)
        for place, nodata in added.items():
            least, most = ranges[place]
            if least <= nodata <= most:
                raise GdalFailed(f"that format takes {nodata:g} for nodata, which may be a value of band {place + 1}")


def _convert_vector(bench: Workbench, source: Path, before: VectorFormat, target: Path, after: VectorFormat) -> None:
    facts = bench.vector_facts(source, before)
    if misfit := conversions.vector_misfit(facts, after):
        raise GdalFailed(misfit)
    question = conversions.beyond(facts, after)
    if question and bench.count(source, question, before):
        raise GdalFailed("it has numbers so small or so large that the digits of that format do not hold them")
    to_wgs84 = ["-t_srs", "EPSG:4326"] if after.wgs84 else []
    command: list[str | Path] = ["ogr2ogr", "-f", bench.driver(after), *to_wgs84, *after.options, target, source]
    bench.run(command, before, after, harmless=after.harmless)
    found = bench.vector_facts(target, after)
    if found.features != facts.features:
        raise GdalFailed(f"of its {facts.features} features, GDAL wrote {found.features}")
    if facts.crs and not found.crs:
        raise GdalFailed("its CRS is one that GDAL cannot write there")


def _file(path: Path, beside: Iterable[str] = ()) -> Json:
    companions = (path.with_suffix(ending) for ending in beside)
    return {
        "class": "File",
        "location": path.as_uri(),
        "basename": path.name,
        "size": path.stat().st_size,
        "secondaryFiles": [_file(companion) for companion in companions if companion.exists()],
    }

"""The files that a run left -> files in the formats that were asked for, by GDAL, before they are published."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any  # CWL output objects, and what GDAL says, are JSON of any shape

from wps_cwl import codec, errors
from wps_cwl.engine.gdal import Gdal, Pause
from wps_cwl.engine.plain_file import read_plain
from wps_cwl.job_directory import JobDirectory
from wps_cwl.model import OutputRequest, Process
from wps_cwl.storage.base import job_file, name_of, opened, safe_name
from wps_cwl.translator import conversions
from wps_cwl.translator.conversions import Conversion, RasterFacts, RasterFormat, VectorFacts, VectorFormat
from wps_cwl.translator.outputs import path_of

Json = Any

_LAYER = re.compile(r"^Layer name: ", re.M)
_COUNT = re.compile(r"^Feature Count: (\d+)$", re.M)
# a GeoPackage calls its two ways to have none by names
_NO_CRS = re.compile(r'^Layer SRS WKT:\n(\(unknown\)$|ENGCRS\[|LOCAL_CS\[|\w+\["Undefined)', re.M)


@dataclass(frozen=True)
class Converter:
    """Converts the outputs of jobs."""

    gdal: Gdal

    def convert(self, directory: JobDirectory, asked: Iterable[OutputRequest], pause: Pause) -> None:
        """Put converted files into the place of those that a run left, where another format was asked for.

        What was converted is so no more when this is done again. Raises errors.NotConverted, errors.UnsafeOutput.
        """
        asked = [one for one in asked if one.format is not None]
        if not asked or not self.gdal.drivers:
            return
        process: Process = codec.load(directory.description.read_bytes(), Process)
        produced = json.loads(read_plain(directory.produced))
        for conversion in conversions.read(process, produced, asked):
            produced[conversion.output] = _Work(conversion, self.gdal, directory, pause).value()
            directory.write_json(directory.produced, produced)


@dataclass(frozen=True)
class _Work:
    """One conversion at work, in a folder of its own that no tool can have written to."""

    conversion: Conversion
    gdal: Gdal
    directory: JobDirectory
    pause: Pause

    def value(self) -> Json:
        """Return the CWL File object of the converted file."""
        folder = self.directory.made / "converted" / safe_name(self.conversion.output)
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "result").mkdir(mode=0o700, parents=True)
        try:
            source, target = self._bring(folder), folder / "result" / self._name
            match self.conversion.source, self.conversion.target:
                case RasterFormat(), RasterFormat() as form:
                    self._convert_raster(source, target, form)
                case VectorFormat(), VectorFormat() as form:
                    self._convert_vector(source, target, form)
        except OSError as error:
            raise self._failed(error.strerror or "its file cannot be read") from error
        return _file(target, [target.with_suffix(ending) for ending in self.conversion.target.beside])

    @property
    def _name(self) -> str:
        stem = PurePosixPath(safe_name(str(self.conversion.value.get("basename")))).stem
        return f"{stem}{self.conversion.target.extension}"

    def _bring(self, folder: Path) -> Path:
        """Give the file and what belongs to it names of ours: GDAL reads more into a name than a name."""
        source, value = self.conversion.source, self.conversion.value
        brought = folder / f"source{source.extension}"
        for item in (value, *(value.get("secondaryFiles") or ())):
            ending = PurePosixPath(str(item.get("basename"))).suffix
            if item is value:
                self._take(path_of(item), brought)
            elif ending in source.beside and item.get("class") == "File":
                self._take(path_of(item), brought.with_suffix(ending))
        return brought

    def _take(self, path: Path, brought: Path) -> None:
        output = self.conversion.output
        plain = job_file(path, self.directory.path, output=output)
        with opened(plain, output=output) as descriptor:
            try:
                # as the storage does: by the descriptor, whatever stands under the name now
                os.link(name_of(descriptor), brought, src_dir_fd=descriptor)
            except OSError:
                shutil.copyfile(name_of(descriptor), brought)

    # --- images ---------------------------------------------------------------------------------

    def _convert_raster(self, source: Path, target: Path, form: RasterFormat) -> None:
        facts = self._raster_facts(source)
        if misfit := conversions.raster_misfit(facts, form):
            raise self._failed(misfit)
        self._run(["gdal_translate", "-q", "-of", self._driver(form), *form.options, source, target])
        names = [str(target)]
        if form.extension == ".nc" and len(facts.pixels) > 1:  # each band is a variable, which GDAL calls so
            names = [f"NETCDF:{target}:Band{number}" for number, _ in enumerate(facts.pixels, start=1)]
        found = [self._raster_facts(name) for name in names]  # and all pixels are read
        bands = sum(len(each.pixels) for each in found)
        if (found[0].width, found[0].height, bands) != (facts.width, facts.height, len(facts.pixels)):
            raise self._failed("what GDAL wrote is not the whole image")
        if facts.crs and form.has_crs and not all(each.crs for each in found):
            raise self._failed("its CRS is one that GDAL cannot write there")

    def _raster_facts(self, path: str | Path) -> RasterFacts:
        about = json.loads(self._run(["gdalinfo", "-json", "-checksum", "-nomd", "-norat", path]))
        bands = about.get("bands") or []
        width, height = about["size"]
        return RasterFacts(
            width,
            height,
            pixels=tuple(band["type"] for band in bands),
            palette=any("colorTable" in band for band in bands),
            crs=bool((about.get("coordinateSystem") or {}).get("wkt")),
        )

    # --- maps -----------------------------------------------------------------------------------

    def _convert_vector(self, source: Path, target: Path, form: VectorFormat) -> None:
        facts = self._vector_facts(source)
        if misfit := conversions.vector_misfit(facts, form):
            raise self._failed(misfit)
        to_wgs84 = ["-t_srs", "EPSG:4326"] if form.wgs84 else []
        self._run(["ogr2ogr", "-f", self._driver(form), *to_wgs84, *form.options, target, source])
        found = self._vector_facts(target)
        if found.features != facts.features:
            raise self._failed(f"of its {facts.features} features, GDAL wrote {found.features}")
        if facts.crs and not found.crs:
            raise self._failed("its CRS is one that GDAL cannot write there")

    def _vector_facts(self, path: Path) -> VectorFacts:
        about = self._run(["ogrinfo", "-ro", "-so", "-al", path])
        return VectorFacts(
            layers=len(_LAYER.findall(about)),
            features=sum(map(int, _COUNT.findall(about))),
            crs=not _NO_CRS.search(about),
        )

    # --- both -----------------------------------------------------------------------------------

    def _run(self, command: Sequence[str | Path]) -> str:
        folder = self.directory.made / "converted" / safe_name(self.conversion.output)
        drivers = {self._driver(form) for form in (self.conversion.source, self.conversion.target)}
        said = self.gdal.run(command, folder, drivers=drivers, pause=self.pause)
        if said.failed:
            raise self._failed(said.reason.replace(f"{folder}/result/", "").replace(f"{folder}/", ""))
        return said.output

    def _driver(self, form: RasterFormat | VectorFormat) -> str:
        driver = conversions.driver(form, self.gdal.drivers)
        if driver is None:
            raise self._failed(f"GDAL has no driver for {form.media_type} here")
        return driver

    def _failed(self, reason: str) -> errors.NotConverted:
        output, source, target = self.conversion.output, self.conversion.source, self.conversion.target
        return errors.NotConverted(
            identifier=output,
            source=source.media_type,
            target=target.media_type,
            reason=reason,
            locator=output,
        )


def _file(path: Path, beside: Iterable[Path]) -> Json:
    return {
        "class": "File",
        "location": path.as_uri(),
        "basename": path.name,
        "size": path.stat().st_size,
        "secondaryFiles": list(_present(beside)),
    }


def _present(paths: Iterable[Path]) -> Iterator[Json]:
    for path in paths:
        if path.exists():
            yield {"class": "File", "location": path.as_uri(), "basename": path.name, "size": path.stat().st_size}

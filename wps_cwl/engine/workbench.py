"""A folder in which GDAL works on one file of an output, under names of ours and out of the reach of tools."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any  # CWL output objects are JSON of any shape

from wps_cwl.engine.gdal import Gdal, Pause
from wps_cwl.job_directory import JobDirectory
from wps_cwl.storage.base import job_file, name_of, opened, safe_name
from wps_cwl.translator import conversions
from wps_cwl.translator.conversions import GeoFormat
from wps_cwl.translator.file_objects import path_of
from wps_cwl.translator.geo_facts import Meaning, RasterFacts, VectorFacts

Json = Any

_LAYER = re.compile(r"^Layer name: (.*)$", re.M)
_FIELD = re.compile(r"^(.+): ([A-Z]\w+)(?:\(\w+\))? \(\d+\.\d+\)", re.M)
_BEYOND = re.compile(r"^  beyond \(Integer(?:64)?\) = (\d+)$", re.M)
_COUNT = re.compile(r"^Feature Count: (\d+)$", re.M)
# a GeoPackage calls its two ways to have none by names
_NO_CRS = re.compile(r'^Layer SRS WKT:\n(\(unknown\)$|ENGCRS\[|LOCAL_CS\[|\w+\["Undefined)', re.M)


INSPECTED, CONVERTED = "inspected", "converted"  # what is done with a file


class GdalFailed(Exception):
    """GDAL could not do it; the text may go to the client."""


@dataclass(frozen=True)
class Workbench:
    """The place for one file of an output; `task` keeps what is done with it apart from other work."""

    gdal: Gdal
    directory: JobDirectory
    task: str
    output: str
    pause: Pause

    @property
    def folder(self) -> Path:
        """The folder, and `result` in it for what is made."""
        return self.directory.made / self.task / safe_name(self.output)

    def take(self, value: Json, form: GeoFormat) -> Path:
        """Bring a file of a run, with what belongs to it, under names of ours: GDAL reads more into a name than a name.

        Raises errors.UnsafeOutput.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "result").mkdir(mode=0o700, parents=True)
        brought = self.folder / f"source{form.extension}"
        self._bring(path_of(value), brought)
        for item in value.get("secondaryFiles") or ():
            ending = PurePosixPath(str(item.get("basename"))).suffix
            if ending in form.beside and item.get("class") == "File":
                self._bring(path_of(item), brought.with_suffix(ending))
        return brought

    def _bring(self, path: Path, brought: Path) -> None:
        plain = job_file(path, self.directory.path, output=self.output)
        with opened(plain, output=self.output) as descriptor:
            try:  # as the storage does: by the descriptor, whatever stands under the name now
                os.link(name_of(descriptor), brought, src_dir_fd=descriptor)
            except OSError:
                shutil.copyfile(name_of(descriptor), brought)

    def run(self, command: Sequence[str | Path], *formats: GeoFormat, harmless: re.Pattern[str] | None = None) -> str:
        """Run one of GDAL's programs with the drivers of these formats, and return what it says.

        Where `harmless` says what it may complain of, every other complaint is a failure. Raises GdalFailed.
        """
        said = self.gdal.run(command, self.folder, drivers={self.driver(form) for form in formats}, pause=self.pause)
        reason = said.reason if said.failed else said.complaint(harmless) if harmless else None
        if reason:
            raise GdalFailed(reason.replace(f"{self.folder}/result/", "").replace(f"{self.folder}/", ""))
        return said.output

    def _json(self, command: Sequence[str | Path], *formats: GeoFormat) -> Json:
        try:
            return json.loads(self.run(command, *formats))
        except ValueError as error:  # the beginning of metadata without end
            raise GdalFailed("what GDAL says of it is too long to be read") from error

    def driver(self, form: GeoFormat) -> str:
        """Return GDAL's driver for a format. Raises GdalFailed where there is none."""
        driver = conversions.driver(form, self.gdal.drivers)
        if driver is None:
            raise GdalFailed(f"GDAL has no driver for {form.media_type} here")
        return driver

    def raster_facts(self, path: str | Path, *formats: GeoFormat, rpc: bool = False) -> RasterFacts:
        """Read all pixels of an image, and return what it is; its coefficients only if asked. Raises GdalFailed."""
        metadata = ["-mdd", "RPC"] if rpc else ["-nomd"]
        about = self._json(["gdalinfo", "-json", "-checksum", "-norat", *metadata, path], *formats)
        bands = about.get("bands") or []
        width, height = about["size"]
        gcps = about.get("gcps") or {}
        crs = about.get("coordinateSystem") or gcps.get("coordinateSystem") or {}
        return RasterFacts(
            width,
            height,
            pixels=tuple(band["type"] for band in bands),
            palette=any("colorTable" in band for band in bands),
            crs=bool(crs.get("wkt")),
            transform=tuple(about["geoTransform"]) if "geoTransform" in about else None,
            gcps=tuple(_numbers(point, "pixel", "line", "x", "y", "z") for point in gcps.get("gcpList") or ()),
            rpc="RPC" in (about.get("metadata") or {}),
            bands=tuple(map(_meaning, bands)),
        )

    def raster_ranges(self, path: Path, *formats: GeoFormat) -> list[tuple[float, float]]:
        """Return the least and the greatest value of each band, without NaN. Raises GdalFailed."""
        about = self._json(["gdalinfo", "-json", "-mm", "-nomd", "-norat", path], *formats)
        ends = ("computedMin", "computedMax")  # missing where all is NaN
        return [(float(band.get(ends[0], "NaN")), float(band.get(ends[1], "NaN"))) for band in about["bands"]]

    def vector_facts(self, path: Path, *formats: GeoFormat) -> VectorFacts:
        """Count the features of a map, and return what it is. Raises GdalFailed."""
        about = self.run(["ogrinfo", "-ro", "-so", "-al", path], *formats)
        layers = _LAYER.findall(about)
        return VectorFacts(
            layers=len(layers),
            features=sum(map(int, _COUNT.findall(about))),
            crs=not _NO_CRS.search(about),
            name=layers[0] if layers else "",
            fields=dict(_FIELD.findall(about)),
        )

    def count(self, path: Path, question: str, *formats: GeoFormat) -> int:
        """Return the number that OGR SQL finds as `beyond`. Raises GdalFailed."""
        about = self.run(["ogrinfo", "-ro", "-q", "-dialect", "OGRSQL", "-sql", question, path], *formats)
        found = _BEYOND.search(about)
        if found is None:
            raise GdalFailed("its numbers cannot be looked through")
        return int(found[1])


def _meaning(band: Json) -> Meaning:
    nodata = band.get("noDataValue")
    flags = (band.get("mask") or {}).get("flags")
    return Meaning(
        nodata=None if nodata is None else float(nodata),  # NaN is a text there
        scale=float(band.get("scale", 1)),
        offset=float(band.get("offset", 0)),
        mask=flags is not None and not {"ALPHA", "NODATA", "ALL_VALID"} & set(flags),
    )


def _numbers(found: Json, *names: str) -> tuple[float, ...]:
    return tuple(float(found.get(name, 0)) for name in names)

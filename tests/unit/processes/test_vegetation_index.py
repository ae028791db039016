"""The vegetation indices, against numpy on the whole image."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import raster
import rasterio
import vegetation_index
from command import BadInput
from indices import INDICES

pytestmark = [
    pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning"),
    pytest.mark.filterwarnings("ignore::PendingDeprecationWarning"),  # of rasterio's own use of affine
]


def _index(path: Path, *arguments: str) -> tuple[dict[str, object], np.ndarray]:
    outputs = vegetation_index.main([f"--image={path}", *arguments])
    with rasterio.open(outputs["result"]["path"]) as result:
        assert (result.count, result.dtypes[0]) == (1, "float32")
        assert math.isnan(result.nodata)
        return outputs, result.read(1)


@pytest.fixture(autouse=True)
def _working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_auto_is_the_ndvi_of_the_described_bands(data: Path) -> None:
    outputs, values = _index(data / "sentinel2_a.tif")
    with rasterio.open(data / "sentinel2_a.tif") as image:
        _, _, red, nir = image.read().astype("float64")
    expected = (nir - red) / (nir + red)
    np.testing.assert_allclose(values, expected, rtol=1e-6)
    assert outputs["index_used"] == "NDVI"
    assert outputs["mean"] == pytest.approx(expected.mean(), rel=1e-6)


def test_auto_is_the_vari_of_a_photograph_without_its_missing_pixels(data: Path) -> None:
    outputs, values = _index(data / "rmnp_rgb.tif")
    with rasterio.open(data / "rmnp_rgb.tif") as image:
        red, green, blue = image.read().astype("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (green - red) / (green + red - blue)
    missing = (red == 255) | (green == 255) | (blue == 255) | ~np.isfinite(expected)
    np.testing.assert_allclose(values[~missing], expected[~missing], rtol=1e-6)
    assert np.isnan(values[missing]).all()
    assert outputs["index_used"] == "VARI"
    assert outputs["mean"] == pytest.approx(expected[~missing].mean(), rel=1e-5)


# The formulas are written out here once more, so that a slip in the table is seen.
BY_HAND: dict[str, Callable[..., np.ndarray]] = {
    "NDVI": lambda b, g, r, n: (n - r) / (n + r),
    "GNDVI": lambda b, g, r, n: (n - g) / (n + g),
    "EVI2": lambda b, g, r, n: 2.5 * ((n - r) / (n + 2.4 * r + 1)),
    "SAVI": lambda b, g, r, n: (1 + 0.5) * (n - r) / (n + r + 0.5),
    "MSAVI": lambda b, g, r, n: 0.5 * (2 * n + 1 - ((2 * n + 1) ** 2 - 8 * (n - r)) ** 0.5),
    "VARI": lambda b, g, r, n: (g - r) / (g + r - b),
    "GLI": lambda b, g, r, n: ((g - r) + (g - b)) / (2 * g + r + b),
    "NGRDI": lambda b, g, r, n: (g - r) / (g + r),
}


@pytest.mark.parametrize("name", INDICES)
def test_every_index_is_computed_of_reflectances(name: str, data: Path) -> None:
    _, values = _index(data / "sentinel2_b.tif", f"--index={name}")
    with rasterio.open(data / "sentinel2_b.tif") as image:
        bands = image.read() / 10000
    np.testing.assert_allclose(values, BY_HAND[name](*bands), rtol=1e-5, atol=1e-6)


def test_a_given_scale_wins(data: Path) -> None:
    _, values = _index(data / "sentinel2_b.tif", "--index=SAVI", "--scale=0.001")
    with rasterio.open(data / "sentinel2_b.tif") as image:
        bands = image.read() / 1000
    np.testing.assert_allclose(values, BY_HAND["SAVI"](*bands), rtol=1e-5)


def test_the_scale_and_offset_that_an_image_states_are_used(data: Path, tmp_path: Path) -> None:
    shutil.copy(data / "sentinel2_b.tif", tmp_path / "stated.tif")
    with rasterio.open(tmp_path / "stated.tif", "r+") as image:
        image.scales, image.offsets = (0.0002,) * 4, (-0.01,) * 4
        bands = image.read() * 0.0002 - 0.01
    _, values = _index(tmp_path / "stated.tif")
    np.testing.assert_allclose(values, BY_HAND["NDVI"](*bands), rtol=1e-4)


def test_windows_leave_no_seams(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, expected = _index(data / "rmnp_rgb.tif")
    monkeypatch.setattr(raster, "WINDOW", 64)
    parts, values = _index(data / "rmnp_rgb.tif")
    np.testing.assert_array_equal(values, expected)
    assert parts["mean"] == pytest.approx(whole["mean"], abs=1e-9)


def test_the_statistics_say_which_bands_were_used(data: Path) -> None:
    outputs, values = _index(data / "sentinel2_a.tif", "--index=NDVI", "--red=1", "--nir=2")
    statistics = json.loads(Path(outputs["statistics"]["path"]).read_text())
    assert statistics["bands"] == {"nir": 2, "red": 1}
    assert statistics["minimum"] == pytest.approx(float(values.min()))
    assert statistics["standard_deviation"] == pytest.approx(float(values.astype("float64").std()))


def test_the_preview_is_green_where_the_index_is_high_and_transparent_where_it_is_missing(data: Path) -> None:
    outputs, values = _index(data / "rmnp_rgb.tif")
    with rasterio.open(outputs["preview"]["path"]) as picture:
        red, green, _, alpha = picture.read().astype("int16")
    assert (alpha == np.where(np.isnan(values), 0, 255)).all()
    assert (green > red)[values > 0.2].all()
    assert (green < red)[values < -0.1].all()


def test_an_image_without_any_valid_pixel_is_refused(tmp_path: Path) -> None:
    with rasterio.open(
        tmp_path / "black.tif", "w", driver="GTiff", width=8, height=8, count=3, dtype="uint8", nodata=0
    ) as image:
        image.write(np.zeros((3, 8, 8), dtype="uint8"))
    with pytest.raises(BadInput, match="no pixel") as refused:
        vegetation_index.main([f"--image={tmp_path / 'black.tif'}"])
    assert refused.value.parameter == "image"

"""The vegetation indices: which bands they need, their formula, and the range in which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Index:
    """An index of reflectances; `bands` are the arguments of `formula`."""

    bands: tuple[str, ...]
    formula: Callable[..., np.ndarray]
    low: float  # drawn brown
    high: float  # drawn dark green

    def of(self, reflectances: Mapping[str, np.ndarray]) -> np.ndarray:
        """Return the index, NaN where a band has no data or the formula divides by zero."""
        with np.errstate(divide="ignore", invalid="ignore"):
            values = self.formula(*(reflectances[band] for band in self.bands))
        return np.where(np.isfinite(values), values, np.nan)


INDICES = {
    "NDVI": Index(("nir", "red"), lambda n, r: (n - r) / (n + r), -0.1, 0.9),
    "GNDVI": Index(("nir", "green"), lambda n, g: (n - g) / (n + g), -0.1, 0.8),
    "EVI2": Index(("nir", "red"), lambda n, r: 2.5 * (n - r) / (n + 2.4 * r + 1), -0.1, 0.8),
    "SAVI": Index(("nir", "red"), lambda n, r: 1.5 * (n - r) / (n + r + 0.5), -0.1, 0.8),
    "MSAVI": Index(("nir", "red"), lambda n, r: (2 * n + 1 - np.sqrt((2 * n + 1) ** 2 - 8 * (n - r))) / 2, -0.1, 0.8),
    "VARI": Index(("green", "red", "blue"), lambda g, r, b: (g - r) / (g + r - b), -0.25, 0.3),
    "GLI": Index(("green", "red", "blue"), lambda g, r, b: (2 * g - r - b) / (2 * g + r + b), -0.1, 0.2),
    "NGRDI": Index(("green", "red"), lambda g, r: (g - r) / (g + r), -0.2, 0.25),
}

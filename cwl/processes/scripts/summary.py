"""Statistics that are gathered window by window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Summary:
    """Count, extremes, mean and spread of all numbers that were added; NaN is left out."""

    count: int = 0
    minimum: float = float("inf")
    maximum: float = float("-inf")
    total: float = 0.0
    mean: float = 0.0
    squares: float = 0.0  # sum of the squared distances from the mean

    def add(self, numbers: np.ndarray) -> None:
        """Add numbers; parts are joined as Chan, Golub and LeVeque (1979) do, which loses no digits."""
        valid = numbers[np.isfinite(numbers)].astype("float64")
        if not valid.size:
            return
        mean, count = float(valid.mean()), self.count + valid.size
        apart = mean - self.mean
        self.squares += float(((valid - mean) ** 2).sum()) + apart**2 * self.count * valid.size / count
        self.mean += apart * valid.size / count
        self.total += float(valid.sum())
        self.minimum = min(self.minimum, float(valid.min()))
        self.maximum = max(self.maximum, float(valid.max()))
        self.count = count

    @property
    def deviation(self) -> float:
        """The standard deviation of the population."""
        return float(np.sqrt(self.squares / self.count)) if self.count else float("nan")

    def as_json(self) -> dict[str, int | float | None]:
        """Return the statistics; all but the count are null where nothing was added."""
        found = {"minimum": self.minimum, "maximum": self.maximum, "mean": self.mean}
        found["standard_deviation"] = self.deviation
        return {"count": self.count} | {name: rounded(value) if self.count else None for name, value in found.items()}


def rounded(value: float) -> float:
    """Return the number with nine digits: the rest differs between machines."""
    return float(f"{value:.9g}")

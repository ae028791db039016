"""The answer to a dry run: JSON in every version, as none has a document for what a job may take."""

from __future__ import annotations

from flask import Response, jsonify

from wps_cwl.model import Candidate, Estimate


def answer(estimate: Estimate) -> Response:
    """Answer an Execute that was only to be estimated; what is not known is null."""
    response = jsonify(
        {
            "dryRun": True,
            "processID": estimate.process,
            "version": estimate.version,
            "earlierJobs": estimate.runs,
            "durationSeconds": estimate.seconds,
            "durationBy": estimate.source,
            "outputBytes": estimate.output_bytes,
            "profiles": [_candidate(one) for one in estimate.candidates],
            "note": estimate.note,
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _candidate(one: Candidate) -> dict[str, str | None]:
    price = None if one.price is None else str(one.price)
    return {"profile": one.profile, "when": one.when, "price": price, "currency": one.currency}

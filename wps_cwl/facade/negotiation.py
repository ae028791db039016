"""Which version and which language a request gets (OWS Common 1.1, clause 7.3.2; 05-007r7, clause 6)."""

from __future__ import annotations

from collections.abc import Sequence

from wps_cwl.errors import LanguageNotSupported, VersionNotSupported
from wps_cwl.facade.ows.elements import WPS_100, WPS_200

DEFAULT = "1.0.0"
VERSIONS = ("1.0.0", "2.0.0")
OF_NAMESPACE = {WPS_100: "1.0.0", WPS_200: "2.0.0"}
ONLY_200 = {"getstatus", "getresult", "dismiss"}  # so a request for them means 2.0, whether or not it says so


def choose_version(accepted: Sequence[str], version: str | None, *, operation: str) -> str:
    """Return the first acceptable version; a bare `version` counts where nothing is listed (OWSLib sends it).

    A request that names none gets 1.0.0, as clients of that time do not name it. Raises VersionNotSupported.
    """
    asked = list(accepted) or ([version] if version else [])
    if not asked:
        return "2.0.0" if operation.lower() in ONLY_200 else DEFAULT
    for candidate in asked:
        if candidate in VERSIONS:
            return candidate
    raise VersionNotSupported(asked=asked, known=VERSIONS)


def choose_language(asked: Sequence[str], offered: Sequence[str]) -> str:
    """Return the first language that is offered: `en` finds `en-US`, and no wish or `*` finds the default.

    Raises LanguageNotSupported.
    """
    for wish in asked:
        if wish == "*":
            return offered[0]
        for language in offered:
            if wish.lower() in (language.lower(), language.lower().partition("-")[0]):
                return language
    if not asked:
        return offered[0]
    raise LanguageNotSupported(language=", ".join(asked), known=offered)


def prefers_html(accept: str) -> bool:
    """Return whether the client is a browser: it names HTML, and does not name JSON before it."""
    names = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    html = names.index("text/html") if "text/html" in names else None
    json = names.index("application/json") if "application/json" in names else None
    return html is not None and (json is None or html < json)

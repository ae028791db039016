"""Where settings come from: environment before YAML file before defaults; and every problem of theirs, by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource

from wps_cwl.errors import Misconfigured
from wps_cwl.settings import keys
from wps_cwl.settings.sections import Settings

_CONFIG = "WPS_CWL_CONFIG"  # names the YAML file, so it is no key of it

# Kubernetes sets these in every pod beside a Service named "wps-cwl"; they are no settings of ours.
_KUBERNETES = re.compile(r"WPS_CWL_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)")


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings of a YAML file (None: the one that $WPS_CWL_CONFIG names, if any) and an environment.

    A variable that is empty counts as absent. Raises errors.Misconfigured with a line per problem.
    """
    if path is None and environ.get(_CONFIG):
        path = Path(environ[_CONFIG])
    ours = {name: value for name, value in sorted(environ.items()) if value and _is_ours(name)}
    variables = {name: value for name, value in ours.items() if keys.known(keys.of_variable(name))}
    problems = [_unknown_variable(name) for name in ours if name not in variables]
    values = _merged(_file(path) if path else {}, _environment(variables))
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems += [_problem(found, variables) for found in error.errors()]
        raise _misconfigured(problems) from error
    if problems:
        raise _misconfigured(problems)
    return settings


def _is_ours(name: str) -> bool:
    return name.startswith(keys.PREFIX) and name != _CONFIG and _KUBERNETES.fullmatch(name) is None


def _file(path: Path) -> dict[str, Any]:  # Any: whatever YAML holds
    try:
        values = yaml.load(path.read_text(encoding="utf-8"), _OneOfEach)  # noqa: S506  # it is a SafeLoader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Misconfigured(reason=f"{path} cannot be read: {_unquoted(error)}") from None
    if not isinstance(values, dict | None):
        raise Misconfigured(reason=f"{path} holds no sections, such as `server:`")
    return {str(name): value for name, value in (values or {}).items() if value is not None}


def _unquoted(error: Exception) -> str:
    """Return what is wrong with a file, and where, without the line itself: a password may stand in it."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return str(getattr(error, "strerror", None) or getattr(error, "reason", None) or type(error).__name__)
    mark, problem = error.problem_mark, re.sub(r"'(?!<)[^']{2,}'", "...", error.problem or "it is no YAML")
    return f"{problem}, in line {mark.line + 1}, column {mark.column + 1}"


class _OneOfEach(yaml.SafeLoader):
    """Refuses a key that stands twice in one place: YAML would take the last one, and say nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.value != "<<"]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise yaml.constructor.ConstructorError(None, None, f"{', '.join(twice)} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def _environment(variables: Mapping[str, str]) -> dict[str, Any]:
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in variables.items()}  # these, not the process's own
    return source()


def _merged(low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, Any]:
    low = {name: _numbered(value) if _is_numbered(high.get(name)) else value for name, value in low.items()}
    both = {name for name in low.keys() & high.keys() if isinstance(low[name], dict) and isinstance(high[name], dict)}
    return {**low, **high, **{name: _merged(low[name], high[name]) for name in both}}


def _is_numbered(value: object) -> bool:
    """Whether it is what variables with numbers in their names say of a list: `RULES__1__PROFILE`."""
    return isinstance(value, dict) and bool(value) and all(str(name).isdigit() for name in value)


def _numbered(value: object) -> object:
    """Return a list as variables would have it, so that they change items of it."""
    return {str(number): item for number, item in enumerate(value, 1)} if isinstance(value, list) else value


def _misconfigured(problems: list[str]) -> Misconfigured:
    return Misconfigured(reason=problems[0] if len(problems) == 1 else "\n".join(["", *problems]))


def _unknown_variable(name: str) -> str:
    return f"{name}: there is no such variable; {keys.hint(name, map(keys.variable, keys.paths()))}"


def _problem(found: ErrorDetails, variables: Mapping[str, str]) -> str:
    loc = [part for part in found["loc"] if part != "[key]"]  # pydantic's mark of a bad name
    path = tuple(str(part + 1) if isinstance(part, int) else part for part in loc)  # items of lists count from 1
    if found["type"] == "extra_forbidden":
        return f"{'.'.join(path)}: there is no such key; {keys.hint(path[-1], keys.beside(path))}"
    set_by = (name for name in variables if path[: len(keys.of_variable(name))] == keys.of_variable(name))
    where = next(set_by, ".".join(path))
    return f"{where}: {found['msg'].removeprefix('Value error, ')}".removeprefix(": ")

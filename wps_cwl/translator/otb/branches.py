"""Arguments that belong to one value of a choice: their keys say so (`filter.cc.expr` belongs to `filter` = `cc`)."""

from __future__ import annotations

from wps_cwl.translator.otb.model import Application, Argument, Kind


def condition(application: Application, argument: Argument) -> dict[str, str]:
    """Return the choices that an argument needs, the outermost first; nothing when it is always there."""
    parts = argument.key.split(".")
    needed = {}
    for depth in range(1, len(parts)):
        above = application.argument(".".join(parts[:depth]))
        if above is not None and above.kind is Kind.CHOICE and parts[depth] in {choice.key for choice in above.choices}:
            needed[above.key] = parts[depth]
    return needed


def groups(application: Application, argument: Argument) -> list[str]:
    """Return the titles of the groups around an argument, the outermost first."""
    parts = argument.key.split(".")
    around = (application.argument(".".join(parts[:depth])) for depth in range(1, len(parts)))
    return [group.title for group in around if group is not None and group.kind is Kind.GROUP and group.title]


def expression(application: Application, argument: Argument) -> str:
    """Return JavaScript that says whether an argument is in place; empty when it always is."""
    tests = []
    for key, value in condition(application, argument).items():
        choice = application.argument(key)
        default = f' || "{choice.default}"' if choice is not None and choice.default else ""
        tests.append(f'(inputs["{key}"]{default}) == "{value}"')
    return " && ".join(tests)

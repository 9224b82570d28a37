"""Markdown pages from the templates of a package."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def markdown_environment(package: str) -> Environment:
    """Templates of ``package``, beside its modules.

    A figure that a template names and nobody gives is a ``jinja2.UndefinedError``.
    """
    environment = Environment(
        loader=PackageLoader(package, ""),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown from our own figures
    )
    environment.filters["percent"] = lambda share: f"{100 * share:.2f} %"
    environment.filters["fixed"] = lambda value, places: f"{float(value):.{places}f}"
    return environment

"""YAML without its traps: no tag, no key twice, no bomb of aliases, numbers as they are read.

PyYAML reads YAML 1.1 and DVC 1.2: where these differ in a number (``010``, ``1:30``, ``0x1F``), it
is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)

from synthdigits.plumbing.errors import SynthdigitsError
from synthdigits.plumbing.wording import shown

DEEPEST, MOST_NODES = 20, 20_000
"""Nesting, and keys and values, those counted again that an alias repeats."""
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""That of libyaml, ten times as fast, where PyYAML was built with it."""
INTEGER, DECIMAL = "tag:yaml.org,2002:int", re.compile(r"[-+]?(0|[1-9][0-9_]*)")


def parse(text: str, name: object) -> Any:
    """What a YAML document holds: dicts, lists, strings, numbers, booleans, dates and None.

    Args:
        name: of the file, which errors begin with.

    Raises:
        SynthdigitsError: it is no YAML, or has what is refused here; the message says the line.
    """
    try:
        _check_size(yaml.parse(text, Loader))
        loader = Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _check_node(node)
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}: " if mark else ""
        raise SynthdigitsError(f"{name}: not YAML: {place}{error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SynthdigitsError(f"{name}: not YAML: {error}") from None
    except _RefusedError as refused:
        raise SynthdigitsError(f"{name}: {refused}") from None


class _RefusedError(Exception):
    """The line, and what is wrong there."""

    def __init__(self, mark: Any, problem: str) -> None:
        super().__init__(f"line {mark.line + 1}: {problem}" if mark else problem)


@dataclass
class _Extent:
    """Nodes of a value, and how deep they are nested."""

    anchor: str | None
    nodes: int = 1
    height: int = 1

    def add(self, inner: _Extent) -> None:
        self.nodes += inner.nodes
        self.height = max(self.height, inner.height + 1)


def _check_size(events: Any) -> None:
    """Refuse what is large once its aliases are written out, before anything is built."""
    opened, anchors = [_Extent(None)], dict[str, _Extent]()
    for event in events:
        inner = _extent_of(event, anchors)
        if isinstance(event, CollectionStartEvent):
            opened.append(inner)
        elif isinstance(event, CollectionEndEvent):
            inner = opened.pop()
        if isinstance(event, CollectionEndEvent | ScalarEvent | AliasEvent):
            opened[-1].add(inner)
            if inner.anchor is not None:
                anchors[inner.anchor] = inner
        deep = len(opened) - 1 + opened[-1].height
        if deep > DEEPEST:
            raise _RefusedError(event.start_mark, f"nested deeper than {DEEPEST}")
        if sum(one.nodes for one in opened) > MOST_NODES:
            raise _RefusedError(event.start_mark, f"more than {MOST_NODES} keys and values")


def _extent_of(event: Event, anchors: dict[str, _Extent]) -> _Extent:
    if isinstance(event, AliasEvent):
        if event.anchor not in anchors:
            raise _RefusedError(event.start_mark, f"the alias {shown(event.anchor)} names nothing")
        known = anchors[event.anchor]
        return _Extent(None, known.nodes, known.height)
    if isinstance(event, CollectionStartEvent | ScalarEvent) and event.tag is not None:
        raise _RefusedError(event.start_mark, f"the tag {shown(event.tag)}: no tag is allowed")
    return _Extent(event.anchor if isinstance(event, NodeEvent) else None)


def _check_node(node: yaml.Node) -> None:
    """Refuse a key that stands twice, and numbers that YAML 1.1 and 1.2 read differently."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag == INTEGER and not DECIMAL.fullmatch(node.value):
            problem = f"{shown(node.value)}: whole numbers are written in decimals, without 0 ahead"
            raise _RefusedError(node.start_mark, problem)
        return
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _check_node(item)
        return
    keys = set[str]()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _RefusedError(key.start_mark, "a key is a word")
        if key.value in keys:
            raise _RefusedError(key.start_mark, f"the key {shown(key.value)} stands twice")
        keys.add(key.value)
        _check_node(key)
        _check_node(value)

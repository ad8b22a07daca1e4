"""Fields to attributes of an OLX element and back, with every mixin field that was set.

XBlock's own writer knows the block's fields only and puts long ones in child elements; the platform loses
``group_access`` or a library link on export or paste when a block does not write them (see the contract of
``add_xml_to_node``).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from xblock.fields import Scope, ScopeIds, String, UserScope

NEVER = frozenset({"parent", "children", "tags", "content", "xml_attributes", "url_name", "schema"})


def authored_fields(block: Any) -> list[str]:
    """Names of the authored fields that are explicitly set on ``block``, sorted, without those that :data:`NEVER`
    travel."""
    names = []
    for name, field in block.fields.items():
        scope: Scope = field.scope
        if name in NEVER or scope in (Scope.parent, Scope.children) or scope.user != UserScope.NONE:
            continue
        if field.is_set_on(block):
            names.append(name)
    return sorted(names)


def write_fields(block: Any, node: Any) -> None:
    """Sets one attribute of ``node`` for every authored field that is explicitly set."""
    for name in authored_fields(block):
        value = getattr(block, name)
        if value is None and isinstance(block.fields[name], String):
            continue  # a string has no written form for None; every other field writes "null"
        plain = block.fields[name].to_json(value)
        # What is text already (a date) is written as it is, not quoted once more: the platform reads both.
        node.set(name, plain if isinstance(plain, str) else block.fields[name].to_string(value))


def read_fields(block: Any, node: Any, skip: Collection[str] = NEVER) -> list[str]:
    """Sets fields of ``block`` from the attributes of ``node``; returns the names that no field answers to."""
    unknown = []
    for name, value in node.items():
        if name in skip:
            continue
        field = block.fields.get(name)
        if field is None or field.scope.user != UserScope.NONE:
            unknown.append(name)
            continue
        setattr(block, name, field.from_string(value))
    return unknown


def construct(cls: type, runtime: Any, keys: ScopeIds) -> Any:
    """A new block of ``cls`` in ``runtime``, with the runtime's mixins."""
    return runtime.construct_xblock_from_class(cls, keys)

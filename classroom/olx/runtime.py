"""A runtime in memory in which blocks read themselves from XML and write themselves to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from lxml import etree
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlock
from xblock.exceptions import NoSuchServiceError, NoSuchUsage
from xblock.fields import Scope, ScopeIds, UserScope
from xblock.runtime import DictKeyValueStore, KvsFieldData, NullI18nService, Runtime

from classroom.runtime.mixins import MIXINS
from classroom.runtime.runtime import KeyReader, NoNewKeys, load_block_class
from classroom.structure import CourseTree

from .errors import ImportRefused


class OlxRuntime(Runtime):
    """Holds blocks of one course in memory. There is no user, no address and no event here, as in the platform's
    import."""

    def __init__(self, course_key: CourseKey) -> None:
        super().__init__(id_reader=KeyReader(), id_generator=NoNewKeys(), mixins=MIXINS)
        self.course_key = course_key
        self.values = DictKeyValueStore()
        self.blocks: dict[UsageKey, XBlock] = {}
        self.order: list[UsageKey] = []
        self._services.update({"field-data": KvsFieldData(self.values), "i18n": NullI18nService()})

    @property
    def user_id(self) -> None:
        """Nobody."""
        return None

    def load_block_type(self, block_type: str) -> type[XBlock]:
        return load_block_class(block_type)

    def get_block(self, usage_id: UsageKey, for_parent: Any = None) -> XBlock:
        del for_parent
        if usage_id not in self.blocks:
            raise NoSuchUsage(str(usage_id))
        return self.blocks[usage_id]

    def service(self, block: Any, service_name: str) -> Any:
        declared = block.service_declaration(service_name)
        if declared is None:
            raise NoSuchServiceError(f"Service {service_name!r} was not requested.")
        found = self._services.get(service_name)
        if found is None and declared == "need":
            raise NoSuchServiceError(f"Service {service_name!r} is not available.")
        return found

    def applicable_aside_types(self, _block: Any) -> list[str]:
        """None."""
        return []

    def usage_key(self, node: Any) -> UsageKey:
        """The key of the block that ``node`` writes: by ``url_name``, else by a hash of its content, as on the
        platform."""
        name = node.get("url_name") or node.tag + "_" + hashlib.sha1(etree.tostring(node)).hexdigest()[:12]  # noqa: S324
        try:
            return self.course_key.make_usage_key(node.tag, name)
        except (InvalidKeyError, AssertionError) as error:
            raise ImportRefused(
                f"tên “{str(name)[:60]}” của khối “{node.tag}” không dùng được làm mã.",
                f"the name “{str(name)[:60]}” of the block “{node.tag}” cannot be a key.",
            ) from error

    def parse_block(self, node: Any, parent: UsageKey | None) -> XBlock:
        """The block of an XML element, with everything inside it that its class understands."""
        node.attrib.pop("xblock-family", None)
        key = self.usage_key(node)
        if key in self.blocks or key in self.order:
            raise ImportRefused(
                f"khối “{key.block_type} {key.block_id}” có hai lần trong khóa học.",
                f"the block “{key.block_type} {key.block_id}” is in the course twice.",
            )
        self.order.append(key)
        cls = self.mixologist.mix(self.load_block_type(node.tag))
        block = cls.parse_xml(node, self, ScopeIds(None, node.tag, key, key))
        if block.scope_ids.usage_id != key:
            raise ValueError(f"{node.tag} parsed itself under another key")
        if parent is not None:
            block.parent = parent
        block.save()
        self.blocks[key] = block
        return block

    def add_node_as_child(self, block: XBlock, node: Any) -> None:
        """A child element that is a block of its own (blocks without children raise, as in the platform's
        libraries)."""
        if not block.has_children:
            raise ValueError(f"<{node.tag}> cannot stand inside <{block.scope_ids.block_type}>")
        if not isinstance(node.tag, str):
            return
        child = self.parse_block(node, block.scope_ids.usage_id)
        block.children.append(child.scope_ids.usage_id)

    def fields_of(self, block: XBlock) -> tuple[dict[str, Any], dict[str, Any]]:
        """The explicitly set authored fields, (settings, content), as field JSON."""
        settings: dict[str, Any] = {}
        content: dict[str, Any] = {}
        for name, field in block.fields.items():
            if name in ("parent", "children") or field.scope.user != UserScope.NONE or not field.is_set_on(block):
                continue
            (content if field.scope == Scope.content else settings)[name] = field.read_json(block)
        return settings, content

    def load(self, tree: CourseTree) -> None:
        """Put all blocks of a stored course here, so that they can write themselves."""
        for node in tree.below(tree.root):
            self._put(node.key, node.settings, node.content, node.children)

    def _put(
        self, key: UsageKey, settings: Mapping[str, Any], content: Mapping[str, Any], children: tuple[UsageKey, ...]
    ) -> None:
        block = self.construct_xblock(key.block_type, ScopeIds(None, key.block_type, key, key))
        for name, value in {**settings, **content}.items():
            field = block.fields.get(name)
            if field is not None:
                setattr(block, name, field.from_json(value))
        if block.has_children:
            block.children = list(children)
        block.save()
        self.blocks[key] = block

    def handler_url(
        self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False
    ) -> str:
        raise NotImplementedError("no addresses while reading or writing OLX")

    def resource_url(self, resource: str) -> str:
        raise NotImplementedError("no addresses while reading or writing OLX")

    def local_resource_url(self, block: Any, uri: str) -> str:
        raise NotImplementedError("no addresses while reading or writing OLX")

    def publish(self, block: Any, event_type: str, event_data: Any) -> None:
        """Nobody listens."""

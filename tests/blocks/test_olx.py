"""OLX of the blocks: lossless, readable, with every mixin field that was set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from xblocks.common.findings import ModelError

from .lms import COURSE, LmsRuntime

# Fields and methods of InheritanceMixin, XModuleMixin, LmsBlockMixin and AuthoringMixin (edx-platform).
PLATFORM_NAMES = {
    "annotation_storage_url", "category", "chrome", "copied_from_block", "course_edit_method", "course_id",
    "days_early_for_beta", "default_tab", "due", "edited_by", "edited_on", "enable_xblock_view_endpoint", "format",
    "get_children", "get_parent", "giturl", "graceperiod", "graded", "group_access", "has_children_at_depth",
    "has_score", "hide_from_toc", "icon_class", "in_entrance_exam", "ispublic", "location", "matlab_api_key",
    "max_attempts", "merged_group_access", "name", "position", "relative_weeks_due", "rerandomize", "self_paced",
    "show_correctness", "show_in_read_only_mode", "show_reset_button", "showanswer", "source_file", "start",
    "static_asset_path", "submission_wait_seconds", "use_latex_compiler", "user_partitions", "video_auto_advance",
    "visible_to_staff_only", "xml_attributes", "xqa_key",
}  # fmt: skip


def export(course: Any, usage: Any) -> Any:
    """The block as an element."""
    node = etree.Element("unknown")
    course.block(usage).add_xml_to_node(node)
    return etree.fromstring(etree.tostring(node))


def take_in(course: Any, node: Any, name: str) -> Any:
    """A block of ``node``, saved."""
    from xblock.fields import ScopeIds

    usage = COURSE.make_usage_key(node.tag, name)
    runtime = LmsRuntime(course.authored)
    cls = runtime.load_block_type(node.tag)
    block = cls.parse_xml(node, runtime, ScopeIds(None, node.tag, usage, usage))
    block.save()
    return course.block(usage)


@pytest.mark.parametrize("kind", ["skill_quiz", "scenario_sim"])
class TestRoundTrip:
    """Both blocks."""

    @pytest.fixture
    def usage(self, kind, quiz, story):
        return quiz if kind == "skill_quiz" else story

    def test_content_and_settings_come_back(self, course, usage, kind):
        block = course.block(usage)
        block.pass_mark, block.max_attempts, block.weight = 0.75, 3, 2.5
        block.save()
        node = export(course, usage)
        assert node.tag == kind
        again = take_in(course, node, "again")
        assert again.content == block.content
        assert (again.display_name, again.pass_mark, again.max_attempts, again.weight) == (
            block.display_name,
            0.75,
            3,
            2.5,
        )

    def test_mixin_fields_that_were_set_travel(self, course, usage):
        block = course.block(usage)
        block.group_access = {"50": [1, 2]}
        block.visible_to_staff_only = True
        block.due = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
        block.upstream, block.upstream_version = "lb:HocVuSo:lib:skill_quiz:x", 4
        block.save()
        again = take_in(course, export(course, usage), "again")
        for name in ("group_access", "visible_to_staff_only", "due", "upstream", "upstream_version"):
            assert getattr(again, name) == getattr(block, name)

    def test_what_was_not_set_is_not_written(self, course, usage):
        assert set(export(course, usage).attrib) == {"display_name", "schema"}

    def test_a_second_export_is_the_same(self, course, usage):
        first = export(course, usage)
        take_in(course, first, "again")
        assert etree.tostring(export(course, COURSE.make_usage_key(first.tag, "again"))) == etree.tostring(first)

    def test_attributes_that_nobody_knows_are_left_out_quietly(self, course, usage):
        node = export(course, usage)
        node.set("unheard_of", "1")
        node.set("state", '{"current": 1}')
        again = take_in(course, node, "again")
        assert again.state == {}

    def test_an_empty_block_travels(self, course, kind, usage):
        empty = course.add(kind, "leer", display_name="Trống")
        again = take_in(course, export(course, empty), "again")
        assert (again.content, again.display_name) == ("", "Trống")


def test_children_that_are_no_quiz_are_refused_with_a_sentence(course):
    node = etree.fromstring('<skill_quiz><item id="a" type="no-such-type"><text>?</text></item></skill_quiz>')
    with pytest.raises(ModelError) as error:
        take_in(course, node, "kaputt")
    assert error.value.findings[0].vi


@pytest.mark.parametrize("kind", ["skill_quiz", "scenario_sim"])
def test_nothing_of_ours_hides_what_the_platform_mixes_into_blocks(course, quiz, story, kind):
    """The platform reads ``start``, ``due`` and others from every block; a handler of that name hides it."""
    from .lms import PlatformMixin

    block = course.block(quiz if kind == "skill_quiz" else story)
    own = {name for cls in type(block).__mro__ if cls.__module__.startswith("xblocks.") for name in vars(cls)}
    platform = set(PlatformMixin.fields) | PLATFORM_NAMES
    meant = {"max_attempts", "has_score", "icon_class", "show_in_read_only_mode"}
    assert own & platform <= meant
    assert block.start is None

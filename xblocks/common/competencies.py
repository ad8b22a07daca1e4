"""The competencies that a quiz or a simulation names, with their places, and which of them nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .findings import Finding


def named(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(dotted place, competency id) of everything in the JSON of a quiz or a story that is evidence of something:
    questions, choices, typed replies, questions in a scene and messages to be judged; in reading order."""
    for item in data.get("items", ()):
        yield from _of(item, f"items.{item['id']}")
    for scene in data.get("scenes", ()):
        where = f"scenes.{scene['id']}"
        for choice in scene.get("choices", ()):
            yield from _of(choice, f"{where}.choices.{choice['id']}")
        asked = scene.get("input") or {}
        for reply in asked.get("replies", ()):
            yield from _of(reply, f"{where}.input.replies.{reply['id']}")
        yield from _of(asked.get("fallback") or {}, f"{where}.input.fallback")
        yield from _of((scene.get("question") or {}).get("item") or {}, f"{where}.question.item")
    for item in (data.get("triage") or {}).get("items", ()):
        yield from _of(item, f"triage.items.{item['id']}")


def _of(part: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    for competency in part.get("competencies", ()):
        yield f"{where}.competencies", competency


def unknown(data: Mapping[str, Any]) -> Iterator[Finding]:
    """A warning for each competency of ``data`` (JSON of a quiz or a story) that no loaded framework has.

    Nothing where ``xblocks.competency`` is not installed or holds no framework yet: then nothing can be said. It is a
    warning only, because a course may be written before its framework is loaded.
    """
    from django.apps import apps  # here, so that who only asks for `named` needs no Django

    if not apps.is_installed("xblocks.competency"):
        return
    from xblocks.competency import api

    if not api.has_frameworks():
        return
    for where, competency in named(data):
        if not api.is_known(competency):
            yield Finding(
                "warning",
                "unknown-competency",
                where,
                f"Không có năng lực “{competency}” trong các khung đã nạp; hãy chọn lại trong danh sách.",
                f"No framework that is loaded has the competency “{competency}”; choose one from the list.",
            )

"""What is wrong with an inbox."""

from __future__ import annotations

from collections.abc import Iterator

from xblocks.common.findings import Finding

from .reading import COMPETENCY
from .story import Message, Triage, TriageItem
from .texts import say


def place(item: TriageItem) -> str:
    """Where findings say that ``item`` is."""
    return f"triage.items.{item.id}"


def messages_of(box: Triage) -> Iterator[tuple[Message, str]]:
    """Each message with its place."""
    for item in box.items:
        for message in item.messages:
            yield message, f"{place(item)}.messages.{message.id}"


def check_inbox(box: Triage) -> Iterator[Finding]:
    """Faults of the inbox itself; its messages and texts are looked at like those of a story."""
    for wanted, code in ((False, "triage-without-fraud"), (True, "triage-without-genuine")):
        if not any(item.genuine is wanted for item in box.items):
            yield say(code, "triage.items")
    for item in box.items:
        if not item.why:
            yield say("triage-without-why", place(item))
        if not item.messages:
            yield say("triage-without-message", place(item))
        for name in item.competencies:
            if not COMPETENCY.fullmatch(name):
                yield say("bad-competency", f"{place(item)}.competencies", name)


def texts_of(box: Triage) -> Iterator[tuple[str, str]]:
    """Every rich text with its place."""
    for item in box.items:
        for message in item.messages:
            yield f"{place(item)}.messages.{message.id}.text", message.text
        yield f"{place(item)}.why", item.why

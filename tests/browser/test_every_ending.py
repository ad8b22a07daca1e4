"""Every simulation of ``content/`` played to each of its endings in a real browser, by keyboard on a desk and by finger
on a phone of 360 px; each scene, consequence and ending is checked by axe the first time that it is seen."""

from __future__ import annotations

import shutil
from collections import deque
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from xblocks.scenario_sim import state as states
from xblocks.scenario_sim.formats import markdown
from xblocks.scenario_sim.story import Story

from . import looks
from .conftest import ROOT, Classroom
from .hands import Finger, Hands, Keys, answer, words
from .shelf import import_course
from .walk import enter, follow, open_course, sim

pytestmark = pytest.mark.peers
"""Slow: in ``make test-all`` only."""

CONTENT = ROOT / "content"
NAME = "Mọi tình huống"
READING = 2_000
"""Milliseconds of the page's own clock between two acts."""


@dataclass(frozen=True)
class Act:
    """One decision: in ``scene``, by a choice's text, by typing, or by an answer to its question."""

    scene: str
    way: str
    choice: str | None = None
    typed: str | None = None
    answered: bool | None = None


def scenarios() -> list[tuple[str, str]]:
    """Module and file name of every simulation in ``content/``."""
    found = CONTENT.glob("modules/*/*.md")
    return sorted((p.parent.name, p.name) for p in found if "kind: scenario_sim" in p.read_text(encoding="utf-8"))


def story_of(module: str, file: str) -> Story:
    """The story in that file."""
    story = markdown.read((CONTENT / "modules" / module / file).read_text(encoding="utf-8")).model
    assert story is not None
    return story


def acts_at(story: Story, state: states.State) -> list[tuple[Act, Any]]:
    """What can be done in ``state``, and the way that each takes."""
    found: list[tuple[Act, Any]] = []
    for way in states.visible_choices(story, state):
        found.append((Act(state.scene, way.id, choice=words(way.text)), way))
    asked = states.open_input(story, state)
    if asked is not None:
        for reply in states.open_replies(story, state):
            for pattern in reply.patterns:
                taken = states.typed_way(story, state, pattern)
                if taken is not None and taken.id == reply.way.id:
                    found.append((Act(state.scene, taken.id, typed=pattern), taken))
                    break
        other = states.typed_way(story, state, "zzz")
        assert other is not None
        found.append((Act(state.scene, other.id, typed="zzz"), other))
    question = states.open_question(story, state)
    if question is not None:
        found.append((Act(state.scene, question.right.id, answered=True), question.right))
        found.append((Act(state.scene, question.wrong.id, answered=False), question.wrong))
    return found


def ways_to_endings(story: Story) -> dict[str, list[Act]]:
    """Ending scene -> the shortest way there."""
    begin = states.first_state(story)
    queue: deque[tuple[states.State, list[Act]]] = deque([(begin, [])])
    seen: set[Any] = set()
    found: dict[str, list[Act]] = {}
    endings = sum(scene.ending is not None for scene in story.scenes)
    while queue:
        state, way = queue.popleft()
        if story.scene_of[state.scene].ending is not None:
            found.setdefault(state.scene, way)
            continue
        visits = tuple(sorted((scene, min(times, 3)) for scene, times in state.visits.items()))
        key = (state.scene, tuple(sorted(state.meters.items())), frozenset(state.flags), visits)
        if key in seen or len(way) > 16 or len(found) == endings:
            continue
        seen.add(key)
        queue.extend((states.after(story, state, taken), [*way, act]) for act, taken in acts_at(story, state))
    return found


@pytest.fixture(scope="module")
def course(classroom: Classroom, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The classroom with one course of all modules that hold a simulation."""
    content = tmp_path_factory.mktemp("endings") / "content"
    shutil.copytree(CONTENT, content, ignore=shutil.ignore_patterns("cohorts", "targets"))
    cohorts = content / "cohorts"
    (cohorts / "media").mkdir(parents=True)
    shutil.copy(CONTENT / "cohorts" / "media" / "nguoi-dan.png", cohorts / "media" / "hinh.png")
    modules = sorted({module for module, _ in scenarios()})
    (cohorts / "moi-tinh-huong.yaml").write_text(
        "id: moi-tinh-huong\n"
        f'title: "{NAME}"\n'
        f'course: {{org: HocVuSo, number: MTH, run: "2026", title: "{NAME}", start: 2026-10-10, end: 2027-12-31, '
        'language: vi, image: media/hinh.png, about: "Mọi tình huống."}\n'
        f"modules: [{', '.join(modules)}]\n"
        "grading: {quiz: 0.5, scenario: 0.5, pass: 0.6}\n"
        "competency_frameworks: [tt02-2025]\n",
        encoding="utf-8",
    )
    import_course(classroom, content, "moi-tinh-huong")
    return classroom


def test_every_ending_of_every_story_can_be_reached():
    for module, file in scenarios():
        story = story_of(module, file)
        if story.triage is None:
            endings = {scene.id for scene in story.scenes if scene.ending is not None}
            assert set(ways_to_endings(story)) == endings, (module, file)


class Player:
    """Somebody at the page of one simulation."""

    def __init__(self, page: Page, hands: Hands, story: Story) -> None:
        self.page, self.hands, self.story = page, hands, story
        self.seen: set[Any] = set()

    def look(self, *what: Any) -> None:
        """Checks what is shown, the first time."""
        if what not in self.seen:
            self.seen.add(what)
            looks.check(self.page)

    def press(self, *names: str) -> None:
        """Presses the one of these buttons that is there."""
        found = sim(self.page).get_by_role("button", name=names[0], exact=True)
        for name in names[1:]:
            found = found.or_(sim(self.page).get_by_role("button", name=name, exact=True))
        expect(found.first).to_be_visible()
        self.hands.press(found.first)

    def until(self, act: Any, shown: Any) -> None:
        """Acts, and waits until ``shown`` is there. A press within half a second of a new scene is taken for a double
        tap; the page's clock is put on by more, as if somebody had read."""
        self.page.clock.fast_forward(READING)
        act()
        expect(shown).to_be_visible()

    def begin(self) -> None:
        """Starts the first play, or another one."""
        first = sim(self.page).locator("[data-choice]").first
        self.until(lambda: self.press("Bắt đầu diễn tập", "Diễn tập lại"), first)

    def take(self, act: Act) -> None:
        """Decides, and goes on from what follows."""
        self.look("scene", act.scene)
        follows = sim(self.page).get_by_role("heading", name="Chuyện gì xảy ra?")
        self.until(lambda: self._decide(act), follows)
        self.look("follows", act.scene, act.way)
        self.until(lambda: self.press("Đi tiếp", "Xem kết thúc"), self._next())

    def _next(self) -> Any:
        on = sim(self.page).locator("[data-choice]").or_(sim(self.page).get_by_role("button", name="Diễn tập lại"))
        return on.first

    def _decide(self, act: Act) -> None:
        if act.choice is not None:
            self.hands.press(sim(self.page).locator("[data-choice]").filter(has_text=act.choice).first)
        elif act.typed is not None:
            self.hands.write(sim(self.page).locator("textarea.hv-say"), act.typed)
            self.hands.press(sim(self.page).locator("[data-choice=typed]"))
        else:
            item = self.story.scene_of[act.scene].question.item  # type: ignore[union-attr]
            answer(sim(self.page), item, self.hands, right=bool(act.answered))
            self.hands.press(sim(self.page).locator("[data-choice=answer]"))


def open_unit(page: Page, course: Classroom, title: str) -> None:
    """Goes to the simulation called ``title``."""
    open_course(page, NAME)
    link = page.locator("main section li > a[href*='/unit/']").filter(has_text=title).last
    expect(link).to_be_attached()
    if not link.is_visible():  # a long outline shows the units of one module
        link.locator("xpath=ancestor::section").locator("summary").click()
    follow(page, link)
    expect(sim(page)).to_be_visible()


@pytest.mark.parametrize("way", ["keyboard", "finger"])
@pytest.mark.parametrize(("module", "file"), scenarios())
def test_every_ending(course: Classroom, desk: Page, phone: Page, module: str, file: str, way: str):
    page = desk if way == "keyboard" else phone
    hands = Keys(page) if way == "keyboard" else Finger(page)
    story = story_of(module, file)
    page.clock.install()
    enter(page, course, "hocvien")
    read = markdown.read((CONTENT / "modules" / module / file).read_text(encoding="utf-8"))
    open_unit(page, course, str(read.settings["title"]))
    player = Player(page, hands, story)
    if story.triage is not None:
        play_inbox(player, story)
        return
    for ending, acts in ways_to_endings(story).items():
        player.begin()
        for act in acts:
            player.take(act)
        shown = story.scene_of[ending].ending
        assert shown is not None
        expect(sim(page).get_by_text(shown.title or story.scene_of[ending].title).first).to_be_visible()
        player.look("ending", ending)


def play_inbox(player: Player, story: Story) -> None:
    """Judges every message rightly, then again every one wrongly."""
    page = player.page
    assert story.triage is not None
    for rightly in (True, False):
        player.begin()
        for number in range(len(story.triage.items)):
            shown = sim(page).locator("[data-choice]")
            expect(shown).to_have_count(2)
            player.look("letter", number, rightly)
            item = next(one for one in story.triage.items if shows(page, one))
            verdict = words(story.triage.trust if item.genuine == rightly else story.triage.suspect)
            noted = (
                sim(page)
                .get_by_role("button", name="Thư tiếp theo")
                .or_(sim(page).get_by_role("button", name="Xem kết quả"))
            )
            player.until(
                lambda verdict=verdict, shown=shown: player.hands.press(shown.filter(has_text=verdict).first), noted
            )
            player.look("noted", number, rightly)
            last = number == len(story.triage.items) - 1
            after = sim(page).get_by_role("button", name="Diễn tập lại") if last else sim(page).locator("[data-choice]")
            player.until(lambda: player.press("Thư tiếp theo", "Xem kết quả"), after.first)
        player.look("result", rightly)


def shows(page: Page, item: Any) -> bool:
    """Whether ``item`` is the message on the page."""
    shown = words(sim(page).inner_text())
    return all(words(message.text) in shown for message in item.messages)

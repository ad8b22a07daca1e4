"""What the editor of a simulation has beside the quiz's: the arranged picture, and playing from any scene."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xblocks.common import richtext
from xblocks.common.findings import has_errors
from xblocks.common.handlers import Refusal, author_handler, text_of
from xblocks.common.i18n import language
from xblocks.common.studio import refuse_invalid
from xblocks.common.studio_model import ModelStudioMixin
from xblocks.common.views import with_urls

from . import layout, tryout
from . import play as engine
from .partview import part_view
from .story import Story


class SimAuthor(ModelStudioMixin):
    """Mixed into the block, whose content-scope field ``layout`` keeps the arranged picture (``layout.py``)."""

    layout: str

    # --- the arranged picture ---------------------------------------------------------------------------------------

    def studio_settings(self) -> dict[str, Any]:
        """The settings for the editor; ``layout`` is among them, so that undo covers arranging too."""
        model = self.model_or_none()  # type: ignore[attr-defined]
        return {**super().studio_settings(), "layout": "" if model is None else layout.clean(self.layout, model)}

    def keep_beside(self, model: Story, settings: Mapping[str, Any]) -> None:
        """Keeps the places in ``settings["layout"]``, or those that there are, of the scenes that ``model`` has."""
        found = layout.clean(settings.get("layout", self.layout), model)
        if found != self.layout:
            self.layout = found

    def read_beside(self, read: Any, model: Story | None) -> dict[str, Any]:
        """The places that a file of Twine has for the scenes."""
        found = "" if model is None else layout.clean(read.settings.get("layout"), model)
        return {"layout": found} if found else {}

    def write_beside(self, name: str) -> dict[str, Any]:
        """The places of the scenes, where the format has room for them."""
        return {"layout": self.layout} if name == "twee" and self.layout else {}

    # --- the look of a part -----------------------------------------------------------------------------------------

    def preview_part(self, model: Story, data: dict[str, Any]) -> dict[str, Any]:
        """With ``"scene": id`` the public form of that scene or message, and ``of``: its id; else as ever."""
        part = data.get("scene")
        view = part_view(model, part, self.now(), lang=language()) if isinstance(part, str) else None  # type: ignore[attr-defined]
        return self.preview(model) if view is None else {"intro": model.intro, "scene": view, "of": part}

    # --- playing from any scene -------------------------------------------------------------------------------------

    @author_handler
    def studio_play(self, data: dict[str, Any]) -> dict[str, Any]:
        """How the content in ``model``, saved or not, plays from the scene ``from`` after ``moves``. Keeps nothing."""
        given = data.get("model")
        moves = data.get("moves", [])
        if not isinstance(given, dict) or not isinstance(moves, list) or not all(isinstance(m, dict) for m in moves):
            raise Refusal(
                400, "malformed", "Thiếu nội dung hoặc các bước đã chơi.", "The content or the moves are missing."
            )
        model, found = self.read_model(given)
        findings = list(found)
        if model is None or has_errors(findings):
            raise refuse_invalid(findings)
        tried = tryout.try_out(
            model,
            at=text_of(data, "from"),
            moves=moves[: engine.MAX_MOVES],
            now=self.now(),  # type: ignore[attr-defined]
        )
        return with_urls(self, self._tried(tried))

    def _tried(self, tried: tryout.Tryout) -> dict[str, Any]:
        story, play, outcome = tried.story, tried.play, tried.outcome
        view = engine.play_view(story, play, show_correctness=True, lang=language())
        if view.get("debrief") is not None:
            view["debrief"]["result"] = self.result_view(engine.score(story, play))  # type: ignore[attr-defined]
        told = None
        if outcome is not None:
            told = {"step": play.step, **outcome.view(show_correctness=True), "play": view}
        trouble = tried.trouble
        return {
            "state": {"plays_used": 1, "can_start": True, "why_not": None, "best": None, "play": view},
            "reply": told,
            "moves": list(tried.moves),
            "error": None if trouble is None else (trouble.en if language() == "en" else trouble.vi),
            "scene": play.scene,
            "trail": [{"scene": move.scene, "way": move.choice} for move in play.path],
            "flags": [{"id": flag, "set": flag in play.flags} for flag in story.flags],
            "visits": dict(play.visits),
            "hidden": [richtext.plain(one.text) or one.id for one in tryout.hidden_choices(story, play)],
        }

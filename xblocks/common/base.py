"""What both blocks are: a graded, completable leaf with canonical content.

The way of an attempt is in ``steps``, grades in ``scoring``, what the browser may know in ``standing``; the two
``block.py`` fill in the hooks of ``hooks``.
"""

from __future__ import annotations

import random
import secrets
import weakref
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from xblock.core import XBlock
from xblock.fields import Float, Integer, Scope, String

from . import jsonform, xmlform
from .findings import ModelError, NewerSchemaError
from .handlers import Refusal
from .i18n import gettext
from .i18n import noop as _
from .identity import identify
from .progress import Progress
from .recording import Recorder, recorder_for
from .scoring import ScoringMixin
from .staff import StaffMixin
from .standing import StandingMixin
from .steps import StepsMixin
from .storedfields import StoredInteger, StoredObject, StoredText
from .views import fragment

_versions: weakref.WeakValueDictionary[tuple[str, str], Any] = weakref.WeakValueDictionary()
"""Content versions that this process has read and still holds elsewhere, by kind and digest."""


@XBlock.needs("i18n")
@XBlock.wants("user", "completion", "replace_urls", "settings", "studio_user_permissions", "course_files")
class LearningBlock(StaffMixin, StepsMixin, StandingMixin, ScoringMixin, XBlock):
    """Base of ``skill_quiz`` and ``scenario_sim``. Not an entry point itself."""

    icon_class = "problem"
    has_score = True
    has_author_view = True
    show_in_read_only_mode = True

    display_name = String(default="", scope=Scope.settings, enforce_type=True)
    content = StoredText(
        help=_("The authored content: canonical JSON."), default="", scope=Scope.content, enforce_type=True
    )
    weight = Float(
        display_name=_("Points"),
        help=_("How many points this activity gives in the grade book."),
        default=1.0,
        values={"min": 0, "step": 0.1},
        scope=Scope.settings,
        enforce_type=True,
    )
    max_attempts = Integer(
        display_name=_("Number of attempts"),
        help=_("How many times a learner may do it. Empty or 0: as often as they like."),
        default=None,
        values={"min": 0},
        scope=Scope.settings,
        enforce_type=True,
    )
    pass_mark = Float(
        display_name=_("Pass mark"),
        help=_("The share of the points that is needed to pass, from 0 to 1."),
        default=0.6,
        values={"min": 0, "max": 1, "step": 0.05},
        scope=Scope.settings,
        enforce_type=True,
    )
    grade_method = String(
        display_name=_("Which attempt counts"),
        help=_("The attempt that goes into the grade book."),
        default="highest",
        values=[
            {"display_name": _("The best attempt"), "value": "highest"},
            {"display_name": _("The last attempt"), "value": "last"},
            {"display_name": _("The first attempt"), "value": "first"},
            {"display_name": _("The average of all attempts"), "value": "average"},
        ],
        scope=Scope.settings,
        enforce_type=True,
    )
    state = StoredObject(help=_("The learner's attempts."), default={}, scope=Scope.user_state, enforce_type=True)
    # The platform shows its reset button for a block with a field of this name, and its reset writes 0 here.
    attempts = StoredInteger(help=_("Attempts used."), default=0, scope=Scope.user_state, enforce_type=True)
    earned = Float(help=_("Points earned."), default=0.0, scope=Scope.user_state, enforce_type=True)
    possible = Float(help=_("Points possible."), default=0.0, scope=Scope.user_state, enforce_type=True)

    def now(self) -> datetime:
        """The server's clock; the only one that rules."""
        return datetime.now(UTC)

    def rng(self) -> random.Random:
        """The source of draws and orders."""
        return random.Random(secrets.randbits(64))  # order of questions, no secret

    def tr(self, text: str) -> str:
        """``text`` in the reader's language."""
        return gettext(self, text)

    def model_or_none(self) -> Any:
        """The current content's model; None while nothing (readable) is authored."""
        if not self.content:
            return None
        try:
            return self._loaded()
        except ModelError:
            return None

    def _loaded(self) -> Any:
        """The model in ``content``, read once per request. Raises ``ModelError``."""
        text = self.content
        memo = self.__dict__.get("_hv_loaded")
        if memo is None or memo[0] is not text:
            memo = self.__dict__["_hv_loaded"] = (text, self.load_content(text))
        return memo[1]

    def is_playable(self, model: Any) -> bool:
        """False for content in which an attempt would have nothing to do."""
        return True

    def model(self) -> Any:
        """The current content's model. Raises :class:`Refusal` 409 when there is none."""
        try:
            found = self._loaded() if self.content else None
        except NewerSchemaError as error:
            newer = error.findings[0]
            raise Refusal(409, newer.code, newer.vi, newer.en) from error
        except ModelError:
            found = None
        if found is None or not self.is_playable(found):
            raise Refusal(
                409,
                "no-content",
                "Hoạt động này chưa có nội dung. Hãy báo cho người phụ trách khóa học.",
                "This activity has no content yet. Please tell the people in charge of the course.",
            )
        return found

    def progress(self) -> Progress:
        """The learner's progress, with a reset by staff (``attempts`` was set to 0) taken into account."""
        state = self.state
        memo = self.__dict__.get("_hv_progress")
        if memo is None or memo[0] is not state:
            memo = self.__dict__["_hv_progress"] = (state, Progress.from_json(state))
        found: Progress = memo[1]
        if found.was_played and not self.attempts:
            return self._set_aside(found)
        return found

    def _set_aside(self, found: Progress) -> Progress:
        if found.current is not None:
            card = self._card_of(found.current)
            found = found.shelve(card.earned if card else 0.0, card.possible if card else 0.0, reset=True)
        return found.after_reset()

    def model_for(self, data: Mapping[str, Any], recorder: Recorder) -> Any:
        """The content version in which the attempt ``data`` began; None if it is no longer to be had."""
        digest = str(data["content"])
        found = self.model_or_none()
        if found is None or found.digest != digest:
            body = recorder.content(digest)
            found = None if body is None else self.load_content(body)
        if found is not None:
            _versions[self.kind, digest] = found
        return found

    def version_of(self, data: Mapping[str, Any], recorder: Recorder) -> Any:
        """As :meth:`model_for`, without looking at the present content where this process knows the version.

        For the steps of an attempt under way: they are taken in the version in which it began, whatever the author
        has saved since, and a pool of 2,000 items is not fetched to grade one of them. A page that is loaded, and a
        start, go by the present content.
        """
        known = _versions.get((self.kind, str(data["content"])))
        return self.model_for(data, recorder) if known is None else known

    def canonical_content(self) -> str:
        """The content as canonical JSON: as it is stored, unless something else than this block wrote the field."""
        model = self.model()
        text = self.content
        return text if jsonform.digest(text) == model.digest else str(model.to_json())

    def _card_of(self, data: Mapping[str, Any]) -> Any:
        model = self.model_for(data, recorder_for(self))
        return None if model is None else self.scorecard(model, self.read_attempt(data))

    def _student_fragment(self, mode: str) -> Any:
        staff = self.staff_attributes() if mode == "learn" and self.shows_staff_panel() else None
        return fragment(
            self,
            name="student",
            function=self.student_function if staff is None else self.student_function.replace("Student", "Staff"),
            data=self.init_data(mode),
            root_class=f"hv-{self.kind}",
            staff=staff,
        )

    @XBlock.supports("multi_device")
    def student_view(self, context: Any = None) -> Any:
        """The learner's page."""
        who = identify(self)
        if not who.signed_in:
            return self._student_fragment("public")
        return self._student_fragment("author" if who.author else "learn")

    @XBlock.supports("multi_device")
    def public_view(self, context: Any = None) -> Any:
        """For visitors without an account: what it is and what signing in gives. Makes no request."""
        return self._student_fragment("public")

    def author_view(self, context: Any = None) -> Any:
        """In Studio's unit page: the learner's page; nothing is recorded."""
        return self._student_fragment("author")

    def generate_report_data(
        self, user_state_iterator: Iterable[Any], limit_responses: int | None = None
    ) -> Iterable[Any]:
        """Rows ``(username, {column: value})`` for the platform's problem-response report, at most
        ``limit_responses``; without practice where other attempts count."""
        model = self.model_or_none()
        count = 0
        for user_state in user_state_iterator:
            found = Progress.from_json(user_state.state.get("state"))
            stored = [p.data for p in found.past if p.data is not None]
            if found.current is not None:
                stored.append(found.current)
            for data in stored:
                if data.get("practice") and self.is_graded():
                    continue
                for row in self.answers_for_report(model, self.read_attempt(data)):
                    if limit_responses is not None and count >= limit_responses:
                        return
                    count += 1
                    yield user_state.username, row

    @classmethod
    def get_customizable_fields(cls) -> dict[str, str | None]:
        """What a course may set for itself on a block that it takes from a library; None: no upstream value is kept."""
        return {
            "display_name": "upstream_display_name",
            "due": None,
            "graceperiod": None,
            "grade_method": None,
            "max_attempts": None,
            "pass_mark": None,
            "show_correctness": None,
            "weight": None,
        }

    @classmethod
    @abstractmethod
    def read_olx(cls, node: Any) -> Any:
        """The model in the children of ``node``."""

    @classmethod
    @abstractmethod
    def write_olx(cls, node: Any, model: Any) -> None:
        """Adds children of ``node`` that say ``model``."""

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> Any:
        """A block from OLX. Raises ``ModelError`` when the children are no valid content."""
        block = xmlform.construct(cls, runtime, keys)
        xmlform.read_fields(block, node)
        if len(node):
            block.content = cls.read_olx(node).to_json()
        return block

    def add_xml_to_node(self, node: Any) -> None:
        """Writes the block into ``node``: authored fields as attributes, content as readable children."""
        node.tag = self.kind
        xmlform.write_fields(self, node)
        if self.content:
            self.write_olx(node, self.load_content(self.content))

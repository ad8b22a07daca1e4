"""What the shared parts of a block ask of its engine: the hooks that ``skill_quiz`` and ``scenario_sim`` fill in."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from .identity import Identity
from .progress import Progress
from .recording import Recorded, Recorder
from .staff_records import Kept, Step


class EngineHooks:
    """The engine of one kind of block, seen from the shared parts."""

    kind: ClassVar[str]
    student_function: ClassVar[str]
    #: Fields of the learner's state, with their defaults, that others may have written since a request read them.
    shared_state: ClassVar[tuple[tuple[str, Any], ...]] = (("state", {}), ("attempts", 0))

    if TYPE_CHECKING:
        # Fields, helpers and XBlock's own, which the mixins below rely on.
        def __getattr__(self, name: str) -> Any: ...

    def is_graded(self) -> bool:
        """Whether ended attempts give a grade; practice does not."""
        return True

    def overtime_end(self, attempt: Any) -> datetime | None:
        """When the time of ``attempt`` (open) ran out, if it is over by now; None where time is not limited."""
        return None

    def ended_by_time(self, attempt: Any, end: datetime) -> Any:
        """``attempt``, finished at ``end`` with what was answered."""
        raise NotImplementedError

    @classmethod
    @abstractmethod
    def load_content(cls, text: str) -> Any:
        """The model in ``text``. Raises ``ModelError``."""

    @abstractmethod
    def begin(self, model: Any, *, attempt_id: str, number: int, now: str, seen: Sequence[str]) -> Any:
        """A new attempt on ``model``."""

    @abstractmethod
    def read_attempt(self, data: Mapping[str, Any]) -> Any:
        """The attempt in the JSON form ``data``."""

    @abstractmethod
    def dump_attempt(self, attempt: Any) -> dict[str, Any]:
        """The JSON form of ``attempt``; ``read_attempt`` reads it."""

    @abstractmethod
    def replay(self, model: Any, attempt: Any, recorded: Iterable[Recorded]) -> Any:
        """``attempt`` after those recorded responses that it does not have yet."""

    @abstractmethod
    def scorecard(self, model: Any, attempt: Any) -> Any:
        """Its score card: ``earned``, ``possible``, ``fraction``, ``by_competency``."""

    @abstractmethod
    def regrade(self, model: Any, attempt: Any) -> tuple[Any, dict[int, float]]:
        """``attempt`` graded by ``model`` (newer content) and the new scores by step.

        The attempt that comes back names in ``content`` the version whose model scores it from now on.
        """

    @abstractmethod
    def seen_items(self, attempt: Any) -> list[str]:
        """Ids of the items that were drawn (nothing for a simulation)."""

    @abstractmethod
    def attempt_view(self, model: Any, attempt: Any, who: Identity) -> dict[str, Any]:
        """What the browser may know of ``attempt``."""

    @abstractmethod
    def rules_view(self, model: Any) -> dict[str, Any]:
        """Rules of this kind of block for the start screen."""

    @abstractmethod
    def answers_for_report(self, model: Any, attempt: Any) -> list[dict[str, Any]]:
        """One row (column title to value) per answer."""

    @abstractmethod
    def steps_of(self, data: Mapping[str, Any]) -> Iterable[Step]:
        """The answers or moves in the JSON form of an attempt, as the records would have them."""

    @abstractmethod
    def told(self, model: Any, kept: Kept) -> list[dict[str, Any]]:
        """What was done in an attempt, in words for staff; ``model`` is the content that the learner met, None where it
        is gone."""

    @abstractmethod
    def told_end(self, model: Any, kept: Kept) -> dict[str, Any]:
        """What is said of the attempt as a whole beside its points."""

    @abstractmethod
    def learner_state(self, who: Identity, found: Progress, recorder: Recorder) -> dict[str, Any]:
        """``QuizState`` or ``PlayState`` of the contract."""

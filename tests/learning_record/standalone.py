"""Scenarios that need a database file of their own or apps that the other tests do without.

Run by ``test_concurrency.py`` and ``test_completion.py`` as ``python -m tests.learning_record.standalone NAME FILE``;
prints one JSON object. The file has SQLite's default settings: no help from ``transaction_mode`` or WAL. In place of a
file, Django's settings of an empty database on a server may be given as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings

THREADS = 8


def set_up(where: str) -> None:
    """Django with our apps and the platform's completion app, migrated in the database ``where``."""
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": where, "OPTIONS": {"timeout": 60}}
    settings.configure(
        SECRET_KEY="only-for-tests",
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "tests.platform_standin.apps.CoursewareStandInConfig",
            "waffle",
            "completion",
            "xblocks.learning_record",
            "xblocks.competency",
        ],
        DATABASES={"default": json.loads(where) if where.startswith("{") else sqlite},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        HOCVUSO_STATE_MODEL="courseware.StudentModule",
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)


def all_at_once(work: Callable[[int], Any]) -> list[Any]:
    """What ``work(0) … work(7)`` return, each in a thread and a connection of its own, started together."""
    from django.db import connection

    gate = threading.Barrier(THREADS)
    results: list[Any] = [None] * THREADS

    def run(index: int) -> None:
        try:
            gate.wait()
            results[index] = work(index)
        except Exception as error:
            results[index] = f"{type(error).__name__}: {error}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def race() -> dict[str, Any]:
    """Eight threads at the same start, the same step, and one step after another."""
    from django.db import transaction

    from tests.learning_record import helpers
    from xblocks.competency.api import status_of
    from xblocks.competency.models import Evidence
    from xblocks.learning_record import api
    from xblocks.learning_record.models import ContentVersion, Learner

    user = helpers.new_user()

    def start(index: int) -> list[Any]:
        row, created = helpers.new_attempt(user, attempt_id=f"{index:032x}")
        return [row.pk, created]

    starts = all_at_once(start)
    [attempt_id] = {found[0] for found in starts}

    def answer(index: int, step: int | None = None, lock: bool = True) -> list[Any]:
        with transaction.atomic():
            if lock:
                attempt = api.lock_attempt(attempt_id, user_id=user.pk, usage_key=helpers.QUIZ)
            else:
                attempt = api.Attempt.objects.get(pk=attempt_id)
            number = step or len(api.responses(attempt_id)) + 1
            row, created = helpers.respond(attempt, number, answer=[str(index)])
            return [row.pk, created, row.answer, row.step]

    locked = all_at_once(lambda index: answer(index, 1))
    in_turn = all_at_once(answer)

    def unlocked(index: int) -> list[Any]:
        row, created = helpers.respond(api.Attempt.objects.get(pk=attempt_id), 50, answer=[str(index)])
        return [row.pk, created, row.answer, row.step]

    def whole(index: int) -> list[Any]:
        """An attempt of this learner's in a block of its own, begun, answered and closed."""
        usage_key = f"{helpers.QUIZ}{index}"
        attempt, _ = helpers.new_attempt(user, usage_key)
        made = []
        for step in (1, 2):
            with transaction.atomic():
                held = api.lock_attempt(attempt.pk, user_id=user.pk, usage_key=usage_key)
                made.append(helpers.respond(held, step, item_id=f"b{index}-{step}")[1])
                if step == 2:
                    made.append(api.close_attempt(held, earned=2, possible=2, now=helpers.later(9)))
        return made

    answers = {"unlocked": all_at_once(unlocked), "evidence": Evidence.objects.count()}
    return {
        **answers,
        "whole": all_at_once(whole),
        "items": [row.items for row in status_of(user.pk)],
        "starts": starts,
        "locked": locked,
        "in_turn": in_turn,
        "learners": Learner.objects.count(),
        "contents": ContentVersion.objects.count(),
    }


def completion() -> dict[str, Any]:
    """State of three kinds is deleted; what the platform's completion says then."""
    from completion.models import BlockCompletion
    from django.db.models.signals import post_save
    from opaque_keys.edx.keys import CourseKey, UsageKey

    from tests.learning_record import helpers
    from tests.platform_standin.models import StudentModule

    saved: list[str] = []
    lan, minh = helpers.new_user("lan"), helpers.new_user("minh")
    problem = helpers.QUIZ.replace("skill_quiz", "problem")
    for user in (lan, minh):
        for text in (helpers.QUIZ, helpers.SIM, problem):
            key = UsageKey.from_string(text)
            BlockCompletion.objects.create(
                user=user, context_key=key.context_key, block_key=key, block_type=key.block_type, completion=1.0
            )
            StudentModule.objects.create(
                student=user, module_state_key=key, course_id=CourseKey.from_string(helpers.COURSE)
            )

    def on_saved(instance: BlockCompletion, **_: Any) -> None:
        saved.append(f"{instance.user.username} {instance.block_type}")

    post_save.connect(on_saved, sender=BlockCompletion)
    StudentModule.objects.get(student=lan, module_state_key=UsageKey.from_string(helpers.QUIZ)).delete()
    StudentModule.objects.filter(student=lan).delete()
    rows = BlockCompletion.objects.order_by("user__username", "block_type")
    return {
        "saved": saved,
        "completions": [[row.user.username, row.block_type, row.completion] for row in rows],
    }


if __name__ == "__main__":
    set_up(sys.argv[2])
    print(json.dumps({"race": race, "completion": completion}[sys.argv[1]]()))

"""Who stands before a block, and whether what they do may be recorded.

The platform protects its own tables when staff "view as a specific learner" or preview in Studio; ours are not known
to it. So the decision is made here, once: nothing is graded, completed or recorded in a preview, while masquerading,
for
anonymous visitors or outside a course.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Identity:
    """``user_id`` is the account's integer id or None where the runtime has no accounts (stock workbench);
    ``opaque`` names the learner to the browser without telling who it is; ``records`` says whether grade, completion
    and responses may be written; ``staff`` is course staff; ``author`` is Studio or another authoring place;
    ``masquerading``: staff look as a learner."""

    signed_in: bool
    user_id: int | None
    opaque: str | None
    records: bool
    staff: bool
    author: bool
    masquerading: bool = False


def is_author_mode(block: Any) -> bool:
    """True in Studio, in a preview and in the stock workbench (which knows no roles); False in the LMS."""
    runtime = block.runtime
    if getattr(runtime, "is_author_mode", False) is True:
        return True
    if getattr(settings, "SERVICE_VARIANT", None) == "cms":
        return True
    return type(runtime).__module__.startswith("workbench.")


def _is_masquerading(service: Any, context_key: Any) -> bool:
    """As ``lms.djangoapps.courseware.masquerade`` decides it, from what it hangs on the user object."""
    if getattr(service, "is_masquerading_as_specific_student", False) is True:
        return True
    user = getattr(service, "_django_user", None)
    if user is None:
        return False
    if getattr(user, "real_user", None) is not None:
        return True
    found = getattr(user, "masquerade_settings", None) or {}
    return bool(getattr(found.get(context_key), "user_name", None))


def _attr(options: dict[str, Any], name: str) -> Any:
    return options.get(f"edx-platform.{name}", options.get(f"xblock-workbench.{name}"))


def identify(block: Any) -> Identity:
    """The :class:`Identity` of the person for whom ``block`` was made. No query of its own."""
    service = block.runtime.service(block, "user")
    user = service.get_current_user() if service is not None else None
    options: dict[str, Any] = dict(getattr(user, "opt_attrs", None) or {})
    raw_id = _attr(options, "user_id")
    if raw_id is None:
        raw_id = block.scope_ids.user_id
    user_id = int(raw_id) if str(raw_id or "").isdigit() else None
    signed_in = _attr(options, "is_authenticated") is not False and raw_id not in (None, "")
    author = is_author_mode(block)
    context = block.context_key
    in_course = bool(getattr(context, "is_course", context is None))
    secret = _attr(options, "anonymous_user_id") or raw_id
    opaque = hashlib.sha256(f"hocvuso:{secret}".encode()).hexdigest()[:20] if signed_in else None
    # The stock workbench is an authoring place with a throw-away state store: grade events there are only logged.
    workbench = type(block.runtime).__module__.startswith("workbench.")
    masquerading = _is_masquerading(service, context)
    records = signed_in and in_course and (not author or workbench) and not masquerading
    staff = bool(_attr(options, "user_is_staff")) or _attr(options, "user_role") in ("staff", "instructor")
    return Identity(signed_in, user_id, opaque, records, staff, author, masquerading)

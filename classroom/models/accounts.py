"""Who people are, beyond Django's account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

STAFF_GROUP = "staff"
AUTHOR_GROUP = "author"


class Profile(models.Model):
    """The person behind an account: column ``name`` is the full name, as in the platform's ``UserProfile``.
    ``is_demo`` marks the synthetic learners of ``hocvuso demo``, who are nobody."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    name = models.CharField(_("full name"), max_length=255, blank=True, db_index=True)
    language = models.CharField(max_length=10, blank=True)
    must_change_password = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

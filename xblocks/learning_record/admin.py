"""The records in Django's admin: to look at, not to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Attempt, ContentVersion, Learner, Response


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows and changes none: records are made by the blocks and ended by support's own tools."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


@admin.register(Learner)
class LearnerAdmin(ReadOnlyAdmin):
    """Who stands behind a pseudonym."""

    list_display = ("pseudonym", "user", "retired_at")
    list_select_related = ("user",)
    search_fields = ("pseudonym", "=user__username")


@admin.register(ContentVersion)
class ContentVersionAdmin(ReadOnlyAdmin):
    """Content as it was shown; the body is read on the row's own page only."""

    list_display = ("digest", "kind", "schema")
    list_filter = ("kind",)
    search_fields = ("=digest",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the large body in the list."""
        return super().get_queryset(request).defer("body")


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """Attempts, newest first."""

    list_display = ("id", "learner", "usage_key", "number", "generation", "status", "earned", "possible", "started")
    list_filter = ("kind", "status")
    list_select_related = ("learner",)
    search_fields = ("=id", "=usage_key", "=learner__pseudonym", "=course_key")
    ordering = ("-started",)
    show_full_result_count = False


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """Responses, newest first, voided ones with their reason."""

    list_display = ("attempt", "step", "item_id", "score", "created", "voided_at", "void_reason")
    search_fields = ("=attempt__id", "=item_id")
    ordering = ("-id",)
    show_full_result_count = False

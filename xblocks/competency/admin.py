"""Competencies in Django's admin: to look at. Only the rule profile is for an operator to set."""

from __future__ import annotations

from django.contrib import admin

from xblocks.learning_record.admin import ReadOnlyAdmin

from .models import Competency, CompetencyRuleProfile, Evidence, Framework, StudentCompetencyStatus


@admin.register(Framework)
class FrameworkAdmin(ReadOnlyAdmin):
    """Frameworks as loaded from their files."""

    list_display = ("slug", "version", "source")


@admin.register(Competency)
class CompetencyAdmin(ReadOnlyAdmin):
    """Codes and titles."""

    list_display = ("code", "framework", "titles", "assessable")
    list_filter = ("framework", "assessable")
    list_select_related = ("framework",)
    search_fields = ("code", "titles")
    ordering = ("framework", "position")


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Evidence, newest first."""

    list_display = ("competency", "learner", "item_id", "kind", "score", "created", "voided_at")
    list_filter = ("kind",)
    list_select_related = ("learner",)
    search_fields = ("=competency", "=learner__pseudonym", "=item_id", "=usage_key")
    ordering = ("-id",)
    show_full_result_count = False


@admin.register(StudentCompetencyStatus)
class StudentCompetencyStatusAdmin(ReadOnlyAdmin):
    """Statuses with the estimate beside them."""

    list_display = ("competency", "learner", "status", "items", "points", "enough", "demonstrated_at")
    list_filter = ("status",)
    list_select_related = ("learner",)
    search_fields = ("=competency", "=learner__pseudonym")
    show_full_result_count = False


@admin.register(CompetencyRuleProfile)
class CompetencyRuleProfileAdmin(admin.ModelAdmin):
    """The rule: the one thing here that is set by hand. Statuses follow as attempts close, or by hocvuso_recompute."""

    list_display = ("__str__", "min_items", "min_sources", "min_scenarios", "threshold")

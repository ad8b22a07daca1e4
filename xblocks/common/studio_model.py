"""The visual editor's side of both blocks: content as JSON, other people's formats, competencies, who is in the middle.

As in ``studio``: handlers that look assign nothing; saving is all or nothing and names the version it started from.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from . import course_files, jsonform, wrongfile
from .findings import FILE_INSIDE, Finding, has_errors
from .handlers import MAX_AUTHOR_BODY, Refusal, author_handler, text_of
from .i18n import language
from .studio import StudioMixin, findings_view, refuse_invalid
from .studio_files import FilesStudioMixin
from .views import with_urls

#: A file of the course in content: as an address alone or in HTML (where it stands in quotes, escaped in JSON).
_FILE_NAME = re.compile(r"/static/[^\s\"'<>\\]+")
_MOST_FILES = 500


class ModelStudioMixin(FilesStudioMixin, StudioMixin):
    """Mixed into a ``LearningBlock`` instead of ``StudioMixin``."""

    @classmethod
    @abstractmethod
    def read_model(cls, data: Mapping[str, Any]) -> tuple[Any, Iterable[Finding]]:
        """The model in a JSON object, or None, and everything that was found."""

    @classmethod
    @abstractmethod
    def formats(cls) -> Mapping[str, Any]:
        """The registry of formats for import and export."""

    @author_handler
    def studio_model(self, data: dict[str, Any]) -> dict[str, Any]:
        """The content as JSON (null while there is none), the settings, the version, and the formats on offer."""
        model = self.model_or_none()  # type: ignore[attr-defined]
        lang = language()
        return {
            "model": None if model is None else json.loads(model.to_json()),
            "settings": self.studio_settings(),
            "digest": jsonform.digest(self.content),  # type: ignore[attr-defined]
            "version": self.version(),
            "formats": [
                {
                    "name": one.name,
                    "label": one.en if lang == "en" else one.vi,
                    "endings": list(one.endings),
                    "reads": one.read is not None,
                    "writes": one.write is not None,
                }
                for one in self.formats().values()
            ],
            "uploads": self.can_keep_files(),
        }

    @author_handler
    def studio_check(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with a content in JSON, and how it will look. Changes nothing."""
        model, findings = self._model(data)
        return {
            "findings": findings_view(findings),
            "summary": "" if model is None else self.summary(model),
            "preview": None if model is None else with_urls(self, self.preview_part(model, data)),
            "source": None if model is None else self.write_source(model),
            **self._urls(data["model"]),
        }

    def _urls(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """``urls``: the addresses of the files that the content names, also while it has errors, so that the forms can
        show its pictures; nothing where it names none."""
        text = json.dumps(content, ensure_ascii=False)
        names = sorted(set(_FILE_NAME.findall(text)))[:_MOST_FILES]
        return {"urls": with_urls(self, {name: name for name in names})} if names else {}

    def preview_part(self, model: Any, data: dict[str, Any]) -> dict[str, Any]:
        """The preview of what the request ``data`` asks for; of the whole where a kind of content has no parts."""
        return self.preview(model)

    @author_handler
    def studio_save_model(self, data: dict[str, Any]) -> dict[str, Any]:
        """Saves content in JSON and settings, or nothing: 409 when somebody else saved meanwhile, 422 with findings."""
        self.refuse_conflict(data)
        model, findings = self._model(data)
        if model is None or has_errors(findings):
            raise refuse_invalid(findings)
        given = data.get("settings")
        settings = given if isinstance(given, dict) else {}
        for name, value in self._settings(settings).items():
            setattr(self, name, value)
        self.keep_beside(model, settings)
        self.content = model.to_json()
        return {
            "digest": jsonform.digest(self.content),
            "version": self.version(),
            "findings": findings_view(findings),
        }

    def _model(self, data: dict[str, Any]) -> tuple[Any, list[Finding]]:
        given = data.get("model")
        if not isinstance(given, dict):
            raise Refusal(400, "malformed", "Thiếu nội dung bài.", "The content is missing.")
        model, found = self.read_model(given)
        findings = list(found)
        if model is not None:
            known = {(f.code, f.where) for f in findings}
            today = self.now().date()  # type: ignore[attr-defined]
            findings += [f for f in self.check_model(model, today) if (f.code, f.where) not in known]
        return model, findings

    @author_handler
    def studio_import(self, data: dict[str, Any]) -> dict[str, Any]:
        """Another program's file as content in JSON, what could not be carried, and its pictures.

        Changes nothing, unless ``keep`` is true: then the pictures go to the files of the course, where that is
        possible. Those that the author has to upload come with their bytes. Where another format reads the file, its
        name is in ``format``.
        """
        chosen = self._format(data, "read")
        try:
            raw = base64.b64decode(text_of(data, "data", limit=MAX_AUTHOR_BODY), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Refusal(400, "malformed", "Tệp gửi lên bị hỏng.", "The file arrived damaged.") from error
        read = chosen.read(raw)
        model = wrongfile.content_of(read)
        told = None if model is not None else wrongfile.explain(raw, chosen, self.formats())
        if told is not None:
            finding, better = told
            return {"model": None, "findings": findings_view([finding]), **({"format": better} if better else {})}
        beside = self.read_beside(read, model)
        content = None if model is None else json.loads(model.to_json())
        store = course_files.store_of(self)
        files = course_files.plan(getattr(read, "media", {}), content or {}, store)
        if data.get("keep") is True:
            files = course_files.keep(files, store)
        found = [f for f in (*read.findings, *getattr(read, "losses", ())) if f.code != FILE_INSIDE]
        return {
            "model": course_files.renamed(content, files),
            "findings": findings_view([*found, *course_files.findings_of(files)]),
            **({"files": [_file_view(one) for one in files]} if files else {}),
            **({"settings": beside} if beside else {}),
        }

    def read_beside(self, read: Any, model: Any) -> dict[str, Any]:
        """What an imported file says beside its content, by field name (the places of a simulation's scenes)."""
        return {}

    def write_beside(self, name: str) -> dict[str, Any]:
        """What is to be written beside the content into a file of the format ``name``."""
        return {}

    @author_handler
    def studio_export(self, data: dict[str, Any]) -> dict[str, Any]:
        """The saved content as another program's file (base64), and what it could not carry."""
        chosen = self._format(data, "write")
        beside = self.write_beside(chosen.name)
        model = self.model()  # type: ignore[attr-defined]
        raw, losses = chosen.write(model, beside) if beside else chosen.write(model)
        return {
            "name": f"{self._file_stem()}{chosen.endings[0]}",
            "media_type": chosen.media_type,
            "data": base64.b64encode(raw).decode("ascii"),
            "findings": findings_view(losses),
        }

    def _file_stem(self) -> str:
        """The block's own name as a file is called on any machine; the kind of block where that says nothing."""
        plain = unicodedata.normalize("NFD", self.display_name.casefold().replace("đ", "d"))  # type: ignore[attr-defined]
        words = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
        return words[:60].strip("-") or str(self.kind)  # type: ignore[attr-defined]

    def _format(self, data: dict[str, Any], way: str) -> Any:
        chosen = self.formats().get(text_of(data, "format"))
        if chosen is None or getattr(chosen, way) is None:
            raise Refusal(
                400, "unknown-format", "Không có định dạng này. Hãy chọn lại.", "There is no such format. Choose again."
            )
        return chosen

    @author_handler
    def studio_competencies(self, data: dict[str, Any]) -> dict[str, Any]:
        """Competencies whose code or title holds the words of ``query``, without regard to diacritics; at most 30."""
        query = text_of(data, "query")
        if not apps.is_installed("xblocks.competency"):
            return {"competencies": []}
        from xblocks.competency import api  # only where the app is installed

        lang = language()
        found = api.search(query, limit=30)
        return {"competencies": [{"id": name, "title": title} for name, title in api.titles(found, lang).items()]}

    @author_handler
    def studio_impact(self, data: dict[str, Any]) -> dict[str, Any]:
        """Who is in the middle, in words for the author: how many, what they keep, whether scores change; ``regrade``:
        ended attempts can be graded again from here (``studio_regrade_all``)."""
        open_now = done = practised = 0
        if apps.is_installed("xblocks.learning_record"):
            from xblocks.learning_record import api  # only where the app is installed

            open_now, done, practised = api.attempt_counts(str(self.usage_key))  # type: ignore[attr-defined]
        words = []
        if open_now:
            words.append(
                self.tr(  # type: ignore[attr-defined]
                    "{n} learners are in the middle of an attempt. They go on with the content in which they began."
                ).format(n=open_now)
            )
        if done:
            words.append(
                self.tr(  # type: ignore[attr-defined]
                    "{n} attempts have ended. Their scores stay as they are, unless staff regrade them."
                ).format(n=done)
            )
        if practised:
            words.append(
                self.tr("{n} attempts were practice. They never count.").format(n=practised)  # type: ignore[attr-defined]
            )
        if not words:
            words.append(self.tr("Nobody has begun yet."))  # type: ignore[attr-defined]
        regrade = bool(done) and self.may_regrade_from_studio()  # type: ignore[attr-defined]
        return {"open": open_now, "done": done, "words": words, "regrade": regrade}


def _file_view(one: course_files.File) -> dict[str, Any]:
    given = {"name": one.name, "state": one.state, "size": len(one.data)}
    if one.state != "upload":
        return given
    return {**given, "media_type": one.media_type, "data": base64.b64encode(one.data).decode("ascii")}

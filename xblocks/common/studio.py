"""The author's side of both blocks: a source editor with findings beside the line, and the settings.

Handlers that look (source, lint) assign nothing, because Studio saves the block after every handler. Saving names the
version that the author started from, so that two people in one block do not overwrite each other.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from lxml import etree
from xblock.fields import Boolean, Float, Integer

from . import jsonform
from .findings import Finding, has_errors
from .handlers import MAX_AUTHOR_BODY, Refusal, author_handler, text_of
from .i18n import language
from .views import fragment, with_urls


class StudioMixin:
    """Mixed into a ``LearningBlock``. ``settings_fields`` are the fields of the settings form, in its order."""

    studio_function: ClassVar[str]
    settings_fields: ClassVar[tuple[str, ...]]

    @classmethod
    @abstractmethod
    def read_source(cls, text: str) -> Any:
        """``formats.markdown.read``: ``model`` or None, ``settings``, ``findings``."""

    @classmethod
    @abstractmethod
    def write_source(cls, model: Any) -> str:
        """``formats.markdown.write`` without settings."""

    @classmethod
    @abstractmethod
    def check_model(cls, model: Any, today: date) -> Iterable[Finding]:
        """What is wrong with a model that can be read."""

    @abstractmethod
    def preview(self, model: Any) -> dict[str, Any]:
        """The public form for the editor's preview."""

    @abstractmethod
    def summary(self, model: Any) -> str:
        """One sentence for the editor: how much there is."""

    def studio_view(self, context: Any = None) -> Any:
        """The editor."""
        data = {
            "v": 1,
            "kind": self.kind,  # type: ignore[attr-defined]
            "lang": language(),
            "title": self.display_name,  # type: ignore[attr-defined]
            "fields": self._form(),
            "source": self._source(),
            "digest": jsonform.digest(self.content),  # type: ignore[attr-defined]
            "version": self.version(),
        }
        return fragment(self, name="studio", function=self.studio_function, data=data, root_class="editor-with-buttons")

    def _source(self) -> str:
        model = self.model_or_none()  # type: ignore[attr-defined]
        return self.write_source(model) if model is not None else self.empty_source()

    def empty_source(self) -> str:
        """What an author finds in a new block."""
        return ""

    def own_field(self, name: str) -> Any:
        """The field as we declare it: the platform mixes in some of the same names, without our words and bounds."""
        for cls in type(self).__mro__:
            if cls.__module__.startswith("xblocks.") and name in vars(cls):
                return vars(cls)[name]
        raise KeyError(name)

    def _form(self) -> list[dict[str, Any]]:
        form = []
        for name in self.settings_fields:
            field = self.own_field(name)
            choices = None
            kind = "text"
            low = high = step = None
            if isinstance(field, Boolean):
                kind = "checkbox"
            elif isinstance(field, Integer | Float):
                kind = "number"
                bounds = field.values if isinstance(field.values, dict) else {}
                low, high, step = bounds.get("min"), bounds.get("max"), bounds.get("step", 1)
            elif field.values:
                kind = "choice"
                choices = [{"value": v["value"], "label": self.tr(v["display_name"])} for v in field.values]  # type: ignore[attr-defined]
            form.append(
                {
                    "name": name,
                    "label": self.tr(field.display_name),  # type: ignore[attr-defined]
                    "help": self.tr(field.help) if field.help else "",  # type: ignore[attr-defined]
                    "type": kind,
                    "value": getattr(self, name),
                    "choices": choices,
                    "min": low,
                    "max": high,
                    "step": step,
                }
            )
        return form

    def studio_settings(self) -> dict[str, Any]:
        """The settings for the editor, by field name. What a block keeps beside its content and settings form (the
        arranged picture of a simulation) may be among them."""
        return {name: getattr(self, name) for name in self.settings_fields}

    def keep_beside(self, model: Any, settings: Mapping[str, Any]) -> None:
        """Keeps what else is in ``settings`` when ``model`` is saved."""

    @author_handler
    def studio_source(self, data: dict[str, Any]) -> dict[str, Any]:
        """The source text, the settings and the version that they are of."""
        return {
            "source": self._source(),
            "settings": self.studio_settings(),
            "digest": jsonform.digest(self.content),  # type: ignore[attr-defined]
            "version": self.version(),
        }

    @author_handler
    def studio_lint(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with a source text, and how it will look; with ``model: true`` also its content as JSON and
        the settings that stand in the text. Changes nothing."""
        read, findings = self._read(text_of(data, "source", limit=MAX_AUTHOR_BODY))
        found: dict[str, Any] = {
            "findings": findings_view(findings),
            "summary": "" if read.model is None else self.summary(read.model),
            "preview": None if read.model is None else with_urls(self, self.preview(read.model)),
        }
        if data.get("model") is True:
            found["model"] = None if read.model is None else json.loads(read.model.to_json())
            given = _as_fields(read.settings)
            found["settings"] = {name: given[name] for name in self.settings_fields if name in given}
        return found

    def _read(self, source: str) -> tuple[Any, list[Finding]]:
        read = self.read_source(source)
        findings = list(read.findings)
        if read.model is not None:
            known = {(f.code, f.where) for f in findings}
            today = self.now().date()  # type: ignore[attr-defined]
            locate = getattr(read, "located", lambda finding: finding)
            findings += [locate(f) for f in self.check_model(read.model, today) if (f.code, f.where) not in known]
        return read, findings

    @author_handler
    def studio_save(self, data: dict[str, Any]) -> dict[str, Any]:
        """Saves source and settings, or nothing: 409 when somebody else saved meanwhile, 422 with findings when there
        are errors."""
        source = text_of(data, "source", limit=MAX_AUTHOR_BODY)
        self.refuse_conflict(data)
        read, findings = self._read(source)
        if read.model is None or has_errors(findings):
            raise refuse_invalid(findings)
        given = data.get("settings")
        # Settings that stand in the text (a module that was pasted) win over the form, which did not know them.
        settings = self._settings({**(given if isinstance(given, dict) else {}), **_as_fields(read.settings)})
        for name, value in settings.items():
            setattr(self, name, value)
        self.keep_beside(read.model, given if isinstance(given, dict) else {})
        self.content = read.model.to_json()
        return {
            "digest": jsonform.digest(self.content),
            "version": self.version(),
            "findings": findings_view(findings),
            "source": self._source(),
        }

    def version(self) -> str:
        """What is stored: digests of the content and of the settings (with what is kept beside), a point between."""
        content = jsonform.digest(self.content)  # type: ignore[attr-defined,has-type]
        return f"{content}.{jsonform.digest(jsonform.canonical(self.studio_settings()))}"

    def refuse_conflict(self, data: Mapping[str, Any]) -> None:
        """Raises :class:`Refusal` 409 when ``base`` is neither the stored version nor the digest of its content."""
        version = self.version()
        if data.get("base") not in (version, version.partition(".")[0]):
            raise Refusal(
                409,
                "edited-meanwhile",
                "Người khác vừa lưu nội dung này. Hãy chép phần bạn viết ra nơi khác, mở lại rồi ghép vào.",
                "Somebody else has just saved this content. Copy what you wrote, open the editor again and merge it.",
            )

    def _settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The settings in ``given`` that the form has, each of its field's type and range.

        Raises :class:`Refusal` 422.
        """
        found: dict[str, Any] = {}
        for name in self.settings_fields:
            if name not in given:
                continue
            field = self.own_field(name)
            label = self.tr(field.display_name)  # type: ignore[attr-defined]
            try:
                value = given[name]
                value = None if value in ("", None) and field.default is None else field.enforce_type(value)
            except (TypeError, ValueError):
                raise _wrong_setting(label) from None
            if value is None and field.default is not None:
                raise _wrong_setting(label)
            values = field.values
            if isinstance(values, dict):
                if value is None:
                    found[name] = None
                    continue
                low, high = values.get("min"), values.get("max")
                if value != value or (low is not None and value < low) or (high is not None and value > high):
                    raise _wrong_setting(label)
            elif values and value not in [v["value"] for v in values]:
                raise _wrong_setting(label)
            found[name] = value
        return found


def _as_fields(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a text's front matter under the names of the block's fields."""
    return {"display_name" if name == "title" else name: value for name, value in settings.items()}


def refuse_invalid(findings: Iterable[Finding]) -> Refusal:
    """The refusal to save content with errors: the first one in the sentence, all of them beside it."""
    listed = list(findings)
    first = next((f for f in listed if f.severity == "error"), None)
    vi_line = f" Dòng {first.line}:" if first is not None and first.line else ""
    en_line = f" Line {first.line}:" if first is not None and first.line else ""
    return Refusal(
        422,
        "invalid-content",
        f"Chưa lưu được.{vi_line} {first.vi if first else 'Nội dung chưa đọc được.'}",
        f"Not saved.{en_line} {first.en if first else 'The content cannot be read yet.'}",
        findings=findings_view(listed),
    )


def sample_olx(cls: Any, source: str) -> str:
    """The OLX of a block of ``cls`` with the content of ``source`` (for the stock workbench)."""
    node = etree.Element(cls.kind)
    cls.write_olx(node, cls.read_source(source).model)
    return str(etree.tostring(node, encoding="unicode"))


def findings_view(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """``findings`` for the editor, in the reader's language."""
    lang = language()
    return [
        {"severity": f.severity, "code": f.code, "where": f.where, "line": f.line, "message": f.message(lang)}
        for f in findings
    ]


def _wrong_setting(label: str) -> Refusal:
    return Refusal(
        422,
        "invalid-setting",
        f"Chưa lưu được: giá trị của “{label}” không hợp lệ. Hãy sửa lại mục này rồi lưu.",
        f"Not saved: the value of “{label}” is not valid. Correct it and save again.",
    )

"""The words of an author's Markdown, Vietnamese and English; the first of each row is what is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

SCENE: Final[Mapping[str, tuple[str, ...]]] = {
    "channel": ("kênh", "channel"),
    "ending": ("kết thúc", "ending"),
    "ending_title": ("tên kết thúc", "ending title"),
    "info.from": ("từ", "from"),
    "info.number": ("số", "number"),
    "info.to": ("đến", "to"),
    "info.subject": ("chủ đề", "subject"),
    "info.url": ("địa chỉ", "url", "address"),
    "info.time": ("giờ", "time"),
    "info.status": ("trạng thái", "status"),
}
#: A message of an inbox (the mode ``triage``).
ITEM: Final[Mapping[str, tuple[str, ...]]] = {
    "genuine": ("thật", "genuine"),
    "competencies": ("năng lực", "competencies", "competency"),
    **{key: row for key, row in SCENE.items() if not key.startswith("ending")},
}
MESSAGE: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("mã", "id"),
    "from": ("từ", "from"),
    "side": ("bên", "side"),
    "when": ("khi", "when"),
    "genuine": ("thật", "genuine"),
    "audio": ("âm thanh", "audio"),
    "transcript": ("lời thoại", "transcript"),
    "cue": ("dấu hiệu", "sign"),
    "inline": ("dấu hiệu trong chữ", "inline signs"),
}
CHOICE: Final[Mapping[str, tuple[str, ...]]] = {
    "score": ("điểm", "score"),
    "exit": ("lối thoát", "exit"),
    "effects": ("tác động", "effects", "effect"),
    "when": ("khi", "when"),
    "competencies": ("năng lực", "competencies", "competency"),
}
#: What a reply to typed text has besides: what it is called afterwards.
REPLY: Final[Mapping[str, tuple[str, ...]]] = {**CHOICE, "text": ("nhãn", "label")}
CHANNELS: Final = {
    "lời kể": "narration",
    "tin nhắn": "sms",
    "cuộc gọi": "call",
    "trò chuyện": "chat",
    "thư điện tử": "email",
    "trang web": "web",
    "thông báo": "notice",
    "ứng dụng": "app",
    "mã qr": "qr",
    "bài đăng": "post",
    "trước cửa": "door",
}
SIDES: Final = {"họ": "them", "tôi": "me", "bạn": "me", "hệ thống": "system"}
ENDINGS: Final = {"tốt": "good", "lẫn lộn": "mixed", "vừa": "mixed", "xấu": "bad"}
#: Kind of an ending -> its score, where the author gives none.
ENDING_SCORES: Final[Mapping[str, float]] = {"good": 1.0, "mixed": 0.5, "bad": 0.0}
YES_NO: Final = {"có": True, "yes": True, "true": True, "không": False, "no": False, "false": False}

#: Lines that keep narration together although it has lists or quotations in it, and part narration from closing words.
TEXT_BEGIN: Final = ("<!-- lời kể -->", "<!-- text -->")
TEXT_END: Final = ("<!-- hết -->", "<!-- end -->")
CLOSING: Final = ("<!-- lời kết -->", "<!-- closing -->")
#: Ends the words of a message whose last line looks like a setting.
BREAK: Final = "<!-- -->"


def plain_key(text: str) -> str:
    """``text`` as keys are compared: NFC, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def names(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Every word of ``table`` with the field that it names."""
    return {word: key for key, words in table.items() for word in words}

"""The sentences of the checks: severity, Vietnamese, English. ``{where}`` is the place, ``{name}`` what it is about."""

from __future__ import annotations

from typing import Final

from xblocks.common.findings import Finding, Severity

E: Final[Severity] = "error"
W: Final[Severity] = "warning"

SENTENCES: Final[dict[str, tuple[Severity, str, str]]] = {
    "unknown-target": (
        E,
        "Lựa chọn “{where}” dẫn đến cảnh “{name}” không có; hãy sửa tên cảnh hoặc viết thêm cảnh đó.",
        "The choice “{where}” leads to the scene “{name}”, which does not exist; correct the name or write that scene.",
    ),
    "unknown-meter": (
        E,
        "“{where}” nhắc đến thước đo “{name}” chưa khai báo; hãy thêm vào “meters” hoặc sửa tên.",
        "“{where}” names the meter “{name}”, which is not declared; add it to “meters” or correct the name.",
    ),
    "unknown-flag": (
        E,
        "“{where}” nhắc đến dấu “{name}” chưa khai báo; hãy thêm vào “flags” hoặc sửa tên.",
        "“{where}” names the flag “{name}”, which is not declared; add it to “flags” or correct the name.",
    ),
    "unknown-scene": (
        E,
        "Điều kiện “{where}” đếm số lần vào cảnh “{name}” không có; hãy sửa tên cảnh.",
        "The condition “{where}” counts visits to the scene “{name}”, which does not exist; correct the name.",
    ),
    "unknown-fact": (
        E,
        "“{where}” dẫn thông tin “{name}” không có trong “facts”; hãy thêm vào hoặc sửa tên.",
        "“{where}” cites the fact “{name}”, which is not in “facts”; add it or correct the name.",
    ),
    "no-ending": (
        E,
        "Kịch bản chưa có cảnh kết thúc nào; hãy thêm ít nhất một.",
        "The story has no ending; add at least one.",
    ),
    "unreachable-scene": (
        W,
        "Không có đường nào đi tới cảnh “{name}”; hãy thêm lựa chọn dẫn đến đó hoặc xoá cảnh.",
        "No way leads to the scene “{name}”; add a choice that leads there, or delete the scene.",
    ),
    "dead-end": (
        E,
        "Ở cảnh “{name}” người học có thể không còn lựa chọn nào mà chưa kết thúc; hãy thêm lựa chọn luôn hiện.",
        "At the scene “{name}” a learner may have no choice left and no ending; add a choice that is always offered.",
    ),
    "no-way-to-ending": (
        E,
        "Từ cảnh “{name}” có lúc không còn đường nào tới hồi kết; hãy thêm lựa chọn dẫn ra khỏi vòng lặp.",
        "From the scene “{name}” there may be no way left to any ending; add a choice that leads out of the loop.",
    ),
    "no-good-ending": (
        W,
        "Không có đường nào tới một kết thúc tốt; hãy thêm hoặc nối một kết thúc “good”.",
        "No way leads to a good ending; add one of the kind “good”, or connect it.",
    ),
    "no-safe-exit": (
        W,
        "Không có lối thoát an toàn nào đi được từ đầu; hãy đánh dấu “lối thoát: có” cho ít nhất một lựa chọn.",
        "No safe way out can be reached from the start; mark at least one choice with “exit: yes”.",
    ),
    "scene-without-exit": (
        W,
        "Ở cảnh “{name}” có lúc không có lối thoát an toàn nào; hãy thêm một lựa chọn có “lối thoát: có”.",
        "At the scene “{name}” there may be no safe way out; add a choice with “exit: yes”, such as asking someone.",
    ),
    "too-many-situations": (
        W,
        "Kịch bản có quá nhiều tình huống để xét hết ({name}); một vài lỗi về đường đi có thể chưa được báo.",
        "The story has too many situations to look at all of them ({name}); some faults of its ways may go unreported.",
    ),
    "never-holds": (
        W,
        "Điều kiện “{where}” không bao giờ đúng, nên phần này không bao giờ hiện; hãy sửa điều kiện.",
        "The condition “{where}” can never hold, so this part is never shown; correct the condition.",
    ),
    "meter-never-changes": (
        W,
        "Không lựa chọn nào đi tới được làm thay đổi thước đo “{name}”; hãy thêm tác động hoặc bỏ thước đo.",
        "No choice that can be taken changes the meter “{name}”; add an effect, or remove the meter.",
    ),
    "flag-never-set": (
        W,
        "Không lựa chọn nào đi tới được bật dấu “{name}”; hãy thêm tác động hoặc bỏ dấu.",
        "No choice that can be taken sets the flag “{name}”; add an effect, or remove the flag.",
    ),
    "flag-never-read": (
        W,
        "Không điều kiện nào xét đến dấu “{name}”; hãy dùng nó hoặc bỏ đi.",
        "No condition reads the flag “{name}”; use it, or remove it.",
    ),
    "nothing-scored": (
        E,
        "Cách tính điểm là “{name}” nhưng không có gì để tính; hãy thêm điểm cho lựa chọn (hay thêm thước đo).",
        "The score is by “{name}” but there is nothing to score; give choices a score (or add meters).",
    ),
    "ending-scores-reversed": (
        W,
        "Kết thúc “{where}” tốt hơn nhưng lại ít điểm hơn kết thúc “{name}”; hãy sửa điểm, ví dụ “kết thúc: tốt 1.0”.",
        "The ending “{where}” is better but scores less than “{name}”; correct the scores, as in “ending: good 1.0”.",
    ),
    "competency-without-score": (
        W,
        "Lựa chọn “{where}” gắn năng lực nhưng không có điểm, nên không chứng tỏ được gì; hãy thêm điểm.",
        "The choice “{where}” has a competency but no score, so it is evidence of nothing; give it a score.",
    ),
    "bad-competency": (
        E,
        "Năng lực “{name}” ở “{where}” phải có dạng “khung:mã”, ví dụ tt02-2025:4.2.",
        "The competency “{name}” at “{where}” must look like “framework:code”, for example tt02-2025:4.2.",
    ),
    "choice-without-feedback": (
        W,
        "Lựa chọn “{where}” chưa có lời phản hồi; hãy viết một câu cho biết vì sao nên hay không nên.",
        "The choice “{where}” has no feedback; write a sentence that says why it was wise or not.",
    ),
    "cue-without-explanation": (
        W,
        "Dấu hiệu “{name}” ở “{where}” chưa được giải thích; hãy viết nó cho biết điều gì.",
        "The sign “{name}” at “{where}” has no explanation; write what it tells.",
    ),
    "cue-not-found": (
        E,
        "Dấu hiệu ở “{where}” trích “{name}” nhưng lời nhắn không có đoạn đó; hãy chép đúng từng chữ.",
        "The sign at “{where}” quotes “{name}”, which is not in the message; copy the words exactly.",
    ),
    "cue-in-ending": (
        W,
        "Dấu hiệu ở cảnh kết thúc “{name}” không bao giờ được chỉ ra; hãy chuyển nó sang cảnh có lựa chọn.",
        "The signs in the ending “{name}” are never pointed out; move them to a scene with choices.",
    ),
    "input-without-fallback": (
        E,
        "“{where}” chưa có đường cho câu trả lời không đoán trước được; hãy thêm dòng “* → …” (fallback).",
        "“{where}” has no way for an answer that nobody foresaw; add a line “* → …” (fallback).",
    ),
    "input-without-replies": (
        W,
        "“{where}” không nhận ra câu trả lời nào; hãy thêm ít nhất một câu trả lời có cụm từ để nhận ra.",
        "“{where}” knows no reply; add at least one with words to be known by.",
    ),
    "reply-never-meant": (
        W,
        "Câu trả lời “{where}” không bao giờ được chọn vì câu trước đã nhận hết các cụm từ; hãy chuyển nó lên trên.",
        "The reply “{where}” is never taken, for replies before it hold all of its words; move it up.",
    ),
    "triage-without-fraud": (
        W,
        "Trong “{where}” không có tin lừa đảo nào, nên không biết người học có nhận ra không; hãy thêm ít nhất một.",
        "“{where}” holds no fraud, so it cannot tell whether one is noticed; add at least one.",
    ),
    "triage-without-genuine": (
        W,
        "Trong “{where}” không có tin thật nào, nên không biết người học còn tin điều đáng tin; hãy thêm một tin.",
        "“{where}” holds nothing genuine, so it cannot tell whether people still trust what is; add at least one.",
    ),
    "triage-without-why": (
        W,
        "Tin “{where}” chưa nói vì sao là thật hay lừa đảo; hãy viết một câu.",
        "The message “{where}” does not say by what it can be known; write a sentence.",
    ),
    "triage-without-message": (
        W,
        "Tin “{where}” chưa có lời nhắn nào; hãy viết điều người học nhìn thấy.",
        "“{where}” has no message; write what the learner sees.",
    ),
    "scene-without-title": (
        W,
        "Cảnh “{name}” chưa có tên; hãy đặt một tên ngắn để người học biết mình đang ở đâu.",
        "The scene “{name}” has no title; give it a short one, so that learners know where they are.",
    ),
    "empty-scene": (
        W,
        "Cảnh “{name}” chưa có lời kể hay lời nhắn nào; hãy viết điều người học nhìn thấy.",
        "The scene “{name}” has neither text nor messages; write what the learner sees.",
    ),
    "image-without-alt": (
        W,
        "Hình ở “{where}” chưa có lời mô tả cho người không nhìn thấy; hãy viết vào trong ngoặc vuông ![mô tả](…).",
        "An image at “{where}” has no description for those who cannot see it; write it in brackets ![description](…).",
    ),
    "audio-without-transcript": (
        W,
        "Âm thanh ở “{where}” chưa có lời ghi lại bằng chữ; hãy thêm “lời thoại”.",
        "The audio at “{where}” has no transcript; add one.",
    ),
    "fact-without-source": (
        W,
        "Thông tin “{name}” chưa có nguồn; hãy ghi địa chỉ trang chính thức vào “source”.",
        "The fact “{name}” has no source; write the address of an official page into “source”.",
    ),
    "fact-unchecked": (
        W,
        "Thông tin “{name}” chưa ghi ngày kiểm tra; hãy mở nguồn xem còn đúng không rồi ghi “checked_on”.",
        "The fact “{name}” has no date of checking; look whether it still holds and write “checked_on”.",
    ),
    "fact-outdated": (
        W,
        "Thông tin “{name}” đã hơn 180 ngày chưa kiểm tra lại; hãy mở nguồn xem còn đúng không rồi ghi ngày mới.",
        "The fact “{name}” was last checked more than 180 days ago; see whether it still holds and write the new date.",
    ),
    "fact-in-future": (
        W,
        "Ngày kiểm tra của thông tin “{name}” ở tương lai; hãy sửa “checked_on”.",
        "The date of checking of the fact “{name}” lies in the future; correct “checked_on”.",
    ),
}


def say(code: str, where: str, name: str = "") -> Finding:
    """The finding ``code`` at ``where`` about ``name``."""
    severity, vi, en = SENTENCES[code]
    return Finding(severity, code, where, vi.format(where=where, name=name), en.format(where=where, name=name))

"""What a learner who reads Khmer is told when a request is refused, or why no attempt can begin: by the stable code.

A native reader has yet to look at these sentences. What only authors and staff can meet stays Vietnamese.
"""

from __future__ import annotations

from collections.abc import Mapping

_RELOAD = "សូមបើកទំព័រនេះម្តងទៀត។"

SENTENCES: Mapping[str, str] = {
    "closed": "លើកនេះបានបញ្ចប់ហើយ។ លទ្ធផលរបស់អ្នកត្រូវបានរក្សាទុក។",
    "content-changed": f"ខ្លឹមសារត្រូវបានកែ ដូច្នេះត្រូវចាប់ផ្តើមឡើងវិញ ហើយលើកនេះមិនរាប់ទេ។ {_RELOAD}",
    "empty-reply": "អ្នកមិនទាន់សរសេរអ្វីទេ។ សូមសរសេរពីរបីពាក្យ រួចផ្ញើ។",
    "malformed": f"អ្វីដែលបានផ្ញើមិនត្រឹមត្រូវ។ {_RELOAD}",
    "newer-schema": "ផ្នែកនេះមិនទាន់បើកបាន។ សូមប្រាប់អ្នកទទួលខុសត្រូវវគ្គសិក្សា។",
    "no-attempts": "អ្នកបានប្រើអស់ចំនួនដងហើយ។",
    "no-content": "សកម្មភាពនេះមិនទាន់មានខ្លឹមសារ។ សូមប្រាប់អ្នកទទួលខុសត្រូវវគ្គសិក្សា។",
    "not-json": f"អ្វីដែលបានផ្ញើមិនត្រឹមត្រូវ។ {_RELOAD}",
    "not-post": f"អ្វីដែលបានផ្ញើមិនត្រឹមត្រូវ។ {_RELOAD}",
    "not-practice": "លើកនេះរាប់ពិន្ទុ ដូច្នេះមិនអាចឈប់ពាក់កណ្តាលដើម្បីទៅលទ្ធផលបានទេ។ អ្នកអាចបន្តនៅពេលណាក៏បាន។",
    "not-yours": "លើកនេះជារបស់អ្នកផ្សេង។ សូមបើកទំព័រនេះម្តងទៀត ដើម្បីធ្វើរបស់អ្នក។",
    "past-due": "ផុតកំណត់ធ្វើហើយ។",
    "reply-too-long": "អ្នកសរសេរវែងពេក។ សូមសរសេរឱ្យខ្លីជាងនេះ រួចផ្ញើម្តងទៀត។",
    "signed-out": "អ្នកមិនទាន់ចូលគណនី។ សូមចូល រួចព្យាយាមម្តងទៀត ចម្លើយរបស់អ្នកនៅរក្សាទុកក្នុងឧបករណ៍នេះ។",
    "stale-step": "ទំព័រនេះចាស់ហើយ៖ អ្នកបានធ្វើបន្តនៅកន្លែងផ្សេង។ សូមបើកទំព័រនេះម្តងទៀត។",
    "time-up": "អស់ម៉ោងហើយ។ អ្វីដែលអ្នកឆ្លើយទាន់ពេលត្រូវបានរាប់។",
    "too-large": "អ្វីដែលបានផ្ញើធំពេក។",
    "too-long": "អ្នកបានដើរច្រើនជំហានហើយ តែមិនទាន់ដល់ទីបញ្ចប់។ សូមចាប់ផ្តើមឡើងវិញ។",
    "unknown-attempt": f"រកលើកនេះមិនឃើញ។ {_RELOAD}",
    "unknown-choice": "ជម្រើសនេះគ្មាននៅជំហាននេះទេ។ សូមបើកទំព័រនេះម្តងទៀត ហើយជ្រើសរើសម្តងទៀត។",
    "unknown-item": f"សំណួរនេះមិនមែនរបស់លើកនេះទេ។ {_RELOAD}",
}


def told(lang: str, code: str, vi: str, en: str, km: str = "") -> str:
    """The sentence in ``lang``; in Khmer ``km`` where the code does not say enough, and Vietnamese where there is
    none."""
    if lang == "km":
        return km or SENTENCES.get(code) or vi
    return en if lang == "en" else vi

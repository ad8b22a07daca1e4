"""Frameworks drawn by hypothesis."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from xblocks.competency.frameworks import Competency, Domain, Framework, sort_key

_letters = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"))
words = st.text(_letters | st.sampled_from("đĐăâêôơưÁạ >;,\t\"'"), min_size=1, max_size=30)


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


titles_text = words.map(_tidy).filter(bool)


@st.composite
def frameworks(draw: st.DrawFn, lang: str | None = None) -> Framework:
    """A valid framework; with titles in ``lang`` only, if it is given."""
    languages = st.just([lang]) if lang else st.lists(st.sampled_from(["vi", "en", "km"]), min_size=1, unique=True)

    def title() -> dict[str, str]:
        return {name: draw(titles_text) for name in draw(languages)}

    codes = draw(st.lists(st.integers(1, 12), min_size=0, max_size=4, unique=True))
    domains = [Domain(str(code), title()) for code in codes]
    subs = draw(st.lists(st.integers(1, 15), min_size=1, max_size=6, unique=True))
    if domains:
        pairs = [(draw(st.sampled_from(codes)), sub) for sub in subs]
        competencies = [Competency(f"{code}.{sub}", title(), str(code)) for code, sub in pairs]
    else:
        competencies = [Competency(f"IU{sub:02}", title()) for sub in subs]
    return Framework(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9.-]{0,10}", fullmatch=True)),
        version=draw(titles_text),
        title=title(),
        competencies=tuple(sorted(competencies, key=lambda c: sort_key(c.code))),
        domains=tuple(sorted(domains, key=lambda d: sort_key(d.code))),
    )

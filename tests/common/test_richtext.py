"""Rich text: cleaning is safe and idempotent, Markdown round trips, ordinary documents read as CommonMark does."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xblocks.common.richtext import clean, from_markdown, plain, to_markdown

TAGS = [
    "p",
    "br",
    "strong",
    "em",
    "code",
    "a",
    "img",
    "ul",
    "ol",
    "li",
    "blockquote",
    "span",
    "b",
    "i",
    "div",
    "h2",
    "pre",
    "table",
    "tr",
    "td",
    "script",
    "style",
    "svg",
    "math",
    "iframe",
    "template",
    "noscript",
    "textarea",
    "title",
    "form",
    "input",
]
ATTRIBUTES = (
    "",
    ' href="https://a.vn/x?a=1&amp;lt;"',
    ' href="javascript:alert(1)"',
    ' href="/static/a(b).pdf" title="Xem &quot;thêm&quot; \\"',
    ' href="#dau-hieu"',
    ' src="/static/a b.png" alt="Ảnh [1] *x*"',
    ' src="x" onerror="alert(1)"',
    ' lang="en"',
    ' lang="en&quot; x"',
    ' style="color:red" onclick=x',
)
WORDS = st.one_of(
    st.text(alphabet="ab *_`[]()<>!\\&;#-+1.>\n\"'=~|:{}x", max_size=12),
    st.text(max_size=8),
    st.sampled_from(
        [
            "  ",
            "*",
            "**",
            "&amp;",
            "&lt;b&gt;",
            "&#x338;",
            "\u0338",
            "e\u0301",
            "\u0301",
            "\u00a0",
            "1. a",
            "- a",
            "\n\n",
            "&#8232;",
            "---",
            "## a",
            "===",
        ]
    ),
)


def elements(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, attribute, inner: f"<{tag}{attribute}>{''.join(inner)}</{tag}>",
        st.sampled_from(TAGS),
        st.sampled_from(ATTRIBUTES),
        st.lists(children, max_size=4),
    )


HTML = st.one_of(
    st.lists(st.recursive(WORDS, elements, max_leaves=12), max_size=5).map("".join),
    st.lists(st.one_of(WORDS, st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS])), max_size=12).map(
        "".join
    ),
)
MARKDOWN = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            [
                "**",
                "*",
                "***",
                "`",
                "``",
                "[a](https://a.vn)",
                "![b](/static/b.png)",
                "](",
                "\n",
                "\n\n",
                "\n- ",
                "\n  - ",
                "\n1. ",
                "\n> ",
                "  \n",
                "\\\n",
                '<span lang="en">',
                "</span>",
                "<em>",
                "</em>",
                "<br>",
                "![",
                "[",
            ]
        ),
    ),
    max_size=25,
).map("".join)
ALLOWED = re.compile(
    r'</?(?:p|strong|em|code|ul|ol|li|blockquote)>|<br>|</a>|</span>|<span lang="[A-Za-z0-9-]+">'
    r'|<a href="(?:https?://|mailto:|tel:|/static/|#)[^"<>]+"(?: title="[^"<>]*")?>'
    r'|<img src="(?:https://|/static/)[^"<>]+" alt="[^"<>]*">',
    re.IGNORECASE,
)


@given(HTML)
@example("<strong>\u0338</strong>")
@example("<a href='/static/../x'>a</a>")
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    once = clean(html)
    assert clean(once) == once


@given(HTML)
def test_nothing_but_the_subset_survives(html: str) -> None:
    rest = ALLOWED.sub("", clean(html))
    assert "<" not in rest
    assert ">" not in rest


@given(HTML)
@example("<em>a</em><strong>b</strong>")
@example("<code>`</code>")
@example("<p>1. a</p><p>- b<br>- c</p>")
@example("<ul><li><ul><li>a</li></ul></li></ul>")
@example('a!<a href="#x">b</a>')
def test_markdown_carries_all_of_a_clean_text(html: str) -> None:
    cleaned = clean(html)
    assert from_markdown(to_markdown(cleaned)) == cleaned


@given(MARKDOWN)
def test_markdown_gives_clean_html_and_settles(md: str) -> None:
    html = from_markdown(md)
    assert clean(html) == html
    assert from_markdown(to_markdown(html)) == html


@given(st.text())
def test_any_string_is_taken(text: str) -> None:
    clean(text)
    from_markdown(text)
    to_markdown(text)
    plain(text)


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>Một đoạn</p>", "Một đoạn"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<script>alert(1)</script>a", "a"),
        ('<a href="javascript:alert(1)">a</a>', "a"),
        ('<a href="/courses/x">a</a>', "a"),
        ('<a href="//evil.example/x">a</a>', "a"),
        ('<img src="http://a.vn/x.png" alt="x">', "x"),
        ('<img src="/static/x.png" alt="x" onerror=1>', '<img src="/static/x.png" alt="x">'),
        ("<b>a </b>b", "<strong>a</strong> b"),
        ("<em><strong>a</strong></em><strong>b</strong>", "<strong><em>a</em>b</strong>"),
        ("<ul><li>a</li></ul> <ul><li><p>b</p></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<h2>a</h2>b", "<p>a</p><p>b</p>"),
        ('<span lang="en">phishing</span>', '<span lang="en">phishing</span>'),
        ("a<br><br>b<br>", "a<br><br>b"),
        ("\ud800", "\ufffd"),
    ],
)
def test_cleaned_form(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned


@pytest.mark.parametrize(
    ("md", "html"),
    [
        ("**đậm** và *nghiêng*", "<strong>đậm</strong> và <em>nghiêng</em>"),
        ("[a](foo.html)", "[a](foo.html)"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("156. Gọi số này", "156. Gọi số này"),
        ("# a", "# a"),
        ("snake_case_name và ____", "snake_case_name và ____"),
        ('<span lang="en">OTP</span>', '<span lang="en">OTP</span>'),
        ('<span lang="en">OTP', '&lt;span lang="en"&gt;OTP'),
        ('[x](#dau-hieu "vì sao")', '<a href="#dau-hieu" title="vì sao">x</a>'),
        ("", ""),
    ],
)
def test_markdown_read(md: str, html: str) -> None:
    assert from_markdown(md) == html


ORDINARY = [
    "Một đoạn.\n\nHai đoạn\nhai dòng.",
    "**Đậm**, *nghiêng*, ***cả hai***, `mã`, **đậm *và nghiêng* nữa**.",
    "a**b**c *d*e, 2*3*4, 2 * 3, **không đóng",
    "*a **b*** **a *b*** ***a** b* ***a* b**",
    '[liên kết](https://a.vn/x_y?z=1&amp;t=2 "Tên") và ![ảnh](/static/x.png)',
    "[một [hai](https://a.vn)](https://b.vn) [a](<https://a.vn/b c>)",
    "- một\n- hai\n  - hai chấm một\n\n  còn nữa\n- ba",
    "1. một\n2. hai\n   > trích\n3. ba\n\nhết",
    "> trích **đậm**\n>\n> - một\n> - hai\n\nsau",
    "dòng một\\\ndòng hai  \ndòng ba",
    "\\*không nghiêng\\* \\[x] 1\\. a &lt;b&gt; &nbsp;x",
    "- một\ncòn nữa\n- hai\n\n\n- ba",
    "``a ` b`` ` c ` `` ` ``",
    "đoạn\n- danh sách\n1. số\n> trích",
]


@pytest.mark.parametrize("md", ORDINARY)
def test_ordinary_documents_read_as_commonmark(md: str) -> None:
    peer = pytest.importorskip("markdown_it")
    assert from_markdown(md) == clean(peer.MarkdownIt("commonmark").render(md))


@pytest.mark.parametrize("md", ORDINARY)
def test_written_markdown_means_the_same_to_commonmark(md: str) -> None:
    peer = pytest.importorskip("markdown_it")
    html = from_markdown(md)
    assert clean(peer.MarkdownIt("commonmark").render(to_markdown(html))) == html


@pytest.mark.parametrize(
    "hostile",
    [
        "<blockquote>" * 5000,
        "<ul><li>" * 3000,
        "> " * 5000 + "a",
        "- " * 5000 + "a",
        "*" * 20000,
        "[" * 20000,
        "`a" * 20000,
        "**a *" * 5000,
        "<em>" * 20000,
        "](" * 9000,
        "![" * 9000 + "](/static/a)" * 9000,
        "&" * 20000,
    ],
)
def test_hostile_nesting_is_flattened(hostile: str) -> None:
    assert clean(clean(hostile)) == clean(hostile)
    html = from_markdown(hostile)
    assert from_markdown(to_markdown(html)) == html


def test_plain_words() -> None:
    assert plain("<p>a <strong>b</strong><br>c</p><ul><li>d &amp; e</li></ul>") == "a b\nc\nd & e"

"""Lessons: Markdown in, safe HTML out, with every image accounted for."""

from hypothesis import given
from hypothesis import strategies as st

from course_export.source.lesson import media_uses, plain, render


def test_markdown_with_tables_becomes_html_and_media_move_to_static():
    html = render("Chào **bạn**.\n\n![Máy](media/a.svg)\n\n| a | b |\n| :-- | --: |\n| 1 | 2 |\n").html
    assert "<strong>bạn</strong>" in html
    assert '<img src="/static/a.svg" alt="Máy">' in html
    assert '<td style="text-align:right">2</td>' in html


def test_scripts_handlers_styles_and_odd_addresses_do_not_get_through():
    html = render(
        "<script>alert(1)</script><style>p{}</style>\n\n<p onclick='x()' style='position:fixed'>a</p>\n\n"
        "[x](JaVaScRiPt:alert(1)) <iframe src='https://a'></iframe> <a href='data:text/html,x'>y</a>\n"
    ).html
    for bad in ("<script", "<style", "onclick", "fixed", "href", "<iframe", "data:"):
        assert bad not in html


def test_raw_html_images_move_to_static_as_well():
    assert '/static/a.png"' in render('<figure><img src="./media/a.png" alt="A"></figure>').html


def test_a_first_level_heading_is_lowered_because_the_page_has_one():
    html = render("# Một\n\n## Hai\n").html
    assert "<h1" not in html
    assert "<h2>Một</h2>" in html
    assert "<h3>Hai</h3>" in html


def test_words_are_what_is_read():
    assert render("**Cúp máy** và [báo](https://a.vn) ngay.\n\n- một\n- hai").words == 7
    assert plain("<p>a</p><p>b</p>") == "a b"


def test_uses_tell_name_line_and_description():
    text = "Một\n\n![](media/a.svg)\n\n![B](media/b.svg) [tệp](media/c.pdf)\n"
    uses = media_uses(render(text).html, file="f", text=text)
    assert [(u.name, u.line, u.image, u.alt) for u in uses] == [
        ("a.svg", 3, True, ""),
        ("b.svg", 5, True, "B"),
        ("c.pdf", 5, False, None),
    ]


@given(st.text(max_size=300))
def test_any_text_renders_to_something_without_scripts(text):
    html = render(text).html
    assert "<script" not in html.lower()
    assert render(text).html == html

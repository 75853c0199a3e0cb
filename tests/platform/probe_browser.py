"""Run by test_session.py alone: what becomes of a test that wants a browser?"""


def test_it(page):
    page.set_content("<h1>Here</h1>")
    assert page.inner_text("h1") == "Here"

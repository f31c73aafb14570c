"""Code cites no book that a reader has not: rules of law stand in docs/law/, each with how sure it is, and every citation leads to one."""

import re

import pytest
from markdown.extensions.toc import slugify

from webui.settings import ROOT

LAW = ROOT / "docs/law"
PAGES = {path.name: path.read_text() for path in sorted(LAW.glob("*.md"))}
CODE = ("engine", "casework", "forms", "workshop", "webui", "processes", "demo", "tests", "benchmarks")
SUFFIXES = (".py", ".toml", ".html", ".bpmn", ".dmn", ".form", ".typ", ".js", ".mjs", ".json", ".css", ".mako")
#: such as PermenPANRB 14/2017, Perda Kabupaten Tangerang 1/2024
NUMBERED = re.compile(r"\b(UU|PP|Perpres|Permen[A-Za-z]*|Permendagri|Perda|Perbup|Kepmen[A-Za-z]*)(?: [A-Z][a-z]+)* (\d+/\d{4})\b")
ARTICLES = re.compile(
    NUMBERED.pattern + r"(?: tentang [^,;\"]+)?,? (?:articles?|pasal) (\d+(?:(?:-|, (?:articles? |pasal )?| and | dan | to | sampai )\d+)*)"
)
CITATION = re.compile(r"docs/([\w/-]+\.md)(?:#([\w-]+))?")
MARK = re.compile(r"\((?:[^()]*[ ;,(])?(?:S\d?|K[123]|D)\b[^()]*\)|\((?:S\d?|K[123]|D)\)")


def code():
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in SUFFIXES and not {"node_modules", "built", "__pycache__", "data"} & set(path.parts):
                yield path, path.read_text()


def anchors(text):
    return {slugify(title, "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def sections(text):
    """(heading, what stands below it), of the second level."""
    return [part.partition("\n")[::2] for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]]


def test_nothing_cites_a_book_that_is_not_here():
    """The analysts' handbook is in docs/analysts/; there is no other."""
    decisions = [(path, path.read_text()) for path in (ROOT / "docs/decisions").glob("*.md")]
    for path, text in [*code(), *decisions]:
        found = re.search(r"(?<!analysts' )(?<!analysts-)(?<!test_)\bhandbook\b(?!\\)", text, re.IGNORECASE)
        assert not found or path.name == "test_law.py", f"{path}: {text[found.start() - 40 : found.end() + 40]}"


def test_every_citation_of_the_documentation_leads_to_a_heading():
    seen = 0
    for path, text in code():
        for page, anchor in CITATION.findall(text):
            if path.name == "test_law.py":
                continue
            target = ROOT / "docs" / page
            assert target.exists(), f"{path}: docs/{page}"
            assert not anchor or anchor in anchors(target.read_text()), f"{path}: docs/{page}#{anchor}"
            seen += page.startswith("law/")
    assert seen > 30


def test_every_decision_record_that_code_cites_is_there():
    cited = {number for path, text in code() for number in re.findall(r"docs/decisions/(\d{4})", text)}
    assert cited
    assert {number for number in cited if not list((ROOT / "docs/decisions").glob(f"{number}-*.md"))} == set()


def test_every_law_that_code_cites_stands_in_the_table():
    table = set(re.findall(r"^\| (\w+ \d+/\d{4}) \|", PAGES["index.md"], re.MULTILINE))
    cited = {f"{kind} {number}" for path, text in code() for kind, number in NUMBERED.findall(text) if path.name != "test_law.py"}
    assert {"UU 27/2022", "UU 30/2014", "PermenPANRB 14/2017"} <= cited
    assert cited - table == set()


def test_every_article_that_code_cites_is_spoken_of_on_a_page_of_its_law():
    checked = 0
    for path, text in code():
        for kind, number, articles in ARTICLES.findall(" ".join(text.split())):
            pages = [page for name, page in PAGES.items() if name != "index.md" and f"{kind} {number}" in page]
            told = " ".join(pages)
            for article in re.findall(r"\d+", articles):
                assert re.search(rf"[Aa]rticles? (?:[\d, and to]+ )?{article}\b", told), f"{path}: {kind} {number}, article {article}"
                checked += 1
    assert checked > 10


@pytest.mark.parametrize("name", [name for name in PAGES if name != "index.md"])
def test_every_rule_says_how_sure_it_is(name):
    rules = [(heading, text) for heading, text in sections(PAGES[name]) if heading != "Sources"]
    assert rules
    for heading, text in rules:
        assert MARK.search(text), heading
    used = set(re.findall(r"\b(S\d)\b", " ".join(text for _heading, text in rules)))
    named = set(re.findall(r"\b(S\d): ", PAGES[name]))
    assert used == named, "each source that is named is used, and the other way round"


def test_the_table_leads_to_pages():
    for target in re.findall(r"\]\(([\w-]+\.md)(?:#[\w-]+)?\)", PAGES["index.md"]):
        assert target in PAGES
    for page, anchor in re.findall(r"\]\(([\w-]+\.md)#([\w-]+)\)", " ".join(PAGES.values())):
        assert anchor in anchors(PAGES[page]), f"{page}#{anchor}"
    for law in re.findall(r"^\| (\w+ \d+/\d{4}) \|.*\| \[.*?\]\(([\w-]+\.md)", PAGES["index.md"], re.MULTILINE):
        assert law[0] in PAGES[law[1]] or law[0].replace("Perda", "Perda Kabupaten Tangerang") in PAGES[law[1]], law

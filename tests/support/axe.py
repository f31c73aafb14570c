"""axe in a page of the tests' browser: loaded once for each tab, run for each look, and only its violations carried out."""

from functools import cache

#: runs axe where it is loaded; gives its violations and whether the page is wider than its window. Nothing else is carried out of the
#: browser: what passed is a hundred kilobytes of every page, which nobody reads and which took longer to carry than to find
RUN = """async ([context, options]) => {
    if (!("axe" in window)) {
        if (!("loadAxe" in window)) return null;
        window.loadAxe();
    }
    const found = await axe.run(context ?? document, options);
    const page = document.documentElement;
    return [found.violations, page.scrollWidth > page.clientWidth];
}"""
OPTIONS = {"reporter": "no-passes", "resultTypes": ["violations"], "preload": False}
#: a colour that is written the same is the same colour: axe reads the colours of every element below every text, a fifth of its time
KEEP_COLOURS = """
    const {prototype} = axe.commons.color.Color, read = prototype.parseString, known = new Map();
    prototype.parseString = function (text) {
        if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
        else known.set(text, [read.call(this, text).r, this.g, this.b, this.alpha]);
        return this;
    };
"""


@cache
def make_loader():
    """Half a megabyte of script that stands ready in every document of a tab, and is run where somebody looks."""
    from axe_playwright_python.base import AXE_SCRIPT

    return f"window.loadAxe = () => {{ {AXE_SCRIPT}\n{KEEP_COLOURS} }};"


def run(page, context):
    """What axe finds in the page, and whether it is too wide. `context`: what of the page is looked at; None: all of it."""
    found = page.evaluate(RUN, [context, OPTIONS])
    if found is None:  # the first look of this tab: the next documents have it from the browser, which sends it to none again
        page.add_init_script(make_loader())
        page.evaluate(make_loader())
        found = page.evaluate(RUN, [context, OPTIONS])
    return found

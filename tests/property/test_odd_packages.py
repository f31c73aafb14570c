"""Whatever can be read can be looked at: an odd file of a package is told of, and never takes the page that shows it."""

import copy
import tomllib

import pytest
import simplejson
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.composition import RULES
from casework.services.service import services
from engine.packages.checks import check_resources
from engine.packages.content_cache import ContentCache
from engine.packages.manifest import ManifestError, read_manifest
from webui.bootstrap import catalogue_of
from webui.settings import ROOT
from workshop.comparison.changes import changes
from workshop.drafts.readability import reading_problems

#: what is read of the other files, which stay as they are
KEPT = ContentCache()
PACKAGES = catalogue_of([ROOT / "processes"])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


def places(node, here=()):
    """Every place in a document, the whole of it first."""
    yield here
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from places(value, (*here, key))


def altered(draw, document):
    """The document with something else in one to three places."""
    found = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([place for place in places(found) if place]))
        node = found
        for key in place[:-1]:
            node = node[key]
        node[place[-1]] = draw(JUNK)
    return found


@settings(max_examples=150, deadline=None)
@given(data=st.data(), package=st.sampled_from(["kelengkapan", "izin_reklame", "surat_masuk"]))
def test_an_odd_form_is_told_of(data, package):
    resources = dict(PACKAGES.get(package).resources)
    path = data.draw(st.sampled_from([path for path in resources if path.endswith(".form")]))
    content = simplejson.dumps(altered(data.draw, simplejson.loads(resources[path]))).encode()
    if reading_problems(path, content):
        return
    odd = {**resources, path: content}
    check_resources(odd, job_types=PACKAGES.job_types, rules=RULES, kept=KEPT)
    assert len(changes(resources, odd, ContentCache())) <= 1


@settings(max_examples=300, deadline=None)
@given(data=st.data(), package=st.sampled_from(["kelengkapan", "izin_reklame", "surat_masuk", "pengaduan"]))
def test_an_odd_manifest_is_refused_or_can_be_used(data, package):
    document = tomllib.loads(PACKAGES.get(package).resources["process.toml"].decode())
    try:
        manifest = read_manifest(altered(data.draw, document), RULES.sections)
    except ManifestError:
        return
    for case in manifest.cases:
        assert all(isinstance(text, str) for text in (case.process, case.title, *case.facts, *case.start_roles))
    for service in services(manifest):
        assert all(isinstance(text, str) for text in (service.name, *service.words, *(stage.key for stage in service.stages)))


@pytest.mark.parametrize(
    "text", ["package = 1", "", "case = 1\n[package]\nkey='a'", "[package]\nkey='ab'\n[field]\nx=1", "[package]\nkey='ab'\nname=1"]
)
def test_manifests_that_were_not_expected(text):
    with pytest.raises(ManifestError):
        read_manifest(tomllib.loads(text), RULES.sections)

"""The packages of the project, read once for each worker."""

from functools import cache
from pathlib import Path

from engine.packages.catalogue import Catalogue
from webui.bootstrap import catalogue_of
from webui.settings import ROOT

OURS, OF_TESTS = ROOT / "processes", ROOT / "tests" / "packages"


@cache
def packages_of(*folders: Path) -> Catalogue:
    """Only for folders that no test writes to."""
    return catalogue_of(folders)

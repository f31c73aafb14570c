"""The files of the product's own code, for the tests that read it."""

from webui.settings import ROOT


def sources(*folders, suffixes=(".py",)):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "static" not in path.parts and "__pycache__" not in path.parts:
                yield path

"""The command ./run as a module: it has no ending that Python would import."""

import importlib.machinery
import importlib.util

from webui.settings import ROOT


def run_module():
    loader = importlib.machinery.SourceFileLoader("alur_run", str(ROOT / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("alur_run", loader))
    loader.exec_module(module)
    return module

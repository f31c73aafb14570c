"""Finds process packages: every folder with a process.toml under processes/, and installed ones by the entry point `alur.processes`.

A broken package is found with its problems; it never stops the others.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from engine.model.errors import Problem
from engine.packages.manifest import Manifest, ManifestError, read_manifest
from engine.packages.package import Package
from engine.packages.rules import PackageRules
from engine.sdk import JobType

ENTRY_POINT = "alur.processes"
_RESOURCES = ("*.bpmn", "*.dmn", "forms/*.form", "locale/*.json", "scenarios/*.json", "documents/*.typ", "process.toml")


def discover(folders: Iterable[Path], rules: PackageRules) -> dict[str, Package]:
    """Every package by key, in the order of their keys; of two with one key the second is listed as broken."""
    found: dict[str, Package] = {}
    for package in [*_in_folders(folders, rules), *_installed(rules)]:
        if package.key not in found:
            found[package.key] = package
        elif found[package.key].folder != package.folder:
            message = f"The key '{package.key}' belongs to the package in {found[package.key].folder} already."
            problem = Problem(code="DUPLICATE_KEY", message=message, remedy="Give one of them another key.")
            found[f"{package.key} ({package.origin})"] = broken_package(package.key, package.folder, package.origin, [problem])
    return dict(sorted(found.items()))


def _in_folders(folders: Iterable[Path], rules: PackageRules) -> Iterator[Package]:
    for folder in folders:
        for manifest in sorted(folder.glob("*/process.toml")):
            yield read_package(manifest.parent, rules, origin="folder")


def _installed(rules: PackageRules) -> Iterator[Package]:
    for entry in sorted(entry_points(group=ENTRY_POINT), key=lambda item: item.name):
        origin = entry.dist.name if entry.dist else entry.name
        try:
            spec = importlib.util.find_spec(entry.module)
        except (ImportError, ValueError):
            spec = None
        if spec is None or not spec.origin:
            problem = Problem(code="NO_MODULE", message=f"The entry point names the module '{entry.module}', which cannot be found.")
            yield broken_package(entry.name, Path(), origin, [problem])
        else:
            yield read_package(Path(spec.origin).parent, rules, origin=origin, module=f"{entry.module}.handlers")


def broken_package(key: str, folder: Path, origin: str, problems: list[Problem]) -> Package:
    return Package(key=key, folder=folder, origin=origin, manifest=None, resources={}, job_types={}, problems=tuple(problems))


def read_package(folder: Path, rules: PackageRules, *, origin: str, module: str | None = None) -> Package:
    """One package from its folder, with every problem that reading it shows."""
    try:
        manifest = read_manifest(tomllib.loads((folder / "process.toml").read_text()), rules.sections)
    except (OSError, tomllib.TOMLDecodeError, ManifestError) as error:
        return broken_package(folder.name, folder, origin, [Problem(code="MANIFEST", resource="process.toml", message=str(error))])
    problems: list[Problem] = []
    job_types: dict[str, JobType] = {}
    try:
        job_types = _job_types(folder, manifest, module)
    except Exception as error:  # a package may fail in any way; it must not take the platform with it
        problems.append(Problem(code="HANDLERS", resource="handlers.py", message=f"{type(error).__name__}: {error}"))
    problems += [
        Problem(code="JOB_TYPE_NAME", resource="handlers.py", message=f"The job type '{name}' must begin with '{manifest.key}:'.")
        for name in job_types
        if not name.startswith(f"{manifest.key}:")
    ]
    resources = {str(path.relative_to(folder)): path.read_bytes() for pattern in _RESOURCES for path in sorted(folder.glob(pattern))}
    return Package(
        key=manifest.key,
        folder=folder,
        origin=origin,
        manifest=manifest,
        resources=resources,
        job_types=job_types,
        problems=tuple(problems),
    )


def _job_types(folder: Path, manifest: Manifest, module: str | None) -> dict[str, JobType]:
    loaded = importlib.import_module(module) if module else _load(folder, manifest)
    if loaded is None:
        return {}
    found = [value.__job_type__ for value in vars(loaded).values() if isinstance(getattr(value, "__job_type__", None), JobType)]
    return {item.name: item for item in found}


def _load(folder: Path, manifest: Manifest) -> ModuleType | None:
    path = folder / "handlers.py"
    if not path.exists():
        return None
    name = f"alur_package_{manifest.key}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module

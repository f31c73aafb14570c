"""An analyst with a draft, in the engine and on the pages."""

import io
import json
import re
from uuid import UUID

from engine.model.actor import Actor
from webui.settings import ROOT
from workshop.drafts.commands.begin_package_draft import BeginPackageDraft
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail

BPMN = (ROOT / "processes/kelengkapan/kelengkapan.bpmn").read_bytes()
NOTE = "Nama langkah diperjelas bagi petugas."
WRITER, SECOND = "kabid.diskominfo.2", "kabid.diskominfo.1"


class Analyst:
    def __init__(self, harness, code, actor):
        person = actor(code)
        self.harness, self.actor = (
            harness,
            Actor(person=person.person, name=person.name, seats=person.seats, permissions=frozenset({"design"})),
        )

    def do(self, command):
        return self.harness.execute(command, self.actor)

    def ask(self, query):
        return self.harness.ask(query, self.actor)

    def see(self, draft):
        return self.ask(PackageDraftDetail(draft=draft))

    def begin(self, package="kelengkapan", **more):
        return UUID(self.do(BeginPackageDraft(package=package, **more))["draft"])

    def change(self, draft, **files):
        return self.do(ChangePackageFiles(draft=draft, files={name.replace("__", "."): content for name, content in files.items()}))[
            "changed"
        ]


def save(browser, *files):
    return browser.post(f"{browser.where}/berkas", berkas=[(io.BytesIO(content), name) for name, content in files])


def renamed(name="Periksa kelengkapan berkas", content=BPMN):
    return content.replace(b'name="Periksa kelengkapan"', f'name="{name}"'.encode())


def material(browser):
    return json.loads(re.search(r'id="bahan">(.*?)</script>', browser.page, re.S).group(1))

"""Builds the regency's structure as rows: units, positions, people who hold them (docs/law/organisation.md#levels)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.orm import Session

from demo.agencies import AGENCIES, ASSISTANTS, BUREAUS, SECTIONS, Agency
from demo.names import invented_names
from engine.model.ports import Vault
from engine.persistence.tables.identity import Holding, Person, Position, Unit

DOMAIN = "tangerangkab.example"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
AREAS_FILE = Path(__file__).parent / "data" / "areas_3603.json"

#: they are elected, and no civil servants
ELECTED = ("bupati", "wakil_bupati")
#: role -> rank and grade (docs/law/organisation.md#levels)
RANKS = {
    "sekda": "Pembina Utama Madya (IV/d)",
    "asisten": "Pembina Utama Muda (IV/c)",
    "kepala": "Pembina Utama Muda (IV/c)",
    "sekretaris": "Pembina Tingkat I (IV/b)",
    "camat": "Pembina (IV/a)",
    "kabid": "Pembina (IV/a)",
    "kasi": "Penata Tingkat I (III/d)",
}


def identifier(kind: str, code: str) -> UUID:
    """Returns the same id at every load, so that loading twice changes nothing."""
    return uuid5(NAMESPACE_URL, f"https://alur.example/demo/{kind}/{code}")


class Organisation:
    """Collects rows in the order in which they may be inserted."""

    def __init__(self, password_hash: str, vault: Vault | None) -> None:
        self.password_hash = password_hash
        self.vault = vault
        self.units: list[Unit] = []
        self.positions: list[Position] = []
        self.people: list[Person] = []
        self.holdings: list[Holding] = []
        self.names = invented_names()

    def unit(self, code: str, name: str, kind: str, parent: str | None) -> str:
        self.units.append(
            Unit(
                id=identifier("unit", code),
                code=code,
                name=name,
                kind=kind,
                parent_id=identifier("unit", parent) if parent else None,
                valid_from=SINCE.date(),
            )
        )
        return code

    def position(
        self, code: str, title: str, unit: str, role: str, superior: str | None, *, name: str = "", permissions: tuple[str, ...] = ()
    ) -> str:
        self.positions.append(
            Position(
                id=identifier("position", code),
                code=code,
                title=title,
                unit_id=identifier("unit", unit),
                role=role,
                superior_id=identifier("position", superior) if superior else None,
                permissions=list(permissions),
                valid_from=SINCE.date(),
            )
        )
        self.hold(self.person(code, name or next(self.names), role), code, "DEFINITIF")
        return code

    def person(self, code: str, name: str, role: str = "") -> str:
        number = len(self.people) + 1
        self.people.append(
            Person(
                id=identifier("person", code),
                name=name,
                email=f"{code}@{DOMAIN}",
                phone=f"+6280000{number:06d}",
                nip=None if role in ELECTED else _nip(number),
                rank=None if role in ELECTED else RANKS.get(role, "Penata (III/c)"),
                nik_sealed=self.vault.seal(_nik(number)) if self.vault else None,
                nik_index=self.vault.index(_nik(number)) if self.vault else None,
                language="id",
                password_hash=self.password_hash,
            )
        )
        return code

    def hold(self, person: str, position: str, kind: str, *, since: datetime = SINCE, until: datetime | None = None) -> None:
        self.holdings.append(
            Holding(
                id=identifier("holding", f"{person} {position} {kind}"),
                person_id=identifier("person", person),
                position_id=identifier("position", position),
                kind=kind,
                valid_from=since,
                valid_to=until,
                decree="800.1.3.3/0001/2026",
            )
        )


def _nip(number: int) -> str:
    """Invents a NIP of the right shape: birth, appointment month, sex, serial."""
    birth = _born(number)
    return f"{birth:%Y%m%d}{birth.year + 24}{1 + number % 12:02d}{1 if number % 2 else 2}{1 + number % 998:03d}"


def _nik(number: int) -> str:
    """Invents a NIK: 360399 is no kecamatan, so it can be nobody's. Women's days are 41 to 71."""
    birth = _born(number)
    return f"360399{birth.day + (0 if number % 2 else 40):02d}{birth:%m%y}{number:04d}"


def _born(number: int) -> date:
    return date(1970 + number % 25, 1 + number % 12, 1 + number % 28)


def build_organisation(password_hash: str, vault: Vault | None = None) -> Organisation:
    """The whole regency of the demonstration. `vault`: seals the fictional NIKs; without it people have none."""
    made = Organisation(password_hash, vault)
    made.unit("kabupaten", "Kabupaten Tangerang", "kabupaten", None)
    made.unit("setda", "Sekretariat Daerah", "setda", "kabupaten")
    made.position("bupati", "Bupati Tangerang", "kabupaten", "bupati", None, name="H. Contoh Wijaya")
    made.position("wakil.bupati", "Wakil Bupati Tangerang", "kabupaten", "wakil_bupati", "bupati")
    made.position("sekda", "Sekretaris Daerah", "setda", "sekda", "bupati", name="Ratna Teladan")
    for number, field in enumerate(("Hukum dan Politik", "Ekonomi dan Keuangan", "Kemasyarakatan"), 1):
        made.position(f"staf.ahli.{number}", f"Staf Ahli Bidang {field}", "setda", "staf_ahli", "sekda")
    for number, field in enumerate(ASSISTANTS, 1):
        made.position(f"asisten.{number}", f"Asisten {field}", "setda", "asisten", "sekda")
    made.position("agendaris.setda", "Pencatat Surat Sekretariat Daerah", "setda", "agendaris", "sekda")
    for number, (name, assistant) in enumerate(BUREAUS, 1):
        bureau = made.unit(f"bagian.{number}", f"Bagian {name}", "bagian", "setda")
        head = made.position(f"kabag.{number}", f"Kepala Bagian {name}", bureau, "kabag", f"asisten.{assistant}")
        for place in (1, 2):
            made.position(f"analis.bagian.{number}.{place}", f"Analis {name}", bureau, "jf", head)
    for agency in AGENCIES:
        _agency(made, agency)
    _districts(made)
    made.position("operator", "Operator Platform", "diskominfo", "operator", "kepala.diskominfo", permissions=("operate", "administer"))
    for code in ("kabid.diskominfo.1", "kabid.diskominfo.2"):  # analysts: one writes, the other approves
        next(position for position in made.positions if position.code == code).permissions = ["design"]
    made.position("bendahara.bapenda", "Bendahara Penerimaan", "bapenda", "bendahara", "kepala.bapenda", permissions=("treasury",))
    return made


def _agency(made: Organisation, agency: Agency) -> None:
    code = made.unit(agency.code, agency.name, "dinas", "kabupaten")
    head = made.position(f"kepala.{code}", f"{agency.head} {agency.name}", code, "kepala", f"asisten.{agency.assistant}")
    made.position(f"agendaris.{code}", f"Pencatat Surat {agency.name}", code, "agendaris", head)
    office = made.unit(f"sekretariat.{code}", f"Sekretariat {agency.name}", "sekretariat", code)
    secretary = made.position(f"sekretaris.{code}", f"Sekretaris {agency.name}", office, "sekretaris", head)
    for number, field in enumerate(("Umum dan Kepegawaian", "Keuangan", "Perencanaan"), 1):
        sub = made.position(f"kasubbag.{code}.{number}", f"Kepala Subbagian {field}", office, "kasubbag", secretary)
        made.position(f"staf.umum.{code}.{number}", f"Pengelola {field}", office, "pelaksana", sub)
    for number, division in enumerate(agency.divisions, 1):
        bidang = made.unit(f"bidang.{code}.{number}", f"Bidang {division}", "bidang", code)
        chief = made.position(f"kabid.{code}.{number}", f"Kepala Bidang {division}", bidang, "kabid", head)
        for place, section in enumerate(SECTIONS, 1):
            seksi = made.unit(f"seksi.{code}.{number}.{place}", f"Seksi {section} {division}", "seksi", bidang)
            # since 2021 most section heads are functional posts with a team leader's duty
            role, title = ("kasi", "Kepala Seksi") if place == 1 else ("ketua_tim", "Ketua Tim")
            leader = made.position(f"tim.{code}.{number}.{place}", f"{title} {section} {division}", seksi, role, chief)
            made.position(f"staf.{code}.{number}.{place}", f"Pengolah Data {section} {division}", seksi, "pelaksana", leader)


def _districts(made: Organisation) -> None:
    areas: list[dict[str, Any]] = json.loads(AREAS_FILE.read_text())
    for area in areas:
        parts = area["kode"].split(".")
        if len(parts) == 3:
            code = made.unit(f"kec.{parts[2]}", f"Kecamatan {area['nama']}", "kecamatan", "kabupaten")
            head = made.position(f"camat.{parts[2]}", f"Camat {area['nama']}", code, "camat", "asisten.1")
            made.position(f"agendaris.kec.{parts[2]}", f"Pencatat Surat Kecamatan {area['nama']}", code, "agendaris", head)
            secretary = made.position(f"sekcam.{parts[2]}", f"Sekretaris Kecamatan {area['nama']}", code, "sekcam", head)
            made.position(f"staf.kec.{parts[2]}", f"Pengelola Umum Kecamatan {area['nama']}", code, "pelaksana", secretary)
            for number, field in enumerate(("Pemerintahan", "Pelayanan", "Ketenteraman"), 1):
                made.position(f"kasi.kec.{parts[2]}.{number}", f"Kepala Seksi {field} {area['nama']}", code, "kasi", head)
        elif len(parts) == 4:
            village = parts[3].startswith("2")
            name = f"{'Desa' if village else 'Kelurahan'} {area['nama']}"
            code = made.unit(
                f"{'desa' if village else 'kel'}.{parts[2]}.{parts[3]}", name, "desa" if village else "kelurahan", f"kec.{parts[2]}"
            )
            # a Lurah is a civil servant under the Camat; a Kepala Desa is elected and gets letters, never a disposition
            if not village:
                lurah = made.position(f"lurah.{parts[2]}.{parts[3]}", f"Lurah {area['nama']}", code, "lurah", f"camat.{parts[2]}")
                made.position(f"staf.{code}", f"Pengelola Umum {name}", code, "pelaksana", lurah)


def insert_organisation(session: Session, made: Organisation) -> None:
    for rows in (made.units, made.positions, made.people, made.holdings):
        session.add_all(rows)
        session.flush()

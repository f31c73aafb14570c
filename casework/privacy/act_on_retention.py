"""Carries out what the rules of retention ask for and an approval allows: a few cases and parts of cases in each round of the clock."""

from __future__ import annotations

from itertools import groupby

import structlog

from casework.documents.errors import StorageAway, StorageFull
from casework.documents.parts import DocumentParts
from casework.privacy.commands.close_handover import CloseHandover
from casework.privacy.commands.erase_case import EraseCase
from casework.privacy.commands.erase_document import EraseDocument
from casework.privacy.commands.erase_fields import EraseFields
from casework.privacy.commands.record_handover import RecordHandover
from casework.privacy.handover_package import pack
from casework.privacy.queries.handover_contents import HandedCase, HandoverContents
from casework.privacy.queries.handovers import Handovers
from casework.privacy.queries.instances_of_case import InstancesOfCase
from casework.privacy.queries.retention_due import DueCase, RetentionDue
from casework.privacy.queries.retention_of_parts import DuePart, RetentionOfParts
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState, NotFound

#: trees, and parts of trees, in one round, so that the clock's other work does not wait
BATCH = 50
#: cases of one package for the archive, and bytes of their files after which it takes no other case
PACKED, PACKED_BYTES = 50, 64 * 1024 * 1024
log = structlog.get_logger()


def act_on_retention(engine: Engine) -> None:
    due = engine.ask(RetentionDue(approved=True), actor=SYSTEM)
    done = sum(erase_tree(engine, case, basis=case.basis) for case in [case for case in due if case.may_go][:BATCH])
    if done:
        log.info("cases erased after their retention", count=done)
    parts = [part for part in engine.ask(RetentionOfParts(approved=True), actor=SYSTEM) if part.may_go]
    done = sum(erase_part(engine, part, basis=part.basis) for part in parts[:BATCH])
    if done:
        log.info("fields and documents erased after their retention", count=done)
    _pack_for_archive(engine, [case for case in due if case.may_be_handed])
    _erase_handed(engine)


def erase_tree(engine: Engine, case: DueCase, *, basis: str) -> bool:
    """Erases a case and all that it called, the root last: what breaks off goes on in the next round. False: it was held meanwhile."""
    try:
        for instance in case.instances:
            engine.execute(EraseCase(instance=instance, basis=basis, rule=case.rule), actor=SYSTEM)
    except InvalidState as refused:
        log.info("a case is kept after all", case=str(case.case), reason=str(refused))
        return False
    return True


def erase_part(engine: Engine, part: DuePart, *, basis: str) -> bool:
    """Erases fields, first where they were copied to, or a document. False: the case was held meanwhile."""
    given = {"rule": part.rule, "basis": basis}
    try:
        if part.part == "DOCUMENT":
            for name in part.names:
                engine.execute(EraseDocument(document=part.document(name), **given), actor=SYSTEM)
            return True
        for instance, names in (*part.copies, (part.instance, part.names)):
            engine.execute(EraseFields(instance=instance, fields=list(names), **given), actor=SYSTEM)
    except InvalidState as refused:
        log.info("a part of a case is kept after all", case=str(part.case), reason=str(refused))
        return False
    return True


def _pack_for_archive(engine: Engine, due: list[DueCase]) -> None:
    """Packs some cases of one process that one approval lets go: a package in each round."""
    for (process, rule, basis), group in groupby(due, key=lambda case: (case.process, case.rule, case.basis)):
        store = engine.platform.part(DocumentParts).documents
        packed: list[HandedCase] = []
        size = 0
        for case in list(group)[:PACKED]:
            contents: HandedCase = engine.ask(HandoverContents(case=case.case), actor=SYSTEM)
            size += sum(file.size for file in contents.files)
            if packed and size > PACKED_BYTES:
                break
            packed.append(contents)
        described = {"process": process, "rule": rule, "approval": basis}
        try:
            package = pack(packed, described, store.get)
            stored = store.put(package.content)
            command = RecordHandover(
                process=process, cases=[case.case for case in packed], rule=rule, basis=basis,
                sha256=stored, size=len(package.content), listing=package.listing,
            )  # fmt: skip
            engine.execute(command, actor=SYSTEM)
        except (InvalidState, NotFound, StorageAway, StorageFull) as refused:
            # a file that the store lacks is no reason to hand over a case without it: somebody has to look
            log.error("cases were not packed for the archive", process=process, reason=str(refused))
            continue
        log.info("cases packed for the archive", process=process, count=len(packed))
        return


def _erase_handed(engine: Engine) -> None:
    """Erases cases whose handing over has its minutes, and closes the package with its last one."""
    done = 0
    for handover in engine.ask(Handovers(open_only=True), actor=SYSTEM):
        for case in handover.cases:
            if done >= BATCH:
                return
            instances = engine.ask(InstancesOfCase(case=case), actor=SYSTEM)
            try:
                for instance in instances:
                    engine.execute(EraseCase(instance=instance, basis=handover.minutes or "", rule=handover.rule), actor=SYSTEM)
            except InvalidState as refused:
                log.info("a case that was handed over is kept here after all", case=str(case), reason=str(refused))
            done += bool(instances)
        try:
            engine.execute(CloseHandover(handover=handover.id), actor=SYSTEM)
        except InvalidState:
            continue

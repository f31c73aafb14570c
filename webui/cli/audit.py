"""`alur audit` proves that no audit row was altered; `alur retention` erases cases after their retention; `alur hold` keeps one."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from engine.connectors.seal import Ed25519Sealer
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState, NotFound
from webui.cli.audit_words import altered_words
from webui.cli.speech import add_language, case_of, speech_of


def add_audit_commands(commands: Any) -> None:
    audit = commands.add_parser("audit", help="verify the audit; pin and change the key of its seals").add_subparsers(
        dest="what", required=True
    )
    verify = audit.add_parser("verify", help="every chain and seal, or the chain of a case; names what was altered")
    verify.add_argument("case", nargs="?", metavar="CASE", help="number or id of a case; without it everything")
    verify.add_argument("--pins", type=Path, help="file of trusted keys; without it that of ALUR_SEAL_PINS")
    verify.add_argument("--heads", type=Path, help="copy of the heads outside the database; without it that of ALUR_SEAL_HEADS")
    add_language(verify)
    verify.set_defaults(run=_verify)
    pin = audit.add_parser("pin", help="write the public key of ALUR_SEAL_KEY into a new file of trusted keys")
    pin.add_argument("file", type=Path, help="the new file")
    pin.set_defaults(run=_pin)
    rotate = audit.add_parser("rotate", help="let the key of ALUR_SEAL_KEY name its successor in the file of trusted keys")
    rotate.add_argument("file", type=Path, help="the file of trusted keys")
    rotate.add_argument("new_key", help="the new public key in base64: `alur audit pin` prints it where the new ALUR_SEAL_KEY is set")
    rotate.set_defaults(run=_rotate)
    retention = commands.add_parser("retention", help="ended cases whose time of keeping is over by the rules of their packages")
    retention.add_argument("--dry-run", action="store_true", help="show what would go (so it is without --yes)")
    retention.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="what will be due on this day")
    retention.add_argument("--yes", action="store_true", help="erase what may be destroyed and is not held")
    retention.add_argument("--basis", default="", help="number and date of the approval; --yes needs it")
    retention.set_defaults(run=_retention)
    hold = commands.add_parser("hold", help="hold a case: nothing of it is erased (a dispute, an audit)")
    hold.add_argument("case", metavar="CASE", help="number or id of the case")
    hold.add_argument("--reason", required=True, help="why: it is kept with the case")
    hold.add_argument("--lift", action="store_true", help="lift the hold")
    add_language(hold)
    hold.set_defaults(run=_hold)
    erase = commands.add_parser("erase", help="erase the content of one ended case")
    erase.add_argument("case", metavar="CASE", help="number or id of the case")
    erase.add_argument("--basis", required=True, help="why: the rule or the request")
    add_language(erase)
    erase.set_defaults(run=_erase)


def _engine() -> Engine:
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    return build_platform(read_settings())


def _verify(options: argparse.Namespace) -> None:
    from engine.core.audit.anchor import AnchorBroken
    from engine.queries.audit.audit_verification import VerifyAudit

    speech = speech_of(options)
    try:
        anchor = _anchor(options)
    except (AnchorBroken, OSError) as reason:
        sys.exit(f"alur: {reason}")
    if anchor is None:
        warning = speech.translate(
            "belum ada kunci yang dicatat (ALUR_SEAL_PINS atau --pins), jadi kunci pengaturan ini yang dipercaya: `alur audit pin BERKAS`"
        )
        print(f"alur: {warning}", file=sys.stderr)
    engine = _engine()
    case = case_of(engine, options.case, speech) if options.case else None
    try:
        altered = engine.ask(VerifyAudit(instance=case, anchor=anchor), actor=SYSTEM)
    except NotFound:
        speech.refuse(speech.translate("Tidak ada kasus dengan id itu."))
    for item in altered:
        print(f"alur: {altered_words(item.message, speech.language)}", file=sys.stderr)
    if altered:
        sys.exit(1)
    whole = speech.translate("Rantainya utuh.") if case else speech.translate("Semua rantai utuh dan cocok dengan segelnya.")
    print(whole)


def _anchor(options: argparse.Namespace) -> Any:
    """Returns what stands outside the database; None where nothing is pinned. Raises AnchorBroken, OSError."""
    from engine.connectors.seal import signature_holds
    from engine.core.audit.anchor import Anchor, read_heads, read_pins
    from webui.settings import read_settings

    settings = read_settings()
    pins, heads = options.pins or settings.seal_pins, options.heads or settings.seal_heads
    if pins is None:
        return None
    keys = read_pins(pins.read_text(), signature_holds)
    return Anchor(keys=keys, heads=read_heads(heads.read_text() if heads.exists() else "") if heads else None)


def _sealer() -> Ed25519Sealer:
    from webui.settings import read_settings

    key = read_settings().seal_key
    if key is None:
        sys.exit("alur: ALUR_SEAL_KEY is not set here: only who holds it can pin or change it")
    return Ed25519Sealer(key)


def _pin(options: argparse.Namespace) -> None:
    key = _sealer().key
    try:
        with options.file.open("x") as file:
            file.write(f"pin {key}\n")
    except FileExistsError:
        sys.exit(f"alur: {options.file} is there already; a pin is not replaced: `alur audit rotate` adds the next key")
    print(f"pinned {key}\nKeep {options.file} where the database's owner cannot write, and a copy on paper.")


def _rotate(options: argparse.Namespace) -> None:
    import base64

    from engine.connectors.seal import is_public_key, signature_holds
    from engine.core.audit.anchor import AnchorBroken, read_pins, rotation_statement

    sealer = _sealer()
    try:
        keys = read_pins(options.file.read_text(), signature_holds)
    except (AnchorBroken, OSError) as reason:
        sys.exit(f"alur: {reason}")
    if sealer.key not in keys:
        sys.exit("alur: the key of ALUR_SEAL_KEY is not one of the trusted ones: it cannot name its successor")
    if not is_public_key(options.new_key) or options.new_key in keys:
        sys.exit("alur: expected a new public key, base64 of 32 bytes, that is not trusted yet")
    signature = base64.b64encode(sealer.sign(rotation_statement(sealer.key, options.new_key))).decode()
    with options.file.open("a") as file:
        file.write(f"rotate {sealer.key} {options.new_key} {signature}\n")
    print("The new key is trusted. Give the clock the new ALUR_SEAL_KEY and restart it: then the old one counts no more.")


def _retention(options: argparse.Namespace) -> None:
    from casework.privacy.act_on_retention import erase_part, erase_tree
    from casework.privacy.queries.retention_due import RetentionDue
    from casework.privacy.queries.retention_of_parts import RetentionOfParts

    if options.yes and (options.dry_run or options.until):
        sys.exit("alur: --yes erases what is due today; leave out --dry-run and --until, or --yes")
    if options.yes and not options.basis.strip():
        sys.exit("alur: expected --basis with the number of the approval, but it is missing")
    engine = _engine()
    count = 0
    while due := engine.ask(RetentionDue(until=None if options.yes else options.until), actor=SYSTEM):
        erased = 0
        for case in due:
            goes = case.fate == "DESTROY" and not case.held
            if not options.yes:
                held, approved = ("  held" if case.held else ""), ("  approved" if case.basis else "")
                print(f"{case.due}  {case.process}  {case.number or case.case}  {case.rule}{held}{approved}")
                count += goes
            elif goes:
                erased += erase_tree(engine, case, basis=options.basis)
        count += erased
        if not erased:
            break
    parts = engine.ask(RetentionOfParts(until=None if options.yes else options.until), actor=SYSTEM)
    free = [part for part in parts if not part.held]
    for part in parts if not options.yes else ():
        held, approved = ("  held" if part.held else ""), ("  approved" if part.basis else "")
        named = f"{part.part.lower()} {', '.join(part.shown)}"
        print(f"{part.due}  {part.process}  {part.number or part.case}  {named}  {part.rule}{held}{approved}")
    if options.yes:
        gone = sum(erase_part(engine, part, basis=options.basis) for part in free)
        print(f"{count} cases, and fields or documents of {gone} others, erased")
    else:
        print(f"{count} cases would be erased, and fields or documents of {len(free)} others; --yes --basis APPROVAL does it")


def _hold(options: argparse.Namespace) -> None:
    from casework.privacy.commands.lift_legal_hold import LiftLegalHold
    from casework.privacy.commands.place_legal_hold import PlaceLegalHold

    speech, engine = speech_of(options), _engine()
    kind = LiftLegalHold if options.lift else PlaceLegalHold
    if not options.reason.strip():
        speech.refuse(speech.translate("Tulis alasannya sesudah --reason."))
    try:
        engine.execute(kind(case=case_of(engine, options.case, speech), reason=options.reason), actor=SYSTEM)
    except NotFound:
        speech.refuse(speech.translate("Tidak ada kasus dengan id itu."))
    except InvalidState:
        if options.lift:
            speech.refuse(speech.translate("Kasus ini tidak ditahan."))
        speech.refuse(speech.translate("Kasus ini sudah ditahan."))
    done = (
        speech.translate("Kasus ini tidak ditahan lagi.")
        if options.lift
        else speech.translate("Kasus ini ditahan: tidak ada isinya yang dihapus.")
    )
    print(done)


def _erase(options: argparse.Namespace) -> None:
    from casework.privacy.commands.erase_case import EraseCase

    speech, engine = speech_of(options), _engine()
    try:
        answer = engine.execute(EraseCase(instance=case_of(engine, options.case, speech), basis=options.basis), actor=SYSTEM)
    except NotFound:
        speech.refuse(speech.translate("Tidak ada kasus dengan id itu."))
    except InvalidState:
        speech.refuse(speech.translate("Kasus ini belum dapat dihapus: masih berjalan, atau ditahan."))
    print(speech.translate("Terhapus; {count} nilai dikeluarkan dari riwayat.", count=answer["history"]))

"""`alur cold`: moves what is bulky of ended cases to cold storage, and brings a case back."""

from __future__ import annotations

import argparse
from typing import Any

from engine.model.actor import SYSTEM
from engine.model.errors import NotFound
from webui.cli.speech import add_language, case_of, speech_of

#: days that a case stays which an operator has brought back
KEPT_DAYS = 90


def add_cold_commands(commands: Any) -> None:
    cold = commands.add_parser("cold", help="cold storage of cases that ended long ago").add_subparsers(dest="what", required=True)
    move = cold.add_parser("move", help="move now what the clock would move in its next rounds")
    move.add_argument("--days", type=_days, help="since the end of a case; without it ALUR_COLD_AFTER_DAYS")
    add_language(move)
    move.set_defaults(run=_move)
    restore = cold.add_parser("restore", help="bring a case back, with those that it called")
    restore.add_argument("case", metavar="CASE", help="number or id of the case")
    restore.add_argument("--days", type=_days, default=KEPT_DAYS, help="how long it stays (90)")
    add_language(restore)
    restore.set_defaults(run=_restore)


def _days(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 36_500:
        raise ValueError(text)
    return number


def _move(options: argparse.Namespace) -> None:
    from engine.jobs.housekeeping import ColdStorage, move_cold_cases
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    speech, settings = speech_of(options), read_settings()
    days = options.days or settings.cold_after_days
    if not days:
        speech.refuse(speech.translate("ALUR_COLD_AFTER_DAYS bernilai 0: tulis jumlah harinya dengan --days."))
    engine, moved = build_platform(settings), 0
    while batch := move_cold_cases(engine, ColdStorage(days)):
        moved += batch
    print(speech.translate("{count} kasus dipindahkan ke penyimpanan dingin.", count=moved))


def _restore(options: argparse.Namespace) -> None:
    from engine.commands.instances.restore_cold_case import RestoreColdCase
    from engine.queries.instances.cold_instances import ColdInstances
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    speech, engine = speech_of(options), build_platform(read_settings())
    case = case_of(engine, options.case, speech)
    try:
        cold = engine.ask(ColdInstances(instance=case), actor=SYSTEM)
    except NotFound:
        speech.refuse(speech.translate("Tidak ada kasus dengan id itu."))
    if not cold:
        speech.refuse(speech.translate("Kasus ini tidak berada di penyimpanan dingin."))
    for instance in cold:
        engine.execute(RestoreColdCase(instance=instance, days=options.days), actor=SYSTEM)
    print(speech.translate("Kasus ini kembali dari penyimpanan dingin, dan tinggal {days} hari.", days=options.days))

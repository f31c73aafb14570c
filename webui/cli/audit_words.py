"""Says in Bahasa Indonesia what the verification of the audit has found: the engine says it in English, for logs and for the record."""

from __future__ import annotations

import re

_CASE = r"(?P<case>[0-9a-f-]{36})"
_WORDS = {
    rf"the audit of {_CASE} is missing: not one row is there": "jejak audit kasus {case} hilang: tidak satu baris pun ada",
    rf"the case {_CASE} is gone: (?P<place>.+) names it": "kasus {case} hilang, padahal masih disebut ({place})",
    rf"row (?P<row>\d+) of the audit of {_CASE} is gone: what it carried is there": (
        "baris {row} jejak audit kasus {case} hilang, padahal isinya masih ada"
    ),
    rf"the last rows of the audit of {_CASE} are gone: its history goes on after them": (
        "baris terakhir jejak audit kasus {case} hilang: riwayatnya berlanjut sesudahnya"
    ),
    rf"what row (?P<row>\d+) of the audit of {_CASE} carried is gone, and no erasure is recorded": (
        "isi baris {row} jejak audit kasus {case} hilang, dan tidak ada catatan penghapusannya"
    ),
    rf"the audit of {_CASE} was altered at row (?P<row>\d+)": "jejak audit kasus {case} diubah pada baris {row}",
    r"the day (?P<day>\S+) is not sealed: the clock stands still, or its seal was cut off": (
        "hari {day} belum disegel: proses jam berhenti, atau segelnya dibuang"
    ),
    r"the seal of (?P<day>\S+) is missing": "segel hari {day} hilang",
    r"the seal of (?P<day>\S+) is signed by a key that is not trusted: (?P<key>.+)": (
        "segel hari {day} ditandatangani kunci yang tidak dipercaya: {key}"
    ),
    r"the seal of (?P<day>\S+) was altered: its signature does not fit": "segel hari {day} diubah: tanda tangannya tidak cocok",
    r"the audit of (?P<day>\S+) does not fit its seal: (?P<sealed>\d+) rows were sealed, (?P<there>\d+) are there": (
        "jejak audit hari {day} tidak cocok dengan segelnya: {sealed} baris disegel, {there} yang ada"
    ),
    r"the audit of (?P<day>\S+) does not fit its seal: a row was altered": (
        "jejak audit hari {day} tidak cocok dengan segelnya: ada baris yang diubah"
    ),
    r"head (?P<head>\d+) is missing: the next one there is (?P<next>\d+)": "kepala rantai {head} hilang: berikutnya yang ada {next}",
    r"head (?P<head>\d+) \(until (?P<until>[^)]+)\) is signed by a key that is not trusted: (?P<key>.+)": (
        "kepala rantai {head} (sampai {until}) ditandatangani kunci yang tidak dipercaya: {key}"
    ),
    r"head (?P<head>\d+) \(until (?P<until>[^)]+)\) was altered: its signature does not fit": (
        "kepala rantai {head} (sampai {until}) diubah: tanda tangannya tidak cocok"
    ),
    r"head (?P<head>\d+) \(until (?P<until>[^)]+)\) covers (?P<rows>\d+) rows of (?P<cases>\d+) cases, "
    r"but (?P<there>\d+) rows of (?P<left>\d+) are there": (
        "kepala rantai {head} (sampai {until}) meliputi {rows} baris dari {cases} kasus, yang ada {there} baris dari {left}"
    ),
    r"head (?P<head>\d+) \(until (?P<until>[^)]+)\) does not fit: a row was altered": (
        "kepala rantai {head} (sampai {until}) tidak cocok: ada baris yang diubah"
    ),
    r"there is no head since (?P<since>.+): the clock stands still, or the newest heads were cut off": (
        "tidak ada kepala rantai sejak {since}: proses jam berhenti, atau kepala terbaru dibuang"
    ),
    r"head (?P<head>\d+) is gone: the file outside the database has it": "kepala rantai {head} hilang: berkas di luar basis data memuatnya",
    r"head (?P<head>\d+) is another one than the file outside the database has": (
        "kepala rantai {head} lain daripada yang ada di berkas di luar basis data"
    ),
    r"head (?P<head>\d+) is not in the file outside the database": "kepala rantai {head} tidak ada di berkas di luar basis data",
}


def altered_words(message: str, language: str) -> str:
    """Returns what was altered in the operator's language; a sentence that is not known stays as it is."""
    for pattern, words in _WORDS.items() if language == "id" else ():
        if found := re.fullmatch(pattern, message):
            return words.format(**found.groupdict())
    return message

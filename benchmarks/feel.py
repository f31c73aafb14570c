"""`./run bench feel`: FEEL beside the same expressions written by hand in Python, and beside feelin in Node.js where there is one.

The figures are ratios within one run. Each handwritten function takes the same variables, computes with Decimal in the same
precision, and gives the same value, which is checked first.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import shutil
import statistics
import subprocess
import sys
import timeit
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial, reduce
from time import process_time
from typing import Any

from engine.dmn.model import Model
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import Expression, compile, parse
from engine.feel.values import PRECISION, to_python
from tests.feel.hostile import expressions
from tests.feel.hostile_calls import CONTEXT, calls
from tests.support.tables import table_model
from webui.settings import ROOT

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
D = Decimal
CENT = D("0.01")
LINES = [{"barang": f"B{n}", "jumlah": D(n % 5 + 1), "harga": D(n * 1000 + 500), "wajib": n % 2 == 0} for n in range(10)]
VARIABLES: dict[str, Any] = {
    "urgensi": "SEGERA",
    "sifat": "BIASA",
    "luas": D("12.5"),
    "tarif": D(250000),
    "nilai": D(1500000),
    "status": "LENGKAP",
    "lulus": True,
    "nama": "siti rahmawati",
    "nik": "3603012345678901",
    "catatan": None,
    "pemohon": {"alamat": {"kecamatan": "Cikupa", "desa": "Talaga"}, "usia": D(34)},
    "tanggal": "2026-11-20",
    "baris": LINES,
    "kode": ["A", "B", "C"],
    "hari": D(5),
}


def _day(text: str) -> date:
    return date.fromisoformat(text)


#: expression -> the same by hand
TYPICAL: dict[str, Callable[[dict[str, Any]], Any]] = {
    'urgensi = "SEGERA"': lambda v: v["urgensi"] == "SEGERA",
    "nilai > 1000000": lambda v: v["nilai"] > 1000000,
    'status = "LENGKAP" and lulus': lambda v: v["status"] == "LENGKAP" and v["lulus"],
    'nilai >= 1000000 and luas < 20 or sifat = "RAHASIA"': lambda v: (v["nilai"] >= 1000000 and v["luas"] < 20) or v["sifat"] == "RAHASIA",
    "luas * tarif": lambda v: PRECISION.multiply(v["luas"], v["tarif"]),
    "luas * tarif + 10000": lambda v: PRECISION.add(PRECISION.multiply(v["luas"], v["tarif"]), D(10000)),
    "round half up(nilai / 12, 2)": lambda v: PRECISION.divide(v["nilai"], D(12)).quantize(CENT, ROUND_HALF_UP),
    'if nilai > 5000000 then "besar" else "kecil"': lambda v: "besar" if v["nilai"] > 5000000 else "kecil",
    "pemohon.alamat.kecamatan": lambda v: v["pemohon"]["alamat"]["kecamatan"],
    "pemohon.usia >= 17 and pemohon.usia < 60": lambda v: v["pemohon"]["usia"] >= 17 and v["pemohon"]["usia"] < 60,
    'sifat in ("BIASA", "TERBATAS")': lambda v: v["sifat"] in ("BIASA", "TERBATAS"),
    "luas in [1..24]": lambda v: 1 <= v["luas"] <= 24,
    "upper case(nama)": lambda v: v["nama"].upper(),
    'substring(nik, 1, 6) = "360301"': lambda v: v["nik"][:6] == "360301",
    'get or else(catatan, "tidak ada")': lambda v: "tidak ada" if v["catatan"] is None else v["catatan"],
    'date(tanggal) + duration("P5D")': lambda v: _day(v["tanggal"]) + timedelta(days=5),
    "sum(baris[wajib].harga)": lambda v: reduce(PRECISION.add, [row["harga"] for row in v["baris"] if row["wajib"] is True]),
    "for b in baris return b.jumlah * b.harga": lambda v: [PRECISION.multiply(row["jumlah"], row["harga"]) for row in v["baris"]],
    "some b in baris satisfies b.harga > 8000": lambda v: any(row["harga"] > 8000 for row in v["baris"]),
    "{pokok: luas * tarif, denda: pokok * 0.02, jumlah: pokok + denda}": lambda v: _bill(v),
}  # fmt: skip


def _bill(v: dict[str, Any]) -> dict[str, Any]:
    pokok = PRECISION.multiply(v["luas"], v["tarif"])
    denda = PRECISION.multiply(pokok, D("0.02"))
    return {"pokok": pokok, "denda": denda, "jumlah": PRECISION.add(pokok, denda)}


def microseconds(call: Callable[[], Any], number: int = 2_000) -> float:
    return min(timeit.repeat(call, number=number, repeat=7)) / number * 1e6


def warm() -> None:
    print(f"{'microseconds an evaluation':<66}{'FEEL':>8}{'by hand':>9}{'ratio':>7}")
    ratios = []
    for text, by_hand in TYPICAL.items():
        expression = compile(text)
        assert to_python(expression.value(VARIABLES, NOW)) == by_hand(VARIABLES), text
        feel = microseconds(lambda expression=expression: expression.value(VARIABLES, NOW))  # type: ignore[misc]
        hand = microseconds(lambda by_hand=by_hand: by_hand(VARIABLES))  # type: ignore[misc]
        ratios.append(feel / hand)
        print(f"{text:<66}{feel:>8.2f}{hand:>9.2f}{ratios[-1]:>7.1f}")
    print(f"{'median':<66}{'':>17}{statistics.median(ratios):>7.1f}")


NODE = """
import {evaluate} from 'feelin';
import {readFileSync} from 'fs';
const {texts, context} = JSON.parse(readFileSync(0, 'utf8'));
const rounds = 30, result = {};
for (const text of texts) {
  // what feelin does not know is left out
  try { for (let round = 0; round < 5; round++) evaluate(text, context); } catch { continue; }
  const began = process.hrtime.bigint();
  for (let round = 0; round < rounds; round++) evaluate(text, context);
  result[text] = Number(process.hrtime.bigint() - began) / 1000 / rounds;
}
console.log(JSON.stringify(result));
"""


def cold() -> None:
    """Parse, compile and evaluate, nothing cached, beside feelin's evaluate, which does the same each time."""
    node = _feelin()
    print(f"\n{'microseconds from text to value, nothing cached':<66}{'FEEL':>8}{'feelin':>9}{'ratio':>7}")
    ratios = []
    for text in TYPICAL:
        feel = microseconds(lambda text=text: Expression(text, parse(text)).value(VARIABLES, NOW), 50)  # type: ignore[misc]
        other = node.get(text)
        if other:
            ratios.append(feel / other)
        print(f"{text:<66}{feel:>8.0f}" + (f"{other:>9.0f}{ratios[-1]:>7.2f}" if other else ""))
    if ratios:
        print(f"{'median':<66}{'':>17}{statistics.median(ratios):>7.2f}")


def _feelin() -> dict[str, float]:
    """feelin's times, from the package registry; nothing where Node.js or the registry is not there."""
    node, npm, folder = shutil.which("node"), shutil.which("npm"), ROOT / "var" / "feelin"
    if not node or not npm:
        print("\nfeelin is left out: there is no Node.js here")
        return {}
    if not (folder / "node_modules" / "feelin").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([npm, "install", "--silent", "--prefix", folder, "feelin"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print("\nfeelin is left out: npm cannot install it")
            return {}
    context = json.dumps({"texts": list(TYPICAL), "context": VARIABLES}, default=float)
    done = subprocess.run([node, "--input-type=module", "-e", NODE], cwd=folder, input=context, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"\nfeelin is left out: {done.stderr.strip()[-300:]}")
        return {}
    times: dict[str, float] = json.loads(done.stdout)
    return times


def _thousand() -> Model:
    rules = [(f'"kode {number}"', f"[{number}..{number + 1})", f'"hasil {number}"') for number in range(1000)]
    return table_model(rules, inputs={"kode": "string", "luas": "number"})


def tables() -> None:
    model = _thousand()
    print(f"\n{'a unique table of 1,000 rules, two columns':<66}{'us':>8}")
    for number in (0, 500, 999):
        inputs = {"kode": f"kode {number}", "luas": D(number)}
        assert model.evaluate("keputusan", inputs) == f"hasil {number}"
        print(f"  {f'the row {number + 1}':<64}{microseconds(lambda inputs=inputs: model.evaluate('keputusan', inputs), 200):>8.0f}")  # type: ignore[misc]


def hostile(every: int = 1) -> None:
    """`every`: only each so-manieth of the calls that are made from signatures."""
    # what the other measurements left in memory is not the expressions' to be collected
    gc.collect()
    gc.freeze()
    slowest, largest = (0.0, ""), (0, "")
    tried = [*((text, VARIABLES) for text in expressions()), *((text, CONTEXT) for text in list(dict.fromkeys(calls()))[::every])]
    for text, variables in tried:
        began = process_time()
        _harmless(text, variables)
        slowest = max(slowest, (process_time() - began, text))
    for text, variables in tried:
        tracemalloc.start()
        _harmless(text, variables)
        largest = max(largest, (tracemalloc.get_traced_memory()[1], text))
        tracemalloc.stop()
    print(f"\nhostile expressions: {len(tried)}")
    print(f"  the slowest {slowest[0] * 1000:.0f} ms: {slowest[1][:90]}")
    print(f"  the largest {largest[0] / 1e6:.1f} MB: {largest[1][:90]}")


def _harmless(text: str, variables: dict[str, Any]) -> None:
    with contextlib.suppress(FeelSyntaxError):
        Expression(text, parse(text)).evaluate(variables, now=NOW)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="./run bench feel", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a sample of the hostile expressions, and no comparison with another engine")
    short = parser.parse_args(arguments).short
    for part in (warm, tables, partial(hostile, every=100)) if short else (warm, cold, tables, hostile):
        part()
        sys.stdout.flush()


if __name__ == "__main__":
    main()

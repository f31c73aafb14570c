"""`./run fuzz [seconds]`: texts that are almost expressions. Nothing but a value, null or a FeelSyntaxError may come of them."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.feel import FeelSyntaxError, compile, compile_unary_tests
from engine.feel.evaluation.function import Function
from engine.feel.expression import FUNCTIONS
from engine.feel.interval import Range
from engine.feel.values import Temporal
from tests.conformance.main import FOLDER
from tests.feel.hostile import expressions

CONTEXT: dict[str, Any] = {"x": 1, "a b": [1, 2, {"c": "d"}], "s": "teks", "n": None, "t": True, "?": 3, "d": {"e": {"f": 2.5}}}
SEEDS = (
    'if x > 1 then "a" else null', "for i in 1..3 return i * x", 'date("2026-11-25") + duration("P1D")', "some y in [1, 2] satisfies y = x",
    '{a: 1, b: a + 1}.b', "x in [1..5]", "not(x = 2)", "(function(a, b) a + b)(1, 2)", "[1, 2, 3][item > 1]", '@"2026-11-25T10:00:00Z".hour',
    "x instance of list<number>", "x between 1 and 3 and s = \"b\"", "sum(a b[item instance of number])", "-", "< 5, > 7", 'not("a", "b")',
)  # fmt: skip
_PIECES = (
    "( ) [ ] { } , . .. : - + * / ** = != < <= > >= -> @ \" ' \\ ; ? // /* */ and or not in if then else for return some every satisfies "
    "between instance of function external true false null 1 0.5 1e9 .. item partial é 🐎 \u0000 \u200b \n \t"
).split(" ")


def corpus() -> list[str]:
    """Expressions of the TCK, where it is, those that mean harm, and one of each construct."""
    found = list(SEEDS) + [text for text in expressions() if len(text) < 500] + list(FUNCTIONS)
    for path in sorted((FOLDER / "dmn-tck").glob("*/*/*.dmn")):
        found += [node.text for node in etree.parse(str(path)).iter("{*}text") if node.text]
    return found


def mutations(texts: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        text = chance.choice(texts)
        for _count in range(chance.randint(1, 6)):
            at, to = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
            kind = chance.randint(0, 4)
            if kind == 0:
                text = text[:at] + text[to:]
            elif kind == 1:
                text = text[:at] + chance.choice(_PIECES) + text[at:]
            elif kind == 2:
                text = text[:to] + text[at:to] + text[to:]
            elif kind == 3:
                other = chance.choice(texts)
                text = text[:at] + other[chance.randint(0, len(other)) :]
            else:
                text = text[:at] + chr(chance.randint(1, 0x2FFF)) + text[at:]
        yield text[:2_000]


def judge(text: str) -> float:
    """Seconds of CPU. Raises whatever a text must not raise, and AssertionError for a value that is none of FEEL's."""
    began = time.process_time()
    for read in (compile, compile_unary_tests):
        try:
            check(read(text, names=("a b",)).evaluate(CONTEXT).value)
        except FeelSyntaxError:
            continue
    return time.process_time() - began


def check(value: Any) -> None:
    assert value is None or isinstance(value, bool | str | Decimal | list | dict | Function | Range | Temporal), type(value)
    for item in value if type(value) is list else value.values() if type(value) is dict else ():
        check(item)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run fuzz", description=__doc__)
    parser.add_argument("seconds", nargs="?", type=int, default=600)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randint(0, 10**9))
    arguments = parser.parse_args()
    print(f"fuzz: seed {arguments.seed}, {arguments.seconds} s", flush=True)
    texts, chance = corpus(), random.Random(arguments.seed)
    end, count, slowest = time.monotonic() + arguments.seconds, 0, (0.0, "")
    for text in mutations(texts, chance):
        if time.monotonic() > end:
            break
        count += 1
        try:
            slowest = max(slowest, (judge(text), text))
        except BaseException as error:
            Path("var").mkdir(exist_ok=True)
            Path("var/fuzz.txt").write_text(text)
            print(f"fuzz: {type(error).__name__}: {error}\nafter {count} texts, kept in var/fuzz.txt: {text!r}")
            sys.exit(1)
    print(f"fuzz: {count} texts gave values, null or syntax errors; the slowest took {slowest[0] * 1000:.0f} ms: {slowest[1][:200]!r}")


if __name__ == "__main__":
    main()

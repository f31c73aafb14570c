"""Two hundred expressions that mean harm: to hang the process, to fill its memory, to reach Python."""

from __future__ import annotations

from collections.abc import Iterator

_DEEP = ("(", "[", "{a:", "-", "not(", "f(", "if true then ", "x[", "function() ", "[1..", "for i in ", "some x in ", "@", '"', "/*", "a.")
_PYTHON = (
    "__import__", "__class__", "__builtins__", "eval", "exec", "open", "self", "frame", "globals", "__dict__", "mro", "lambda",
    "__subclasses__", "getattr", "os", "sys", "run", "item.__class__", "format", "print",
)  # fmt: skip
_PATTERNS = ("(a+)+$", "(a|a)*$", "(a*)*b", "(.*)*x", "(a|aa)+$", "([a-zA-Z]+)*$", "(x+x+)+y", "(.*a){12}", r"(\\w+\\s?)*$", r"^(\\d+)*$")
_GROWING = (
    'for i in 1..9999 return "{text}"',
    'string join(for i in 1..9999 return "{text}")',
    "for i in 1..9999 return 1..9999",
    "for i in 1..9999, j in 1..9999 return i",
    "for i in 1..99999 return i",
    "count(for i in 1..9999 return for j in 1..9999 return j)",
    "for i in 1..9999 return partial",
    "for i in 1..9999 return append(partial, partial)",
    "for i in 1..9999 return {a: partial}",
    "distinct values(for i in 1..9999 return {a: i})",
    "union(for i in 1..9999 return [i], for i in 1..9999 return [i])",
    "duplicate values(for i in 1..9999 return {a: i})",
    "sort(for i in 1..9999 return -i, function(a, b) a < b)",
    "sort(for i in 1..9999 return -i)",
    "some i in 1..9999, j in 1..9999 satisfies i = -1",
    "every i in 1..9999 satisfies every j in 1..9999 satisfies true",
    "(for i in 1..9999 return i)[item in (for j in 1..9999 return j)]",
    "{a: for i in 1..9999 return i, b: concatenate(a, a), c: concatenate(b, b), d: concatenate(c, c)}",
    '{a: "{text}", b: a + a, c: b + b, d: c + c, e: d + d, f: e + e, g: f + f, h: g + g, i: h + h, j: i + i, k: j + j}',
    '{r: function(s, n) if n = 0 then s else r(s + s, n - 1), v: r("{text}", 60)}.v',
    "{f: function(n) f(n)}.f(1)",
    "{f: function(n) f(n + 1) + f(n + 1)}.f(1)",
    "(function(f) f(f))(function(f) f(f))",
    "(function(f, n) f(f, n))(function(f, n) if n = 0 then 0 else f(f, n - 1) + f(f, n - 1), 50)",
    "list replace(for i in 1..9999 return i, function(a, b) true, for i in 1..9999 return i)",
    "flatten(for i in 1..140 return for j in 1..140 return for k in 1..140 return k)",
    "index of(for i in 1..9999 return [i], [0])",
    'split("{text}", "")',
    'split("{text}", "a")',
    'replace("{text}", "a", "$0$0$0$0$0$0$0$0")',
    'string format("{}{}{}{}", for i in 1..9999 return i)',
    "9999999999 ** 9999999999",
    "2 ** 0.000000001 ** 9999999999",
    "exp(99999999999)",
    "exp(-99999999999)",
    "log(1e6000)",
    "sqrt(1e6144)",
    "1e6144 * 1e6144",
    "1e-6143 / 1e6144",
    "decimal(1e6000, 6000)",
    "modulo(1e6000, 3e-6000)",
    "string(1e6000)",
    "number(string join(for i in 1..9999 return \"9\"))",
    'date("999999999-12-31") + duration("P999999999Y")',
    'date and time("-999999999-01-01T00:00:00Z") - duration("P999999999999D")',
    'duration("P99999999999999999999999999Y")',
    "for d in @\"0001-01-01\"..@\"999999999-12-31\" return d",
    "tambah hari kerja(@\"2026-01-01\", 99999999999)",
    "jumlah hari kerja(@\"0001-01-01\", @\"999999999-12-31\")",
    "terbilang(1e6000)",
    "rupiah(1e6000)",
    "substring(\"{text}\", -1e6000, 1e6000)",
    "[1][1e6144]",
    "remove([1], -1e6144)",
    "range(\"[1..\")",
    "context put({}, for i in 1..9999 return \"a\", 1)",
    "get value({}, for i in 1..9999 return \"a\")",
    "partition(for i in 1..9999 return i, 1)",
    "to base64(\"{text}\")",
    "mode(for i in 1..9999 return i)",
    "stddev(for i in 1..9999 return i)",
    "product(for i in 1..9999 return 10)",
    "min(for i in 1..9999 return string(i))",
    "(for i in 1..9999 return {a: {b: {c: i}}}).a.b.c",
    "contains(\"{text}\", \"{text}\")",
    "upper case(\"{text}\")",
    "is(for i in 1..9999 return i, for i in 1..9999 return i)",
    "(for i in 1..9999 return i) = (for i in 1..9999 return i)",
)  # fmt: skip


_SHARED = (
    "{z}",
    "{z} = {z2}",
    "string({z})",
    "flatten({z})",
    "{z}.a",
    "{z} instance of list<list<list<list<list<list<list<number>>>>>>>",
    "1 in {z}",
    "list contains({z}, {z2})",
    "index of({z}, {z2})",
    "distinct values({z})",
    'string format("{}", {z})',
    "for i in 1..9999 return {z}",
    "sort({z})",
    "min({z})",
    "get entries({a: {z}})",
    "context merge([{a: {z}}, {a: {z}}])",
    "concatenate({z}, {z})",
    "{z} != {z2}",
)


def _shared() -> Iterator[str]:
    """A list of two lists that are the same, forty times over: two hundred values in memory, a thousand billion on paper."""
    letters = [f"v{number}" for number in range(40)]
    steps = [f"{new}: [{old}, {old}]" for old, new in zip(letters, letters[1:], strict=False)]
    again = [f"w{new}: [w{old}, w{old}]" for old, new in zip(letters, letters[1:], strict=False)]
    for use in _SHARED:
        wanted = use.replace("{z2}", "w" + letters[-1]).replace("{z}", letters[-1])
        yield "{" + ", ".join(["v0: [1, 1]", *steps, "wv0: [1, 1]", *again, f"result: {wanted}"]) + "}.result"


def expressions() -> Iterator[str]:
    text = "a" * 3_000
    for opening in _DEEP:
        for count in (50, 1_000):
            yield opening * count
            yield opening * count + "1"
    for word in _PYTHON:
        yield word
        yield f'{word}("os").system("true")'
        yield f"{{a: 1}}.{word}"
    for pattern in _PATTERNS:
        yield f'matches("{"a" * 40}!", "{pattern}")'
        yield f'replace("{text}!", "{pattern}", "b")'
    for growing in _GROWING:
        yield growing.replace("{text}", text)
    yield from (f"{sign} 1" * 3_000 for sign in (" +", " and", " or", " =", " **", " in"))
    yield from _shared()
    yield "1" * 20_001
    yield "a" * 19_999
    yield " " * 20_000

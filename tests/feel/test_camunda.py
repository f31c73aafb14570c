"""What Camunda's FEEL has beyond the standard: functions, names of parameters, names in backticks; and what is refused of it."""

import pytest

from engine.feel import FeelSyntaxError, compile, evaluate
from engine.feel.evaluation.operators import equal

VARIABLES = {"a+b": 2, "order": {"unit price": 3, "net-sum": 4}, "toolCall": {"x": 5}}
SAME = [
    ("and([true, null, false])", "false"),
    ("and(true, true)", "true"),
    ("and(list: [true, null])", "null"),
    ("or(false, null, true)", "true"),
    ("or([false, false])", "false"),
    ("and(true, true) and or(false, true)", "true"),
    ("true and (false)", "false"),
    ("put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"),
    ("put(context: {}, key: \"b\", value: null)", "{b: null}"),
    ("put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"),
    ("put(context: {}, key: [\"a\", \"b\"], value: 2)", "{a: {b: 2}}"),
    ("context put(context: {}, keys: [\"a\", \"b\"], value: 2)", "{a: {b: 2}}"),
    ("context put(context: {}, key: [\"a\", \"b\"], value: 2)", "null"),
    ("put all([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"),
    ("put all({a: 1}, {b: 2}, {c: 3})", "{a: 1, b: 2, c: 3}"),
    ("put all(contexts: [{a: 1}, {b: 2}])", "{a: 1, b: 2}"),
    ("context merge({a: 1}, {b: 2})", "{a: 1, b: 2}"),
    ("context merge({a: 1}, null)", "null"),
    ("get value(context: {a: 1}, key: \"a\")", "1"),
    ("get value(context: {a: {b: 1}}, keys: [\"a\", \"b\"])", "1"),
    ("get value(context: {a: 1}, m: {a: 2}, key: \"a\")", "null"),
    ("get entries(context: {a: 1})", "[{key: \"a\", value: 1}]"),
    ("append(list: [1], items: [2, 3])", "[1, 2, 3]"),
    ("append([1], [2, 3])", "[1, [2, 3]]"),
    ("concatenate(lists: [[1], [2]])", "[1, 2]"),
    ("union(lists: [[1, 2], [2, 3]])", "[1, 2, 3]"),
    ("sublist(list: [1, 2, 3], start: 2)", "[2, 3]"),
    ("extract(input: \"RT 03\", pattern: \"\\d+\")", "[\"03\"]"),
    ("floor(n: 1.55, scala: 1)", "1.5"),
    ("number(\"1,500\", \",\")", "1500"),
    ("number(\"1.500\", \".\")", "1500"),
    ("number(from: \"1 500.5\", grouping separator: \" \")", "1500.5"),
    ("decimal(2.345, 2, \"half_up\")", "2.35"),
    ("decimal(-2.5, 0, \"CEILING\")", "-2"),
    ("decimal(-2.5, 0, \"FLOOR\")", "-3"),
    ("decimal(2.1, 0, \"UP\")", "3"),
    ("decimal(2.9, 0, \"DOWN\")", "2"),
    ("decimal(2.5, 0, \"HALF_DOWN\")", "2"),
    ("decimal(3.5, 0, \"HALF_EVEN\")", "4"),
    ("decimal(2.50, 1, \"UNNECESSARY\")", "2.5"),
    ("decimal(2.55, 1, \"UNNECESSARY\")", "null"),
    ("decimal(2.55, 1, \"NEAREST\")", "null"),
    ("decimal(n: 2.55, scale: 1, mode: \"UP\")", "2.6"),
    ("string join([\"a\", null, \"b\"], \", \", \"[\", \"]\")", "\"[a, b]\""),
    ("string join(list: [\"a\"], delimiter: null, prefix: \"<\", suffix: null)", "\"<a\""),
    ("from base64(to base64(\"Cikupa é\"))", "\"Cikupa é\""),
    ("from base64(value: \"Q2FtdW5kYQ\")", "\"Camunda\""),
    ("from base64(\"!!!\")", "null"),
    ("to json({a: [1, 2.50, null, true], b: \"x\"})", "\"{\\\"a\\\":[1,2.5,null,true],\\\"b\\\":\\\"x\\\"}\""),
    ("from json(json: \"[1, {}]\")", "[1, {}]"),
    ("from json(null)", "null"),
    ("from json(\"1e99999999\")", "null"),
    ("from json(\"\\\"\\\\ud83d\\\"\")", "\"\ufffd\""),
    ("from json(\"\\\"\\\\ud83d\\\\ude00\\\"\")", "\"😀\""),
    ("fromAi(toolCall.x, \"the size\", \"number\")", "5"),
    ("fromAi(value: toolCall.x, description: \"the size\", options: {a: 1})", "5"),
    ("date and time(@\"2026-11-25T08:30:00\", \"Z\")", "@\"2026-11-25T08:30:00Z\""),
    ("date and time(date: @\"2026-11-25T01:30:00Z\", timezone: \"+07:00\")", "@\"2026-11-25T08:30:00+07:00\""),
    ("date and time(\"2026-11-25T08:30:00+07:00[Asia/Jakarta]\")", "@\"2026-11-25T08:30:00@Asia/Jakarta\""),
    ("`a+b` + 1", "3"),
    ("order.`unit price` * order.`net-sum`", "12"),
    ("{`x y`: 1, z: `x y` + 1}.z", "2"),
    ("for `x y` in [1, 2] return `x y` * 2", "[2, 4]"),
    ("some `if` in [1, 2] satisfies `if` > 1", "true"),
    ("(function(`p-q`) `p-q`)(`p-q`: 3)", "3"),
    ("[{`a-b`: 1}, {`a-b`: 2}][`a-b` > 1]", "[{`a-b`: 2}]"),
    ("substring(\"abc\", 4)", "\"\""),
    ("substring(\"abc\", 4, 4)", "\"\""),
    ("substring(\"abc\", 5)", "null"),
    ("5 in ? < 10", "true"),
    ("5 in ? - 3 >= 3", "false"),
    ("5 in (? < 10)", "true"),
    ("null[true]", "null"),
    ("null[1]", "null"),
    ("nothing[item > 2]", "null"),
    ("[][item > 2]", "[]"),
    ("5[item > 2]", "[5]"),
    ("abs(-1234567890.123456789012345678901234)", "1234567890.123456789012345678901234"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAME)
def test_camundas_feel(text, expected):
    assert equal(evaluate(text, VARIABLES), evaluate(expected)) is True


@pytest.mark.parametrize("text", ["`", "``", "`a", "{`a: 1}", "and", "1 + or", "x and"])
def test_what_is_no_name_and_no_call_is_a_syntax_error(text):
    with pytest.raises(FeelSyntaxError):
        compile(text)


@pytest.mark.parametrize("text", ["uuid()", "random number()", "if true then uuid() else null"])
def test_a_value_from_chance_is_refused_with_the_reason(text):
    """A step is repeated after a fault and must come to the same."""
    expression = compile(text)
    result = expression.evaluate({})
    assert result.value is None
    assert [warning.code for warning in result.warnings] == ["NO_FUNCTION"]
    assert "another value when the step is repeated" in result.warnings[0].message
    assert expression.refused == (result.warnings[0].message,)


def test_a_name_that_the_expression_binds_itself_is_not_refused():
    assert evaluate('{uuid: function() "x", v: uuid()}.v') == "x"
    assert evaluate("uuid", {"uuid": "x"}) == "x"


@pytest.mark.parametrize("name", ["matches", "now", "sort", "tambah hari kerja"])
def test_a_function_that_asks_the_evaluation_may_be_an_argument(name):
    assert compile(f'list replace(["a"], {name}, "a")').evaluate({}).value in (["a"], None)

"""Who asks where a stored case stands reads its whole state: the row of the instance may hold the head of it alone."""

import ast

from tests.support.sources import sources

#: they need every token of a state
WHOLE = {"tokens_of", "read_state", "stuck_tokens", "obstacles", "migrate"}
#: states that are kept in one piece, in no row of an instance
IN_ONE_PIECE = ("workshop/trials", "engine/testing", "engine/bpmn")


def heads_read(tree):
    """Lines on which one of these functions is given the `state` of an object of its caller."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in WHOLE:
            continue
        if any(isinstance(given, ast.Attribute) and given.attr == "state" for given in call.args):
            yield call.lineno


def test_nobody_asks_the_head_of_a_state_for_its_tokens():
    found = {
        f"{path}:{line}"
        for path in sources("engine", "casework", "workshop", "webui", "demo")
        if not any(part in str(path) for part in IN_ONE_PIECE)
        for line in heads_read(ast.parse(path.read_text()))
    }
    assert found == set()
    assert list(heads_read(ast.parse("tokens_of(instance.state)"))) == [1]

"""Small models for the tests of decisions."""

from xml.sax.saxutils import escape

from engine.dmn import read

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(rules, *, inputs, outputs=("hasil",), policy="UNIQUE", aggregation=None, values=None, output_values=None, default=None):
    """A decision table's XML. `inputs`: expression -> type; `rules`: cells of a row, the outputs last; `values`: input -> tests."""
    columns = "".join(
        f'<input label="{name}"><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression>'
        + (f"<inputValues><text>{escape(values[name])}</text></inputValues>" if name in (values or {}) else "")
        + "</input>"
        for name, kind in inputs.items()
    )
    results = "".join(
        f'<output name="{name}" label="{name}">'
        + (f"<outputValues><text>{escape(output_values)}</text></outputValues>" if output_values else "")
        + (f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else "")
        + "</output>"
        for name in outputs
    )
    rows = "".join(
        f'<rule id="r{number}">'
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[: len(inputs)])
        + "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[len(inputs) :])
        + "</rule>"
        for number, row in enumerate(rules, 1)
    )
    aggregated = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable hitPolicy="{policy}"{aggregated}>{columns}{results}{rows}</decisionTable>'


def model(logic, *, before="", requirements="", imports=(), name="keputusan", type_ref=""):
    """A model with one decision `keputusan` of this logic; `before`: other elements."""
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    decision = f'<decision id="{name}" name="{name}"><variable name="{name}"{typed}/>{requirements}{logic}</decision>'
    return read(
        f'<definitions xmlns="{NAMESPACE}" namespace="urn:uji" name="uji">{before}{decision}</definitions>'.encode(), imports=imports
    )


def table_model(rules, **options):
    return model(table(rules, **options))

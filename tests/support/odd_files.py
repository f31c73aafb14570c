"""Diagrams and decisions as other programs and hurried people write them: each opens in its editor, and is named by what is odd."""

_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_HEAD = (
    f'<definitions xmlns="{_MODEL}" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:li="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="x">'
)
_STEPS = '<startEvent id="s" name="Mulai"/><task id="t" name="Periksa"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>'


def _drawn(bounds, label="", waypoints='<li:waypoint x="136" y="118"/><li:waypoint x="200" y="118"/>', steps=_STEPS):
    return (
        f'{_HEAD}<process id="p">{steps}</process><di:BPMNDiagram id="d"><di:BPMNPlane id="dp" bpmnElement="p">'
        f'<di:BPMNShape id="s_di" bpmnElement="s"><dc:Bounds x="100" y="100" width="36" height="36"/>{label}</di:BPMNShape>'
        f'<di:BPMNShape id="t_di" bpmnElement="t">{bounds}</di:BPMNShape>'
        f'<di:BPMNEdge id="f_di" bpmnElement="f">{waypoints}</di:BPMNEdge></di:BPMNPlane></di:BPMNDiagram></definitions>'
    )


_BOUNDS = '<dc:Bounds x="200" y="78" width="100" height="80"/>'
_ODD = _drawn(_BOUNDS, steps=_STEPS.replace("Periksa", "Periksa: 5 € – “segera”"))
DIAGRAMS = {
    "label without a width": _drawn(_BOUNDS, '<di:BPMNLabel><dc:Bounds x="90" y="140"/></di:BPMNLabel>').encode(),
    "no numbers": _drawn('<dc:Bounds x="abc" y="" width="-5" height="NaN"/>').encode(),
    "numbers without end": _drawn('<dc:Bounds x="1e300" y="78" width="1e300" height="80"/>').encode(),
    "no bounds": _drawn("", waypoints='<li:waypoint x="136" y="x"/>').encode(),
    "windows-1252": f'<?xml version="1.0" encoding="windows-1252"?>{_ODD}'.encode("cp1252"),
    "utf-16": f'<?xml version="1.0" encoding="UTF-16"?>{_ODD}'.encode("utf-16"),
    "utf-8 with a mark": f'<?xml version="1.0" encoding="UTF-8"?>{_ODD}'.encode("utf-8-sig"),
    "flows from nowhere": (
        f'{_HEAD}<process id="p"><boundaryEvent id="b" attachedToRef=""/>{_STEPS.replace("sourceRef=", "name=")}</process></definitions>'
    ).encode(),
}

_DMN = """<definitions xmlns="{model}" id="d" name="Biaya" namespace="x"{more}><inputData id="i" name="luas"><variable id="v" name="luas" typeRef="number"/></inputData>
<decision id="biaya" name="Biaya"><extensionElements><z:note xmlns:z="urn:z" z:by="Tono">hati-hati</z:note></extensionElements>
<informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
<decisionTable id="t"><input id="c" label="Luas"><inputExpression id="e" typeRef="number"><text>luas</text></inputExpression></input>
<output id="o" name="biaya" typeRef="number"/><rule id="r1"><inputEntry id="x"><text>&lt; 10</text></inputEntry><outputEntry id="y"><text>1000</text></outputEntry></rule></decisionTable></decision></definitions>"""
DECISIONS = {
    "1.1": _DMN.format(model="http://www.omg.org/spec/DMN/20151101/dmn.xsd", more=""),
    "1.2": _DMN.format(
        model="http://www.omg.org/spec/DMN/20180521/MODEL/", more=' xmlns:dmndi="http://www.omg.org/spec/DMN/20180521/DMNDI/"'
    ),
    "1.4": _DMN.format(model="https://www.omg.org/spec/DMN/20211108/MODEL/", more=""),
    "1.5": _DMN.format(
        model="https://www.omg.org/spec/DMN/20230324/MODEL/", more=' xmlns:dmndi="https://www.omg.org/spec/DMN/20230324/DMNDI/"'
    ),
}

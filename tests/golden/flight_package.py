"""The diagrams of the golden package: every kind of wait, of scope and of incident that the shipped packages do not have.

`resources(version)` gives the files to deploy. The diagram `pindah` has a second version, to which cases move.
"""

from __future__ import annotations

from pathlib import Path

from engine.testing.drawing import HEAD, element, event, event_sub_process, process, script, sub_process, task

PACKAGES = Path(__file__).parent / "packages"
FORM = b"""{"id": "f", "components": [{"type": "textfield", "key": "key", "label": "Kunci"},
{"type": "number", "key": "n", "label": "Angka"}, {"type": "textfield", "key": "bagaimana", "label": "Bagaimana"}]}"""
TASK_FORM = b'{"id": "fn", "components": [{"type": "number", "key": "n", "label": "Angka"}]}'
ASSIGNED = '<zeebe:assignmentDefinition candidateGroups="agendaris@setda"/>'
RACE = '<message id="R" name="golden-balap"><extensionElements><zeebe:subscription correlationKey="=key"/></extensionElements></message>'


def ext(inner: str) -> str:
    return f"<extensionElements>{inner}</extensionElements>"


def work(name: str, more: str = "", *, properties: str = "", **attributes: str) -> str:
    return task(name, ext(ASSIGNED + properties) + more, **attributes)


def step(name: str, kind: str, inputs: str, *, retries: int = 1) -> str:
    mapped = "".join(
        f'<zeebe:input source="{source}" target="{target}"/>' for target, source in (pair.split(": ", 1) for pair in inputs.split("; "))
    )
    definition = f'<zeebe:taskDefinition type="{kind}" retries="{retries}"/><zeebe:ioMapping>{mapped}</zeebe:ioMapping>'
    return element("serviceTask", name, ext(definition))


def call(name: str, called: str, more: str = "") -> str:
    return element("callActivity", name, ext(f'<zeebe:calledElement processId="{called}" bindingType="deployment"/>') + more)


def clock(**values: str) -> str:
    inner = "".join(f'<zeebe:property name="{name}" value="{value}"/>' for name, value in values.items())
    return f"<zeebe:properties>{inner}</zeebe:properties>"


def repeated(sequential: str, collection: str = "=[1, 2, 3]") -> str:
    loop = ext(f'<zeebe:loopCharacteristics inputCollection="{collection}" inputElement="i"/>')
    return f'<multiInstanceLoopCharacteristics isSequential="{sequential}">{loop}</multiInstanceLoopCharacteristics>'


def undone(name: str) -> str:
    """A task that a person takes back when the case is compensated."""
    return (
        work(name)
        + event("boundary", f"{name}_b", "compensate", attachedToRef=name)
        + work(f"{name}_u", isForCompensation="true")
        + f'<association id="{name}_l" sourceRef="{name}_b" targetRef="{name}_u"/>'
    )


START = element("startEvent", "s", ext('<zeebe:formDefinition formId="f"/>'))
END = event("end", "e")
NOTIFY = step("kabar", "alur:notify-position", "position: agendaris.setda; subject: Golden; text: Isi", retries=3)


def gateway(kind: str, name: str, **attributes: str) -> str:
    return element(f"{kind}Gateway", name, **attributes)


def cases() -> list[str]:
    """One process a kind of wait; the names are those of process.toml."""
    return [
        process(
            START, work("awal"), gateway("parallel", "bagi"), event("catch", "w_t", "timer PT5H"), event("catch", "w_m", "message M"),
            event("catch", "w_s", "signal S"), gateway("eventBased", "eg"), event("catch", "race_t", "timer PT30H"),
            event("catch", "race_m", "message R"), gateway("exclusive", "eg2"), work("ingat"),
            event("boundary", "c", "cycle R2/PT1H", attachedToRef="ingat", cancelActivity="false"), work("teguran"), event("end", "f"),
            gateway("parallel", "gabung"), work("tutup"), END,
            "s > awal > bagi > w_t > gabung, bagi > w_m > gabung, bagi > w_s > gabung, bagi > eg > race_t > eg2 > gabung, eg > race_m > eg2, "
            "bagi > ingat > gabung, c > teguran > f, gabung > tutup > e",
            identifier="peristiwa",
        ),
        process(
            START, work("mp", repeated("false")), work("ms", repeated("true")), call("mc", "anak", repeated("false")),
            work("lo", '<standardLoopCharacteristics loopMaximum="2"><loopCondition>=true</loopCondition></standardLoopCharacteristics>'),
            END, "s > mp > ms > mc > lo > e", identifier="ulang",
        ),
        process(
            START,
            sub_process(
                "isi_dalam", event("start", "ds"), work("x"), work("y"), event("end", "de"), "ds > x > y > de",
                event_sub_process(
                    "es_t", event("start", "es_ts", "timer PT5H", isInterrupting="false"), work("x_u"), event("end", "es_te"),
                    "es_ts > x_u > es_te",
                ),
                event_sub_process(
                    "es_m", event("start", "es_ms", "message M", isInterrupting="false"), work("m_u"), event("end", "es_me"),
                    "es_ms > m_u > es_me",
                ),
                event_sub_process("es_s", event("start", "es_ss", "signal S"), work("z"), event("end", "es_se"), "es_ss > z > es_se"),
            ),
            END, "s > isi_dalam > e", identifier="dalam",
        ),
        process(
            START, sub_process("adhoc", work("aa"), work("ab", repeated("false")), work("ac"), tag="adHocSubProcess", ordering="Parallel"),
            END, "s > adhoc > e", identifier="bebas",
        ),
        process(
            START, undone("oa"),
            sub_process(
                "tx", event("start", "ts"), undone("ta"), work("tb"), gateway("exclusive", "tg", default="tg_te"), event("end", "te"),
                event("end", "tc", "cancel"), "ts > ta > tb > tg > te, tg > tc: n > 3", tag="transaction",
            ),
            event("boundary", "txb", "cancel", attachedToRef="tx"), gateway("exclusive", "tj"), work("tengah"),
            event("throw", "urungkan", "compensate"), END,
            "s > oa > tx > tj > tengah > urungkan > e, txb > tj", identifier="urung",
        ),
        process(
            START, call("c", "anak2"), event("boundary", "cx", "escalation X", attachedToRef="c", cancelActivity="false"), work("h"),
            event("boundary", "ce", "error E", attachedToRef="c"), work("pulih"), event("end", "f"), event("end", "g"), END,
            "s > c > e, cx > h > f, ce > pulih > g", identifier="panggil",
        ),
        process(
            START, call("c", "anak"), event("boundary", "ct", "timer PT1H", attachedToRef="c"), work("lama"), event("end", "f"), END,
            "s > c > e, ct > lama > f", identifier="batal",
        ),
        process(
            START, work("a"), event("throw", "pub", "message N"), event("throw", "sig", "signal S2"), work("b"), END,
            "s > a > pub > sig > b > e", identifier="kirim",
        ),
        process(START, event("catch", "w2", "signal S2"), work("b"), END, "s > w2 > b > e", identifier="dengar"),
        process(START, work("a"), NOTIFY, step("biasa", "golden:langkah", "how: well"), work("b"), END, "s > a > kabar > biasa > b > e",
                identifier="langkah"),
        process(
            START, gateway("parallel", "bagi"), event("catch", "w_n", "conditional =n > 50"),
            task("ubah", ext('<zeebe:formDefinition formId="fn"/>' + ASSIGNED)), gateway("parallel", "gabung"), work("b"), END,
            "s > bagi > w_n > gabung, bagi > ubah > gabung > b > e", identifier="syarat",
        ),
        process(
            START, work("a", properties=clock(clock="start", clock_days="5")), work("b", properties=clock(clock="pause", clock_reason="agency")),
            work("d"), END, "s > a > b > d > e", identifier="jam",
        ),
    ]  # fmt: skip


def called() -> list[str]:
    """What others call, or a message, a signal or the time begins."""
    return [
        process(event("start", "s"), work("isi"), END, "s > isi > e", identifier="anak"),
        process(
            event("start", "s"), event("throw", "esk", "escalation X"), work("isi"), gateway("exclusive", "g", default="g_e"), END,
            event("end", "gagal", "error E"), "s > esk > isi > g > e, g > gagal: n > 3", identifier="anak2",
        ),
        process(event("start", "s", "message N"), work("t_n"), END, "s > t_n > e", identifier="lahir_pesan"),
        process(event("start", "s", "signal S2"), work("t_s"), END, "s > t_s > e", identifier="lahir_sinyal"),
        process(event("start", "s", "cycle R3/PT10H"), work("t_r"), END, "s > t_r > e", identifier="rutin"),
    ]  # fmt: skip


def troubles() -> list[str]:
    """One process a kind of incident."""
    nobody = '<zeebe:assignmentDefinition candidateGroups="=siapa"/>'
    return [
        process(START, work("mi", repeated("false", "=daftar")), END, "s > mi > e", identifier="m_ekspresi"),
        process(START, task("tanpa", ext(nobody)), END, "s > tanpa > e", identifier="m_pelaksana"),
        process(START, step("j", "golden:langkah", "how: =bagaimana"), work("b"), END, "s > j > b > e", identifier="m_langkah"),
        process(START, step("j", "golden:sekali", "how: =bagaimana"), work("b"), END, "s > j > b > e", identifier="m_periksa"),
        process(START, work("a", properties=clock(clock="start", clock_days="=tidak_ada")), END, "s > a > e", identifier="m_jam"),
        process(
            START, gateway("exclusive", "g1"), script("hitung", "1", "kali"), gateway("exclusive", "g2", default="g2_g1"), END,
            's > g1 > hitung > g2 > g1, g2 > e: henti = "ya"',
            identifier="m_batas",
        ),
        process(START, step("j", "golden:langkah", "how: =bagaimana"), work("b"), END, "s > j > b > e", identifier="m_galat"),
        process(START, call("c", "=proses"), END, "s > c > e", identifier="m_panggil"),
    ]  # fmt: skip


def moving(version: int) -> str:
    timer = event("boundary", "t", "timer PT1H", attachedToRef="a" if version == 1 else "z", cancelActivity="false")
    if version == 1:
        return process(START, work("a"), timer, work("h"), END, "s > a > e, t > h > e", identifier="pindah")
    again = work("z").replace('name="z"', 'name="a"')
    return process(START, again, timer, work("b"), work("h"), END, "s > z > b > e, t > h > e", identifier="pindah")


def resources(version: int) -> dict[str, bytes]:
    parts = [HEAD, RACE, *cases(), *called(), *troubles(), moving(version)]
    manifest = (PACKAGES / "golden" / "process.toml").read_bytes()
    return {"golden.bpmn": f"{''.join(parts)}</definitions>".encode(), "f.form": FORM, "fn.form": TASK_FORM, "process.toml": manifest}

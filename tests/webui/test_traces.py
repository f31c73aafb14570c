"""A trace goes from a page through its turn and the job that it made to the call outside, and holds no value of a case."""

import gzip
import json
import re
import subprocess
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from sqlalchemy import select

from casework.payments.connectors.bank import HttpBank
from casework.payments.errors import BankAway
from demo.load import actor
from engine.model.errors import FormRejected
from engine.persistence.tables.instances import Job
from engine.sdk import BpmnError
from tests.support.letters import ANSWERS, pdf
from tests.support.observed import observe
from webui.observation.opentelemetry_tracing import OpenTelemetryTracing, trace_to
from webui.settings import ROOT, SettingsError, read_settings

MONDAY = date(2026, 11, 30)
TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]")


@pytest.fixture
def spans():
    return InMemorySpanExporter()


@pytest.fixture
def traced(web, spans):
    found = observe(web.harness, tracing=OpenTelemetryTracing(SimpleSpanProcessor(spans)))
    web.extensions["alur"] = web.harness.engine
    yield found
    found.stop()


def register(browse, **changes):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    answer = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, **changes})
    assert answer.status_code == 302, registrar.page


def test_a_page_its_turn_its_job_and_what_the_job_reports_are_one_trace(web, browse, traced, spans):
    register(browse)
    (start,) = [span for span in spans.get_finished_spans() if span.name == "command StartProcessInstance"]
    jobs = web.harness._all(select(Job))
    assert jobs
    assert all(TRACEPARENT.fullmatch(job.trace) for job in jobs)
    assert {job.trace.split("-")[1] for job in jobs} == {f"{start.context.trace_id:032x}"}
    web.harness.run_jobs()
    mine = {span.name: span for span in spans.get_finished_spans() if span.context.trace_id == start.context.trace_id}
    page = next(span for name, span in mine.items() if name.startswith("page "))
    assert page.parent is None
    assert start.parent.span_id == page.context.span_id
    assert page.attributes["http.response.status_code"] == 302
    assert page.attributes["http.route"] == "/mulai/<process>"
    job = mine["job surat_masuk:cari-kembar"]
    assert job.parent.span_id == start.context.span_id
    assert mine["handler surat_masuk:cari-kembar"].parent.span_id == job.context.span_id
    reports = [
        span for span in spans.get_finished_spans() if span.name == "command CompleteJob" and span.parent.span_id == job.context.span_id
    ]
    assert [(report.attributes["alur.process"], report.attributes["alur.element"]) for report in reports] == [("surat_masuk", "cek_kembar")]
    assert reports[0].attributes["alur.statements"] > 3
    # the job that this one's report has made continues the trace
    assert "handler surat_masuk:beri-nomor" in mine


def test_a_span_holds_no_value_of_a_case(web, browse, traced, spans):
    register(browse)
    web.harness.run_jobs()
    with pytest.raises(FormRejected):
        web.harness.complete(web.harness.task("baca").id, actor(web.harness.engine, "bupati"), tindakan="PENANDA-RAHASIA")
    text = " ".join(span.to_json() for span in spans.get_finished_spans())
    cases = [str(case.id) for case in web.harness.instances()]
    for value in ("PENANDA", "@tangerangkab.example", *cases, *ANSWERS.values()):
        assert len(str(value)) < 6 or str(value) not in text, value
    assert not any(span.events for span in spans.get_finished_spans()), "an exception's text may quote a value"
    refused = [span for span in spans.get_finished_spans() if (span.attributes or {}).get("alur.outcome") == "form_rejected"]
    assert refused
    assert all(span.status.status_code is StatusCode.UNSET for span in refused), "a refusal is no failure"


def test_a_failing_handler_is_an_error_and_a_business_error_is_none(traced, spans):
    for error in (RuntimeError("PENANDA"), BpmnError("SALAH", "PENANDA")):
        with pytest.raises(type(error)), traced.observer.handler("surat_masuk:beri-nomor"):
            raise error
    failed, foreseen = spans.get_finished_spans()
    assert (failed.status.status_code, failed.attributes["alur.outcome"]) == (StatusCode.ERROR, "failed")
    assert (foreseen.status.status_code, foreseen.attributes["alur.outcome"]) == (StatusCode.UNSET, "bpmn_error")
    assert "PENANDA" not in failed.to_json() + foreseen.to_json()


class Receiver:
    """Keeps what is posted to it."""

    def __init__(self):
        kept = self.kept = []
        self.came = threading.Event()

        came = self.came

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                answer = json.dumps({"payments": []}).encode() if "/mutasi" in self.path else b""
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
                came.set()

            def log_message(self, *_given):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver():
    found = Receiver()
    yield found
    found.close()


def test_a_call_outside_carries_the_trace(traced, spans, receiver):
    bank = HttpBank(receiver.address, "k" * 32, traced.observer)
    bank.statement(MONDAY)
    ((_path, headers, _body),) = receiver.kept
    (call,) = spans.get_finished_spans()
    assert headers["traceparent"].startswith(f"00-{call.context.trace_id:032x}-{call.context.span_id:016x}-0")
    assert (call.name, call.attributes["alur.outcome"]) == ("call bank", "done")
    away = HttpBank("http://127.0.0.1:1", "k" * 32, traced.observer)
    with pytest.raises(BankAway):
        away.statement(MONDAY)
    assert spans.get_finished_spans()[-1].status.status_code is StatusCode.ERROR


def test_without_traces_a_call_carries_none_and_a_job_keeps_none(web, browse, receiver):
    observed = observe(web.harness)
    web.extensions["alur"] = web.harness.engine
    HttpBank(receiver.address, "k" * 32, observed.observer).statement(MONDAY)
    assert "traceparent" not in receiver.kept[0][1]
    register(browse)
    assert {job.trace for job in web.harness._all(select(Job))} == {None}
    observed.stop()


def test_a_collector_gets_the_spans_by_otlp(web, browse, receiver):
    tracing = trace_to(f"{receiver.address}/v1/traces")
    observed = observe(web.harness, tracing=tracing)
    web.extensions["alur"] = web.harness.engine
    register(browse, hal="PENANDA rapat banjir")
    observed.stop()
    tracing._provider.force_flush()
    assert receiver.came.wait(30)
    sent = []
    for path, headers, body in receiver.kept:
        assert (path, headers["content-type"]) == ("/v1/traces", "application/x-protobuf")
        sent.append(ExportTraceServiceRequest.FromString(gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body))
    resources = [resource for request in sent for resource in request.resource_spans]
    assert {item.value.string_value for resource in resources for item in resource.resource.attributes if item.key == "service.name"} == {
        "alur"
    }
    assert "command StartProcessInstance" in {span.name for resource in resources for scope in resource.scope_spans for span in scope.spans}
    assert not any(b"PENANDA" in request.SerializeToString() for request in sent)
    tracing._provider.shutdown()


def test_without_the_setting_nothing_that_traces_is_imported():
    """What is imported costs every process memory and time at its start. (redis imports the metrics of OpenTelemetry where it finds them.)"""
    traces = "('opentelemetry.sdk.trace', 'opentelemetry.exporter', 'webui.observation.opentelemetry_tracing')"
    code = f"import webui.bootstrap, webui.app, webui.worker, sys; print([name for name in sys.modules if name.startswith({traces})])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_address_of_the_collector_is_a_setting():
    needed = {
        "ALUR_DATABASE_URL": "postgresql://a@h/b",
        "ALUR_REDIS_URL": "redis://h",
        "ALUR_SECRET_KEY": "s" * 40,
        "ALUR_DATA_KEYS": "k1:MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",
    }
    assert read_settings(needed).traces_url == ""
    assert read_settings({**needed, "ALUR_TRACES_URL": "http://c:4318/v1/traces"}).traces_url == "http://c:4318/v1/traces"
    with pytest.raises(SettingsError, match="ALUR_TRACES_URL must be empty or such as"):
        read_settings({**needed, "ALUR_TRACES_URL": "collector:4318"})

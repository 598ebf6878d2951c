"""A collector of spans, as small as it can be: OTLP over HTTP on a loopback port."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True, kw_only=True)
class Span:
    """One span as it arrived; ids in hex, `parent_id` empty for the first of a trace."""

    service: str
    name: str
    kind: int
    trace_id: str
    span_id: str
    parent_id: str
    attributes: dict[str, str]
    ended_badly: bool
    whole: str


@dataclass
class Collector:
    """Keeps every span that anybody sends; close it at the end."""

    spans: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """What OTEL_EXPORTER_OTLP_ENDPOINT is to say."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def of(self, correlation_id: str) -> list[Span]:
        """The spans of one conversation."""
        return [span for span in self.spans if span.attributes.get("ccs.correlation_id") == correlation_id]

    def take(self, sent: ExportTraceServiceRequest) -> None:
        """Keep what was sent."""
        for resource in sent.resource_spans:
            named = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.spans += [
                    Span(
                        service=named.get("service.name", ""),
                        name=span.name,
                        kind=span.kind,
                        trace_id=span.trace_id.hex(),
                        span_id=span.span_id.hex(),
                        parent_id=span.parent_span_id.hex(),
                        attributes={one.key: one.value.string_value for one in span.attributes},
                        ended_badly=span.status.code == span.status.STATUS_CODE_ERROR,
                        # utf-8 as it is, so that a search for Chinese finds it.
                        whole=span.SerializeToString().decode("utf-8", errors="replace"),
                    )
                    for span in scope.spans
                ]

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()


def _handler(collector: Collector) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            collector.take(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *values: object) -> None:  # noqa: A002 - the library's name
            """Nothing to say."""

    return Handler

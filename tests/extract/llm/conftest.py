"""A model's server that misbehaves as it is told: an HTTP server on this machine that speaks the OpenAI protocol."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest


class Stub:
    """Answers each request with the next of ``script``, the last one over and over; keeps what it was sent.

    A step is the list of items to answer with, a string to answer with as it is, the bytes of a whole
    response, a status, or seconds to stay silent.
    """

    def __init__(self) -> None:
        self.script: list[Any] = [[]]
        self.requests: list[dict[str, Any]] = []
        self.refuses: dict[str, int] = {}
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                stub.requests.append(asked)
                step = stub.script.pop(0) if len(stub.script) > 1 else stub.script[0]
                unknown = next((name for name in stub.refuses if name in asked), None)
                if unknown is not None:
                    self._send(stub.refuses[unknown], {"error": {"message": f"unknown parameter: {unknown}"}})
                elif isinstance(step, bytes):
                    self._write(200, step)
                elif isinstance(step, float):
                    time.sleep(step)
                elif isinstance(step, int):
                    self._send(step, {"error": {"message": f"status {step}"}})
                else:
                    content = step if isinstance(step, str) else json.dumps({"forecasts": step})
                    self._send(200, completion(content))

            def _send(self, status: int, body: dict[str, Any]) -> None:
                self._write(status, json.dumps(body).encode())

            def _write(self, status: int, data: bytes) -> None:
                self.send_response(status)
                kind = "text/html" if data.startswith(b"<") else "application/json"
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.send_header("retry-after-ms", "1")
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def completion(content: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": "stub",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    yield server
    server.close()

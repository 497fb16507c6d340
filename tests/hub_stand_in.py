"""A stand-in for the hub: a server on this machine that answers as huggingface.co does, and fails as it is told to."""

import hashlib
import json
import os
import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REVISION = "0123456789abcdef0123456789abcdef01234567"
LARGE = ("model.safetensors", "pytorch_model.bin", "source.spm", "target.spm")


@dataclass(kw_only=True)
class StandIn:
    """What the stand-in serves and how it fails.

    `cut` gives, by file, after how many bytes each of the next answers breaks off, with `reset` by a reset. `lies` are
    served in a file's place. `status` is answered to everything, or `answer`. `requests` are the paths and ranges that
    were asked for.
    """

    models: dict[str, dict[str, bytes]] = field(default_factory=dict)
    revision: str = REVISION
    tags: list[str] = field(default_factory=lambda: ["marian", "license:apache-2.0"])
    cut: dict[str, list[int]] = field(default_factory=dict)
    lies: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    reset: bool = False
    status: int = 0
    answer: bytes = b""
    requests: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    def add(self, name: str, folder: Path) -> None:
        """Serve a checkpoint's folder as a model."""
        self.models[name] = {path.name: path.read_bytes() for path in folder.iterdir()}

    def asked(self, file: str) -> list[str]:
        """Return the ranges with which a file's content was asked for."""
        return [range_ for path, range_ in self.requests if path.startswith("/cdn/") and path.endswith(f"/{file}")]

    def description(self, name: str) -> dict[str, object]:
        """Return what the hub says of a model."""
        files: list[dict[str, object]] = []
        for file, content in self.models[name].items():
            pointer = hashlib.sha256(content).hexdigest()
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
            large = {"sha256": pointer, "size": len(content), "pointerSize": 134} if file in LARGE else None
            entry = {"rfilename": file, "size": len(content), "blobId": "0" * 40 if large else blob}
            files.append(entry | ({"lfs": large} if large else {}))
        return {"id": name, "sha": self.revision, "tags": self.tags, "siblings": files}


@contextmanager
def serving(hub: StandIn) -> Iterator[StandIn]:
    """Serve a stand-in on a free port, and stop at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.requests.append((self.path, self.headers.get("Range", "")))
            if hub.status or hub.answer:
                self.answer(hub.status or 200, hub.answer)
            elif found := re.fullmatch(r"/api/models/(.+)\?blobs=true", self.path):
                known = found[1] in hub.models
                self.answer(200 if known else 401, json.dumps(hub.description(found[1])).encode() if known else b"")
            elif found := re.fullmatch(r"/(.+)/resolve/(\w+)/(.+)", self.path):
                self.send_response(302 if found[2] == hub.revision else 404)
                self.send_header("Location", f"{hub.address}/cdn/{found[1]}/{found[3]}")
                self.end_headers()
            else:
                self.content(*self.path.removeprefix("/cdn/").rsplit("/", 1))

        def content(self, name: str, file: str) -> None:
            whole = hub.lies.get(file, hub.models[name][file])
            asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")) if hub.ranges else None
            start = int(asked[1]) if asked else 0
            headers = {"Content-Range": f"bytes {start}-{len(whole) - 1}/{len(whole)}"} if asked else {}
            cuts = hub.cut.get(file, [])
            self.answer(206 if asked else 200, whole[start:], headers, cuts.pop(0) if cuts else None)

        def answer(
            self, status: int, body: bytes, headers: dict[str, str] | None = None, cut: int | None = None
        ) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[:cut])
            if cut is not None and hub.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                os.close(self.connection.detach())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # as the standard library names it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

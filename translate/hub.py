"""The one place that fetches: models of a hub, as huggingface.co serves them.

    GET /api/models/NAME?blobs=true     the files of a model, their sizes and hashes, and the revision they belong to
    GET /NAME/resolve/REVISION/FILE     a file, by way of a redirect; `Range` asks for the rest of one

Every file is checked against what the first answer said of it: SHA-256 where the hub keeps it in LFS, else the hash of
its git blob. A file that was cut off is gone on with where it ends, in the same run or in a later one.
"""

import hashlib
import http.client
import json
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from translate import __version__
from translate.catalogue import did_you_mean
from translate.errors import EngineError, InputError, OutputError, UsageError
from translate.fields import Fields

ADDRESS = "https://huggingface.co"
"""The hub, where `GLOSSUB_HUB` names no other."""

_TIMEOUT_SECONDS = 30.0
_TRIES = 3  # without a new byte, in a row
_PIECE = 1 << 18
_OFFLINE = (
    "Check the network (behind a proxy, set HTTPS_PROXY), or fetch the model's folder on another machine and pass "
    "`--model FOLDER`. GLOSSUB_HUB names another hub."
)

# What becomes part of a path must look as it should.
_FORMS = {"id": re.compile(r"[\w.-]+/[\w.-]+", re.ASCII), "sha": re.compile(r"[0-9a-f]{40}")}

Arrived = Callable[[int], None]
"""Told how many bytes of a file are here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFile:
    """A file of a model: size in bytes, and its SHA-256 or, where the hub gives none, its git blob's SHA-1 in hex."""

    name: str
    size: int
    sha256: str = ""
    blob: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubModel:
    """A model on a hub: its name there, the commit that is served, its licence (may be empty) and its files."""

    name: str
    revision: str
    licence: str
    files: tuple[HubFile, ...]


class Hub:
    """A hub at an address; `wait` sleeps for so many seconds before a further try."""

    def __init__(
        self, address: str, *, timeout_seconds: float = _TIMEOUT_SECONDS, wait: Callable[[float], None] = time.sleep
    ) -> None:
        """Keep the address. Raises `UsageError` when it is none."""
        if not address.startswith(("https://", "http://")):
            raise UsageError("a hub's address starts with https://", where=address, mend="Mend GLOSSUB_HUB.")
        self.address = address.rstrip("/")
        self._timeout_seconds = timeout_seconds
        self._wait = wait

    def model(self, name: str) -> HubModel:
        """Look a model up. Raises `EngineError` when there is none, or the hub cannot be asked."""
        with self._explained(name), self._open(f"/api/models/{urllib.parse.quote(name)}?blobs=true") as response:
            text = response.read()
        try:
            return _parsed(name, json.loads(text))
        except (ValueError, InputError) as error:
            what = f"the hub's answer about {name} is not understood: {error}"
            raise EngineError(what, where=self.address, mend="Is GLOSSUB_HUB the address of a hub?") from error

    def fetch(self, model: HubModel, file: HubFile, folder: Path, arrived: Arrived) -> None:
        """Fetch a file into a folder, going on with what is there of it.

        Raises `EngineError` when the hub cannot be reached or gives something else than it announced; what arrived
        stays for the next time, unless it is wrong. Raises `OutputError` when the disk is full.
        """
        path = folder / file.name
        failures = 0
        while (before := _size(path)) < file.size:
            try:
                with self._explained(model.name):
                    self._go_on(model, file, path, arrived)
            except _CutError as error:
                failures = failures + 1 if _size(path) <= before else 0
                if failures == _TRIES:
                    raise EngineError(
                        f"the connection broke {_TRIES} times at {_size(path)} of {file.size} bytes: {error}",
                        where=f"{model.name}/{file.name}",
                        mend="Run the same command again: it goes on from there.",
                    ) from error
                self._wait(2.0**failures - 1)
        if not _is_right(path, file):
            path.unlink(missing_ok=True)
            raise EngineError(
                "what arrived is not what the hub announced (its hash is another); it was thrown away",
                where=f"{model.name}/{file.name}",
                mend="Run the same command again: it starts this file anew.",
            )
        arrived(file.size)

    def _go_on(self, model: HubModel, file: HubFile, path: Path, arrived: Arrived) -> None:
        """Fetch what a file lacks; raises `_CutError` when the connection breaks."""
        start = _size(path)
        where = f"/{urllib.parse.quote(model.name)}/resolve/{model.revision}/{urllib.parse.quote(file.name)}"
        with self._open(where, start) as response:
            answer = response.headers.get("Content-Range", "")
            goes_on = response.status == http.HTTPStatus.PARTIAL_CONTENT and answer.startswith(f"bytes {start}-")
            here = start if goes_on else 0
            with _written(path, "ab" if goes_on else "wb") as write:
                while here <= file.size and (piece := _read(response)):
                    write(piece)
                    here += len(piece)
                    arrived(min(here, file.size))
        if here < file.size:
            raise _CutError("it ended too soon")

    def _open(self, where: str, start: int = 0) -> http.client.HTTPResponse:
        """Open an address of the hub from a byte on, following its redirects; raises what urllib raises."""
        headers = {"User-Agent": f"glossub/{__version__}"} | ({"Range": f"bytes={start}-"} if start else {})
        request = urllib.request.Request(  # noqa: S310  # the address was checked
            self.address + where, headers=headers
        )
        response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=self._timeout_seconds)  # noqa: S310  # the same
        return response

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """Turn what urllib raises into an `EngineError` that says what to do."""
        try:
            yield
        except urllib.error.HTTPError as error:
            error.close()
            raise self._refused(name, error.code, str(error.reason)) from error
        except urllib.error.URLError as error:
            what = f"the hub cannot be reached: {getattr(error.reason, 'strerror', None) or error.reason}"
            raise EngineError(what, where=self.address, mend=_OFFLINE) from error
        except (TimeoutError, ConnectionError, http.client.HTTPException) as error:
            what = f"the hub cannot be reached: {error or type(error).__name__}"
            raise EngineError(what, where=self.address, mend=_OFFLINE) from error

    def _refused(self, name: str, status: int, reason: str) -> EngineError:
        """Return the error for a refusal; the hub says 401 of what does not exist and of what is private."""
        if status in {401, 404}:
            return EngineError(
                "the hub has no public model of this name",
                where=f"{self.address}/{name}",
                mend=f"{did_you_mean(name)}Names are case-sensitive: owner/name, as on the model's page.",
            )
        if status == http.HTTPStatus.FORBIDDEN:
            return EngineError(
                "the hub gives this model only to people who accepted its terms",
                where=f"{self.address}/{name}",
                mend="Fetch its folder in a browser and pass `--model FOLDER`.",
            )
        return EngineError(
            f"the hub answers {status} {reason}", where=f"{self.address}/{name}", mend="Try again in a while."
        )


def hub_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return the hub's address: `GLOSSUB_HUB`, or the public one."""
    return environment.get("GLOSSUB_HUB") or ADDRESS


class _CutError(Exception):
    """The connection broke while a file came."""


def _read(response: http.client.HTTPResponse) -> bytes:
    try:
        return response.read(_PIECE)
    except (OSError, http.client.HTTPException) as error:
        raise _CutError(str(error) or type(error).__name__) from error


@contextmanager
def _written(path: Path, mode: str) -> Iterator[Callable[[bytes], object]]:
    """Open a file to write to; raises `OutputError` when the disk is full or the place cannot be written."""
    try:
        with path.open(mode) as stream:
            yield stream.write
    except OSError as error:
        raise OutputError(
            f"what arrives cannot be written: {error.strerror or error}",
            where=str(path),
            mend="Free some room, or set GLOSSUB_CACHE to a folder on another disk; then run again: it goes on.",
        ) from error


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _is_right(path: Path, file: HubFile) -> bool:
    """Return whether a file has the size and the hash that the hub announced."""
    if _size(path) != file.size:
        return False
    with path.open("rb") as stream:
        if file.sha256:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
        blob = hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)  # how git names a file's content
        blob.update(stream.read())
        return blob.hexdigest() == file.blob


def _parsed(name: str, answer: object) -> HubModel:
    """Read the hub's answer about a model; raises `InputError` where it is not as it should be."""
    fields = Fields(answer, source=f"/api/models/{name}")
    for field, form in _FORMS.items():
        if not form.fullmatch(fields.text(field)):
            raise fields.error(field, f"unexpected {fields.text(field)!r}")
    licences = [tag.removeprefix("license:") for tag in fields.texts("tags") if tag.startswith("license:")]
    return HubModel(
        name=fields.text("id"),
        revision=fields.text("sha"),
        licence=licences[0] if licences else "",
        files=tuple(_parsed_file(file) for file in fields.objects("siblings")),
    )


def _parsed_file(file: Fields) -> HubFile:
    large = file.optional_inner("lfs")
    return HubFile(
        name=file.text("rfilename"),
        size=file.integer("size"),
        sha256=large.text("sha256") if large else "",
        blob="" if large else file.text("blobId"),
    )

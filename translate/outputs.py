"""An episode's output files, and the record of them that its document keeps."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFile:
    """A file of an episode's folder; `name` has no folder in it."""

    name: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a document says of its folder: the input's name, digests of files by name, and the episode's turns as read.

    `limits` are the settings of the subtitles (`settings.LIMITS`), `run` is what `run_of` returned for the run that
    translated; both are empty where they are not known. `intact` says that the document is as it was written.
    """

    input_name: str
    files: Mapping[str, str]
    texts: tuple[str, ...]
    intact: bool
    limits: Mapping[str, str | float] = field(default_factory=dict)
    run: str = ""


def digest_of(content: str | bytes) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def run_of(files: Iterable[OutputFile], signature: str) -> str:
    """Return what tells a run from all that gave something else: a digest of the files that it wrote."""
    return digest_of(json.dumps([signature, *sorted((file.name, digest_of(file.content)) for file in files)]))

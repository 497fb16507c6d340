"""What the hub may answer, and what it is when it does not."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_stand_in import REVISION, StandIn, serving

from translate.errors import EngineError, UsageError
from translate.hub import Hub, HubFile, HubModel, hub_address

NAME = "Helsinki-NLP/opus-mt-fr-en"
FILE = HubFile(name="source.spm", size=5, sha256="2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
MODEL = HubModel(name=NAME, revision=REVISION, licence="", files=(FILE,))


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Serve a model of one file."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(StandIn(models={NAME: {"source.spm": b"hello", "README.md": b"card"}})) as hub:
        yield hub


def hub_at(address: str) -> Hub:
    """Return a hub for which nobody waits."""
    return Hub(address, timeout_seconds=5, wait=lambda _seconds: None)


def test_a_model_is_described_with_its_commit_licence_and_files(stand_in: StandIn) -> None:
    blob = HubFile(name="README.md", size=4, blob="3f80c4aafc3b52e57ea1ef61ac05b5b0e0ad6dc9")
    model = hub_at(stand_in.address + "/").model(NAME)
    assert (model.name, model.revision, model.licence) == (NAME, REVISION, "apache-2.0")
    assert [(file.name, file.size, file.sha256) for file in model.files] == [
        (FILE.name, FILE.size, FILE.sha256),
        (blob.name, blob.size, ""),
    ]
    assert len(model.files[1].blob) == 40


def test_a_model_without_a_licence_has_none(stand_in: StandIn) -> None:
    stand_in.tags = ["marian"]
    assert hub_at(stand_in.address).model(NAME).licence == ""


@pytest.mark.parametrize(
    ("status", "what", "mend"),
    [
        (401, "no public model of this name", "case-sensitive"),
        (404, "no public model of this name", "case-sensitive"),
        (403, "only to people who accepted its terms", "--model FOLDER"),
        (429, "answers 429", "Try again"),
        (500, "answers 500", "Try again"),
        (503, "answers 503", "Try again"),
    ],
)
def test_a_refusal_says_what_to_do(stand_in: StandIn, tmp_path: Path, status: int, what: str, mend: str) -> None:
    stand_in.status = status
    for ask in (
        lambda: hub_at(stand_in.address).model(NAME),
        lambda: hub_at(stand_in.address).fetch(MODEL, FILE, tmp_path, lambda _here: None),
    ):
        with pytest.raises(EngineError, match=what) as caught:
            ask()
        assert mend in caught.value.mend
        assert caught.value.where == f"{stand_in.address}/{NAME}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "answer", ["<html>", "[]", "{}", '{"id": "a/b", "sha": 5}', '{"id": "a/b", "sha": "../up"}', '{"id": "/up"}']
)
def test_an_answer_that_is_none_of_a_hub_is_an_engine_error(stand_in: StandIn, answer: str) -> None:
    stand_in.answer = answer.encode()
    with pytest.raises(EngineError, match="is not understood") as caught:
        hub_at(stand_in.address).model(NAME)
    assert "GLOSSUB_HUB" in caught.value.mend


def test_a_file_without_its_size_is_not_understood(stand_in: StandIn) -> None:
    answer = stand_in.description(NAME) | {"siblings": [{"rfilename": "config.json"}]}
    stand_in.answer = json.dumps(answer).encode()
    with pytest.raises(EngineError, match="size"):
        hub_at(stand_in.address).model(NAME)


def test_a_hub_that_is_down_says_how_to_go_on_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(EngineError, match="the hub cannot be reached: Connection refused") as caught:
            hub_at(address).model(NAME)
    assert "Check the network" in caught.value.mend
    assert caught.value.where == address


def test_without_a_network_names_are_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.delenv("https_proxy", raising=False)
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(EngineError, match="cannot be reached: Temporary failure in name resolution"):
        hub_at("https://hub.example").model(NAME)


def test_a_hub_that_hangs_up_or_hangs_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hub = Hub(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.1)
        with pytest.raises(EngineError, match="the hub cannot be reached: timed out"):
            hub.model(NAME)


def test_a_file_is_fetched_and_told(stand_in: StandIn, tmp_path: Path) -> None:
    told: list[int] = []
    hub_at(stand_in.address).fetch(MODEL, FILE, tmp_path, told.append)
    assert (tmp_path / "source.spm").read_bytes() == b"hello"
    assert told[-1] == 5


def test_a_file_that_is_here_is_not_fetched(stand_in: StandIn, tmp_path: Path) -> None:
    (tmp_path / "source.spm").write_bytes(b"hello")
    hub_at(stand_in.address).fetch(MODEL, FILE, tmp_path, lambda _here: None)
    assert stand_in.requests == []


def test_a_wait_grows_while_nothing_comes(stand_in: StandIn, tmp_path: Path) -> None:
    waits: list[float] = []
    stand_in.cut = {"source.spm": [2, 0, 0]}
    Hub(stand_in.address, wait=waits.append).fetch(MODEL, FILE, tmp_path, lambda _here: None)
    assert waits == [0, 1, 3]


def test_the_hub_is_the_public_one_unless_the_variable_says_otherwise() -> None:
    assert hub_address({}) == "https://huggingface.co"
    assert hub_address({"GLOSSUB_HUB": "https://hub.example"}) == "https://hub.example"


@pytest.mark.parametrize("address", ["hub.example", "file:///etc", "ftp://hub.example"])
def test_an_address_that_is_none_is_a_usage_error(address: str) -> None:
    with pytest.raises(UsageError, match="starts with https://"):
        Hub(address)

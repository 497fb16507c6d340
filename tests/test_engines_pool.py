"""Several equal engines behind one queue."""

import threading
from collections.abc import Sequence

import pytest

from translate.engine import Decoding, Hypothesis, Progress, Request, silent
from translate.engines.pool import LostError, PooledEngine
from translate.engines.scripted import Script, ScriptedEngine
from translate.errors import EngineError

ASKED = [Request(text="Bonjour Paul."), Request(text="On y va ?")]


class Fragile(ScriptedEngine):
    """An engine on a device that is lost at a call, counted from 1."""

    def __init__(self, device: str, *, lost_at: int = 0) -> None:
        """Stand for a device."""
        super().__init__(Script(translations={"Bonjour Paul.": "Hello Paul."}))
        self.device = device
        self._lost_at = lost_at

    def count_tokens(self, text: str) -> int:
        """Count, unless it is lost from the start."""
        if self._lost_at == 1:
            raise LostError("the GPU fell off the bus", where=self.device)
        return super().count_tokens(text)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Answer, or be lost."""
        if self._lost_at and len(self.calls) + 1 >= self._lost_at:
            raise LostError("the GPU fell off the bus", where=self.device)
        return super().translate(requests, decoding, progress)


class Meeting(ScriptedEngine):
    """An engine whose calls wait for one another: they end only if so many are at work at once."""

    def __init__(self, barrier: threading.Barrier, *, patience_s: float = 10) -> None:
        """Keep where they meet."""
        super().__init__(Script(translations={}))
        self._barrier = barrier
        self._patience_s = patience_s

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Answer once the others are at work."""
        try:
            self._barrier.wait(self._patience_s)
        except threading.BrokenBarrierError:
            raise EngineError("nobody came") from None
        return super().translate(requests, decoding, progress)


def gpus(count: int, **lost: int) -> list[Fragile]:
    """Return engines on GPUs; `gpu1=2` loses the second at its second call."""
    return [Fragile(f"cuda:{number}", lost_at=lost.get(f"gpu{number}", 0)) for number in range(count)]


def at_once(engine: PooledEngine, calls: int) -> list[str]:
    """Call an engine from so many threads, and return the first text of each answer or why there is none."""
    got: list[str] = []

    def call() -> None:
        try:
            got.append(engine.translate(ASKED)[0].text)
        except EngineError as error:
            got.append(error.what)

    threads = [threading.Thread(target=call) for _ in range(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return got


def test_a_pool_is_as_each_of_its_engines() -> None:
    alone = ScriptedEngine(Script(translations={"Bonjour Paul.": "Hello Paul."}))
    pool = PooledEngine(gpus(2))
    assert (pool.signature, pool.inline_terms, pool.max_tokens) == (alone.signature, True, 200)
    assert pool.translate(ASKED) == alone.translate(ASKED)
    assert pool.count_tokens("un deux trois") == 3
    assert (pool.size, pool.device) == (2, "cuda:0,1")


def test_calls_go_round() -> None:
    engines = gpus(3)
    pool = PooledEngine(engines)
    for _ in range(6):
        pool.translate(ASKED)
    assert [len(engine.calls) for engine in engines] == [2, 2, 2]


def test_all_engines_are_at_work_at_once() -> None:
    barrier = threading.Barrier(3)
    assert len(at_once(PooledEngine([Meeting(barrier) for _ in range(3)]), 9)) == 9
    assert not barrier.broken


def test_an_engine_may_get_several_calls_at_once() -> None:
    barrier = threading.Barrier(4)
    assert len(at_once(PooledEngine([Meeting(barrier), Meeting(barrier)], calls_each=2), 8)) == 8
    assert not barrier.broken


def test_an_engine_gets_one_call_at_a_time_unless_it_may_get_more() -> None:
    pool = PooledEngine([Meeting(threading.Barrier(2), patience_s=0.2)])
    assert at_once(pool, 2) == ["nobody came", "nobody came"]


def test_the_work_of_a_lost_engine_goes_to_another_and_it_is_said_once() -> None:
    told: list[str] = []
    engines = gpus(3, gpu1=2)
    pool = PooledEngine(engines, note=told.append, calls_each=2)
    assert at_once(pool, 20) == ["Hello Paul."] * 20
    assert told == ["cuda:1 is lost, and its work goes to the others (2 left): the GPU fell off the bus"]
    assert (pool.size, pool.device) == (2, "cuda:0,2")
    assert len(engines[1].calls) == 1


def test_when_no_engine_is_left_every_call_says_so_and_none_hangs() -> None:
    told: list[str] = []
    pool = PooledEngine(gpus(2, gpu0=2, gpu1=3), note=told.append)
    answers = at_once(pool, 12)
    assert sorted(set(answers)) == ["Hello Paul.", "no engine is left; the last was lost: the GPU fell off the bus"]
    assert (len(answers), answers.count("Hello Paul."), len(told)) == (12, 3, 2)
    with pytest.raises(LostError, match="no engine is left") as caught:
        pool.translate(ASKED)
    assert caught.value.where in {"cuda:0", "cuda:1"}
    with pytest.raises(LostError, match="no engine is left"):
        pool.count_tokens("oui")
    assert (pool.size, pool.device) == (0, "")


def test_tokens_are_counted_by_an_engine_that_lives() -> None:
    pool = PooledEngine(gpus(2, gpu0=1))
    assert pool.count_tokens("un deux") == 2
    assert pool.device == "cuda:1"


def test_an_engine_that_fails_otherwise_stays() -> None:
    pool = PooledEngine([ScriptedEngine(Script(translations={}, fail_at_call=1))])
    with pytest.raises(EngineError, match="the script fails"):
        pool.translate(ASKED)
    assert pool.translate(ASKED)[0].text == "[Bonjour] [Paul.]"


def test_engines_that_differ_or_are_none_make_no_pool() -> None:
    other = ScriptedEngine(Script(translations={}))
    with pytest.raises(
        EngineError, match=r"one run needs equal engines, and these are scripted:.*, scripted:"
    ) as caught:
        PooledEngine([*gpus(1), other])
    assert "one model" in caught.value.mend
    with pytest.raises(EngineError, match="these are none"):
        PooledEngine([])


@pytest.mark.parametrize(
    ("devices", "said"),
    [(["cuda:0", "cuda:0"], "cuda:0"), (["cpu", "cpu"], "cpu"), (["node-1", "node-2 cuda:1"], "node-1, node-2 cuda:1")],
)
def test_devices_are_joined(devices: list[str], said: str) -> None:
    assert PooledEngine([Fragile(device) for device in devices]).device == said

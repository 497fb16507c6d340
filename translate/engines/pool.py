"""Several equal engines as one: a GPU each, or a machine each, behind one queue.

A call takes the engine that has waited longest, and waits itself while all are busy; so whoever asks from several
threads keeps every engine at work. Equal engines give equal answers, so it is all the same which one is asked. An
engine that is lost (`LostError`) is left out from then on, and its call goes to another.
"""

import threading
from collections import deque
from collections.abc import Sequence

from translate.engine import Decoding, Engine, Hypothesis, Progress, Request, silent
from translate.engines.converted import Note, no_note
from translate.errors import EngineError

_MEND = "See to the devices (nvidia-smi), or name others with --device; the same command then goes on from here."


class LostError(EngineError):
    """An engine is gone for good, such as a GPU that failed; what it was asked may be asked of another."""


class PooledEngine:
    """Equal engines behind one queue; it may be called from several threads, and signs as each of them.

    Every engine gets `calls_each` calls at a time; more than one spares an engine the wait between two calls, and needs
    engines that can be called from several threads. Progress that a lost engine told is told again by the next.
    """

    def __init__(self, engines: Sequence[Engine], *, note: Note = no_note, calls_each: int = 1) -> None:
        """Keep the engines; `note` is told, once each, which are lost. Raises `EngineError` if they are not equal."""
        signatures = sorted({engine.signature for engine in engines})
        if len(signatures) != 1:
            what = f"one run needs equal engines, and these are {', '.join(signatures) or 'none'}"
            raise EngineError(what, mend="Let them run one model with one numeric type, on devices of one kind.")
        self._live = list(engines)
        self._calls_each = calls_each
        self._idle = deque(list(engines) * calls_each)
        self._note = note
        self._changed = threading.Condition()
        self._reason: LostError | None = None
        first = engines[0]
        self.signature = first.signature
        self.inline_terms = first.inline_terms
        self.max_tokens = first.max_tokens

    @property
    def size(self) -> int:
        """Return the number of engines that are not lost."""
        return len(self._live)

    @property
    def device(self) -> str:
        """Return where the engines run that are not lost, those of a kind together: `cuda:0,1`."""
        places: dict[str, dict[str, None]] = {}
        for engine in tuple(self._live):
            kind, _, index = engine.device.partition(":")
            places.setdefault(kind, {})[index] = None
        return ", ".join(":".join(filter(None, (kind, ",".join(filter(None, at))))) for kind, at in places.items())

    def add(self, engine: Engine) -> None:
        """Take in another engine, such as one that is there again. Raises `EngineError` if it is not equal."""
        if engine.signature != self.signature:
            raise EngineError(f"one run needs equal engines, and this is {engine.signature}", where=engine.device)
        with self._changed:
            self._live.append(engine)
            self._idle.extend([engine] * self._calls_each)
            self._changed.notify_all()

    def count_tokens(self, text: str) -> int:
        """Return how many source tokens the engines make of a text. Raises `LostError` when none is left."""
        while True:
            with self._changed:
                engine = next(iter(self._live), None)
            if engine is None:
                raise self._none_left()
            try:
                return engine.count_tokens(text)
            except LostError as error:
                self._drop(engine, error)

    def translate(
        self, requests: Sequence[Request], decoding: Decoding = Decoding(), progress: Progress = silent
    ) -> tuple[Hypothesis, ...]:
        """Translate requests on one engine, the next that is idle.

        Raises `LostError` when none is left, and what the engine raises else.
        """
        while True:
            engine = self._take()
            try:
                return engine.translate(requests, decoding, progress)
            except LostError as error:
                self._drop(engine, error)
            finally:
                self._give_back(engine)

    def _take(self) -> Engine:
        with self._changed:
            self._changed.wait_for(lambda: self._idle or not self._live)
            if not self._live:
                raise self._none_left()
            return self._idle.popleft()

    def _give_back(self, engine: Engine) -> None:
        with self._changed:
            if any(engine is live for live in self._live):
                self._idle.append(engine)
                self._changed.notify()

    def _drop(self, engine: Engine, error: LostError) -> None:
        """Leave an engine out from now on, and say so the first time."""
        with self._changed:
            known = any(engine is live for live in self._live)
            self._live = [live for live in self._live if live is not engine]
            self._idle = deque(idle for idle in self._idle if idle is not engine)
            self._reason = error
            self._changed.notify_all()
            left = len(self._live)
        if known:
            self._note(f"{engine.device} is lost, and its work goes to the others ({left} left): {error.what}")

    def _none_left(self) -> LostError:
        reason = f": {self._reason.what}" if self._reason is not None else ""
        where = self._reason.where if self._reason is not None else ""
        mend = (self._reason.mend if self._reason is not None else "") or _MEND
        error = LostError(f"no engine is left; the last was lost{reason}", where=where, mend=mend)
        error.__cause__ = self._reason
        return error

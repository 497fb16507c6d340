"""A checkpoint's vocabulary: sentencepiece models of both sides and the ids of their pieces.

A new one is a joint unigram model with byte fallback and the three marks of inline terms: `</s>` is 0, `<unk>` is 1 and
`<pad>` comes last, as Marian has them.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import sentencepiece

from translate.engines.checkpoints import END, UNKNOWN
from translate.engines.marks import MARKS
from translate.errors import InputError

FILES = ("source.spm", "target.spm", "vocab.json")
"""The files of a vocabulary, in a checkpoint's folder."""

PAD = "<pad>"
_WORD_START = "▁"
_MOST_LINES = 1_000_000


class Vocabulary:
    """A vocabulary at work."""

    def __init__(self, folder: Path) -> None:
        """Load a folder's vocabulary; raises `InputError` when it lacks a file or has another order of pieces."""
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise InputError(
                f"the vocabulary lacks {', '.join(missing)}",
                where=str(folder),
                mend="`scripts/train prepare` makes a work folder with one.",
            )
        self._models = {
            side: sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
            for side in ("source", "target")
        }
        self._ids: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        self.size = len(self._ids)
        if self._ids.get(END) != 0 or self._ids.get(PAD) != self.size - 1:
            raise InputError(f"{END} must be the first piece and {PAD} the last", where=str(folder / "vocab.json"))
        self.end, self.pad = 0, self.size - 1
        self.inline_terms = set(MARKS) <= self._ids.keys()
        self.fingerprint = _fingerprint(folder)

    def pieces(self, texts: Sequence[str], side: str) -> list[list[str]]:
        """Return the pieces of texts; `side` is `source` or `target`."""
        encoded: list[list[str]] = self._models[side].encode(list(texts), out_type=str)
        return encoded

    def ids(self, pieces: Sequence[str]) -> list[int]:
        """Return the ids of pieces, without an end."""
        unknown = self._ids[UNKNOWN]
        return [self._ids.get(piece, unknown) for piece in pieces]


def words_of(pieces: Sequence[str]) -> list[int]:
    """Return, for each piece, its word, counted from 0."""
    words: list[int] = []
    for piece in pieces:
        words.append(words[-1] + piece.startswith(_WORD_START) if words else 0)
    return words


def train_vocabulary(texts: Iterable[str], folder: Path, *, size: int, threads: int) -> None:
    """Write a new vocabulary of `size` pieces, learnt from texts of both sides, into a folder.

    Raises `InputError` when the texts hold too little for so many pieces.
    """
    with tempfile.TemporaryDirectory() as work:
        sample, prefix = Path(work) / "sample.txt", Path(work) / "joint"
        with sample.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{text}\n" for text in texts)
        try:
            sentencepiece.SentencePieceTrainer.train(
                input=str(sample),
                model_prefix=str(prefix),
                vocab_size=size - 1,  # all but <pad>
                character_coverage=0.9999,
                model_type="unigram",
                user_defined_symbols=list(MARKS),
                eos_id=0,
                unk_id=1,
                bos_id=-1,
                pad_id=-1,
                byte_fallback=True,
                input_sentence_size=_MOST_LINES,
                shuffle_input_sentence=True,
                num_threads=threads,
                normalization_rule_name="nmt_nfkc",
                minloglevel=2,
            )
        except RuntimeError as error:
            reason = str(error).split("] ")[-1].strip()
            raise InputError(
                f"no vocabulary of {size} pieces can be learnt from these pairs: {reason}",
                mend="Give more pairs, or a smaller --pieces.",
            ) from error
        _write(prefix.with_suffix(".model"), folder, size)


def copy_vocabulary(source: Path, folder: Path) -> None:
    """Copy a vocabulary's files into another folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(source / name, folder / name)


def _write(model: Path, folder: Path, size: int) -> None:
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    ids = {processor.id_to_piece(number): number for number in range(processor.get_piece_size())}
    ids[PAD] = size - 1
    folder.mkdir(parents=True, exist_ok=True)
    for side in ("source", "target"):
        shutil.copyfile(model, folder / f"{side}.spm")
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _fingerprint(folder: Path) -> str:
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in FILES)).hexdigest()[:12]

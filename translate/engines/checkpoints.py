"""Finding and reading MarianMT checkpoints: folders as transformers saves them.

A checkpoint is `config.json`, `vocab.json` (and `target_vocab.json` where the two sides differ), `source.spm`,
`target.spm` and the weights (`model.safetensors`, or `pytorch_model.bin` in older ones). It may be a folder, a model
that `glossub model get` fetched, a hub name that is in the Hugging Face cache already (nothing is downloaded),
`embedded`: the one inside the package, or `auto`: the best fetched one of the pair, else the embedded one.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from translate.catalogue import AUTO, EMBEDDED_MODEL, getting, short_name
from translate.catalogue import EMBEDDED as EMBEDDED_NAME
from translate.engines.converted import cache_folder
from translate.engines.fetched import Fetched, best_for, fetched_models, named
from translate.engines.marks import MARKS
from translate.errors import EngineError

EMBEDDED = Path(__file__).parents[1] / "model"
"""The checkpoint inside the package."""

END, UNKNOWN = "</s>", "<unk>"
"""The pieces of every Marian vocabulary that end a sentence and stand for what it lacks."""

WEIGHTS = ("model.safetensors", "pytorch_model.bin")
"""The files that weights may stand in, the better one first."""

# The codes of multi-target checkpoints (`>>deu<<`) are ISO 639-3, older ones' ISO 639-1.
_ISO_639_3 = dict(
    pair.split("=")
    for pair in (
        "ar=ara bg=bul ca=cat cs=ces da=dan de=deu el=ell en=eng es=spa et=est eu=eus fi=fin fr=fra ga=gle gl=glg "
        "he=heb hi=hin hr=hrv hu=hun id=ind is=isl it=ita ja=jpn ko=kor lt=lit lv=lav nb=nob nl=nld nn=nno no=nor "
        "oc=oci pl=pol pt=por ro=ron ru=rus sk=slk sl=slv sq=sqi sr=srp sv=swe tr=tur uk=ukr vi=vie zh=zho"
    ).split()
)
_ISO_639_1 = {three: two for two, three in _ISO_639_3.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The shape of a Marian transformer, from its `config.json`."""

    encoder_layers: int
    decoder_layers: int
    heads: int
    width: int
    activation: str
    scale_embedding: bool
    shared_embeddings: bool
    tied_projection: bool
    positions: int
    pad: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A checkpoint that was found and whose configuration and vocabularies were read.

    `vocabulary` and `target_vocabulary` are pieces in the order of their ids. `fingerprint` is 12 hexadecimal digits of
    a SHA-256 over all the files that decide a translation.
    """

    name: str
    folder: Path
    weights: Path
    architecture: Architecture
    vocabulary: tuple[str, ...]
    target_vocabulary: tuple[str, ...]
    source_language: str
    target_language: str
    fingerprint: str

    @property
    def source(self) -> str:
        """The language it translates, in two letters where the checkpoint says it in letters that are known."""
        return _ISO_639_1.get(self.source_language, self.source_language)

    @property
    def targets(self) -> tuple[str, ...]:
        """The languages it translates into, written likewise: several for a multi-target checkpoint."""
        codes = [token[2:-2] for token in self._language_tokens] or [self.target_language]
        return tuple(_ISO_639_1.get(code, code) for code in codes if code)

    @property
    def _language_tokens(self) -> list[str]:
        return [piece for piece in self.vocabulary if piece.startswith(">>") and piece.endswith("<<")]

    @property
    def inline_terms(self) -> bool:
        """Whether the checkpoint knows inline terms: all three marks are pieces of its vocabulary."""
        return set(MARKS) <= set(self.vocabulary) and set(MARKS) <= set(self.target_vocabulary)

    def language_token(self, target: str) -> str | None:
        """Return the token that names the target language in a multi-target checkpoint, None in any other.

        Raises `EngineError` when the checkpoint has such tokens and none for this language.
        """
        tokens = self._language_tokens
        for code in (target, _ISO_639_3.get(target, target)):
            if f">>{code}<<" in tokens:
                return f">>{code}<<"
        if not tokens:
            return None
        raise EngineError(
            f"the model does not translate into {target!r}; it knows {', '.join(token[2:-2] for token in tokens)}",
            where=self.name,
            mend="Pass one of these with `--target`.",
        )


def find_checkpoint(model: str, *, source: str, target: str, environment: Mapping[str, str] = os.environ) -> Checkpoint:
    """Return the checkpoint that `model` names: `auto`, `embedded`, a folder, or a model that is on this machine.

    Raises `EngineError` when there is none, when it cannot be read, or when it translates another pair of languages.
    """
    fetched = find_fetched(model, source=source, target=target, environment=environment)
    if fetched is not None:
        checkpoint = read_fetched(fetched)
    elif model in {AUTO, EMBEDDED_NAME}:
        checkpoint = read_checkpoint(EMBEDDED, name=EMBEDDED_NAME)
    else:
        checkpoint = read_checkpoint(_folder(model, environment), name=model)
    _check_pair(checkpoint, source, target)
    return checkpoint


def find_fetched(
    model: str, *, source: str, target: str, environment: Mapping[str, str] = os.environ
) -> Fetched | None:
    """Return the fetched model that `model` names, None when it names the embedded one or a folder.

    Raises `EngineError` for `auto` when no model on this machine translates the pair.
    """
    if model == EMBEDDED_NAME or Path(model).expanduser().is_dir():
        return None
    models = fetched_models(cache_folder(environment))
    if model != AUTO:
        return named(models, model)
    best = best_for(models, source=source, target=target)
    if best is None and (source, target) != (EMBEDDED_MODEL.source, EMBEDDED_MODEL.target):
        raise EngineError(
            f"no model on this machine translates {source} to {target}; the embedded one translates fr to en",
            mend=f"Fetch one: {getting(source, target)}. Or pass a MarianMT model of that pair with `--model FOLDER`.",
        )
    return best


def read_fetched(fetched: Fetched) -> Checkpoint:
    """Read a fetched model; raises `EngineError` when it is no longer as it was fetched."""
    name = short_name(fetched.name)
    checkpoint = read_checkpoint(fetched.folder, name=name)
    if checkpoint.fingerprint != fetched.fingerprint:
        raise EngineError(
            "the fetched model is damaged: its files are no longer as they came",
            where=str(fetched.folder),
            mend=f"Fetch it again: glossub model get {name}",
        )
    return checkpoint


def _folder(model: str, environment: Mapping[str, str]) -> Path:
    """Return the folder of a model that is given as a path or as a hub name."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists():
        raise EngineError("a model is a folder, and this is a file", where=model, mend=f"Pass {folder.parent} instead.")
    parts = model.split("/")
    if len(parts) != 2 or not all(part and not part.startswith((".", "~")) for part in parts):
        mend = "Check the path given to `--model`. A model of the hub must be fetched first: glossub model get NAME."
        raise EngineError("there is no such model folder, and no fetched model of this name", where=model, mend=mend)
    found = _hub_snapshot(model, environment)
    if found is None:
        raise EngineError(
            "there is no such folder, and no model of this name on this machine (nothing is downloaded unasked)",
            where=model,
            mend=f"Fetch it: glossub model get {model}",
        )
    return found


def _hub_snapshot(name: str, environment: Mapping[str, str]) -> Path | None:
    """Return a model's snapshot in the Hugging Face cache: the one that `main` points to, else the newest."""
    home = Path(environment.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    hub = Path(environment.get("HF_HUB_CACHE") or home / "hub")
    folder = hub / f"models--{name.replace('/', '--')}"
    reference = folder / "refs" / "main"
    if reference.is_file():
        snapshot = folder / "snapshots" / reference.read_text(encoding="utf-8").strip()
        if snapshot.is_dir():
            return snapshot
    snapshots = sorted((folder / "snapshots").glob("*"), key=lambda path: path.stat().st_mtime)
    return snapshots[-1] if snapshots else None


def _check_pair(checkpoint: Checkpoint, source: str, target: str) -> None:
    """Raise `EngineError` when the checkpoint names another pair of languages than the one asked for."""
    pairs = ((checkpoint.source_language, source), (checkpoint.target_language, target))
    if any(len(own) == 2 and own != asked for own, asked in pairs):
        raise EngineError(
            f"the model translates {checkpoint.source_language} to {checkpoint.target_language}, "
            f"not {source} to {target}",
            where=checkpoint.name,
            mend="Pass its languages with `--source` and `--target`, or another `--model`.",
        )


def read_checkpoint(folder: Path, *, name: str) -> Checkpoint:
    """Read a checkpoint's configuration and vocabularies; raises `EngineError` when they are missing or damaged."""
    config = read_config(folder)
    tokenizer_path = folder / "tokenizer_config.json"
    tokenizer = _read_object(tokenizer_path) if tokenizer_path.is_file() else {}
    vocabularies = [folder / "vocab.json"]
    if tokenizer.get("separate_vocabs") is True:
        vocabularies.append(folder / "target_vocab.json")
    weights = next((folder / file for file in WEIGHTS if (folder / file).is_file()), None)
    if weights is None:
        raise EngineError(f"the model has no weights ({' or '.join(WEIGHTS)})", where=str(folder), mend=_MEND)
    files = [folder / "config.json", *vocabularies, folder / "source.spm", folder / "target.spm", weights]
    pieces = [_read_vocabulary(path) for path in vocabularies]
    return Checkpoint(
        name=name,
        folder=folder,
        weights=weights,
        architecture=_architecture(config, folder / "config.json"),
        vocabulary=pieces[0],
        target_vocabulary=pieces[-1],
        source_language=str(tokenizer.get("source_lang") or ""),
        target_language=str(tokenizer.get("target_lang") or ""),
        fingerprint=_fingerprint(files),
    )


def read_config(folder: Path) -> Mapping[str, object]:
    """Read a checkpoint's `config.json`; raises `EngineError` when it is missing, damaged or not a MarianMT model's."""
    config = _read_object(folder / "config.json")
    if config.get("model_type") != "marian":
        raise EngineError(
            f"the model is of type {config.get('model_type')!r}, not 'marian'",
            where=str(folder / "config.json"),
            mend="Glossub runs MarianMT models, such as Helsinki-NLP/opus-mt-fr-en.",
        )
    return config


_MEND = "Fetch or copy the model's folder again; all of its files are needed."


def _read_object(path: Path) -> dict[str, object]:
    """Return the object that a JSON file holds."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise EngineError("the model's folder lacks this file", where=str(path), mend=_MEND) from error
    except (OSError, ValueError) as error:
        raise EngineError(f"the file cannot be read: {error}", where=str(path), mend=_MEND) from error
    if not isinstance(value, dict):
        raise EngineError(f"unexpected {type(value).__name__} (expected an object)", where=str(path), mend=_MEND)
    return value


def _read_vocabulary(path: Path) -> tuple[str, ...]:
    """Return a vocabulary's pieces in the order of their ids, which must be 0, 1, 2, ..."""
    vocabulary = _read_object(path)
    by_id = {number: piece for piece, number in vocabulary.items() if isinstance(number, int)}
    if sorted(by_id) != list(range(len(vocabulary))):
        raise EngineError("the ids of the vocabulary are not 0, 1, 2, ...", where=str(path), mend=_MEND)
    if not {END, UNKNOWN} <= vocabulary.keys():
        raise EngineError(f"the vocabulary lacks {END} or {UNKNOWN}", where=str(path), mend=_MEND)
    return tuple(by_id[number] for number in range(len(by_id)))


def _architecture(config: Mapping[str, object], path: Path) -> Architecture:
    """Return the shape that a `config.json` describes, refusing what CTranslate2's Marian models cannot have."""
    if _whole(config, "encoder_attention_heads", path) != _whole(config, "decoder_attention_heads", path):
        raise EngineError("encoder and decoder differ in their attention heads: unsupported", where=str(path))
    for flag in ("normalize_before", "normalize_embedding", "add_final_layer_norm"):
        if config.get(flag) is True:
            raise EngineError(f"{flag} is true, which no MarianMT model is: unsupported", where=str(path))
    pad = _whole(config, "pad_token_id", path)
    if _whole(config, "decoder_start_token_id", path) != pad:
        raise EngineError("decoder_start_token_id is not pad_token_id: unsupported", where=str(path))
    return Architecture(
        encoder_layers=_whole(config, "encoder_layers", path),
        decoder_layers=_whole(config, "decoder_layers", path),
        heads=_whole(config, "encoder_attention_heads", path),
        width=_whole(config, "d_model", path),
        activation=str(config.get("activation_function", "gelu")),
        scale_embedding=config.get("scale_embedding") is True,
        shared_embeddings=config.get("share_encoder_decoder_embeddings") is not False,
        tied_projection=config.get("tie_word_embeddings") is not False,
        positions=_whole(config, "max_position_embeddings", path),
        pad=pad,
        end=_whole(config, "eos_token_id", path),
    )


def _whole(config: Mapping[str, object], key: str, path: Path) -> int:
    """Return a number of the configuration that must be whole and not negative."""
    value = config.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise EngineError(f"unexpected {value!r} in {key!r} (expected a whole number)", where=str(path), mend=_MEND)
    return value


def _fingerprint(files: list[Path]) -> str:
    """Return 12 hexadecimal digits of a SHA-256 over the files' names and contents."""
    total = hashlib.sha256()
    for path in files:
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise EngineError(
                f"the model's file cannot be read: {error.strerror}", where=str(path), mend=_MEND
            ) from error
        total.update(f"{path.name} {digest}\n".encode())
    return total.hexdigest()[:12]

"""Our own format, written: entries as a TOML glossary file that reads back as the same entries.

Lists that fit on a line stand on one. What a file of ours holds beyond its entries (comments, the order of keys, named
lists of cues) is no part of an entry and is written out or left out.
"""

import re
from collections.abc import Sequence

from translate.entries import ANY_LANGUAGE, Case, Contents, Entry, Rendering
from translate.termbases.carried import Exported, Losses

_WIDTH = 120
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_SHORT = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_ESCAPED = re.compile('[\x00-\x1f\x7f"\\\\]')


def write(contents: Contents, *, target: str) -> Exported:
    """Return entries as a glossary file whose plain renderings are in the language `target`."""
    head = f"language = {quoted(contents.language)}\n"
    if target != "en":
        head += f"target = {quoted(target)}\n"
    losses = Losses()
    for entry in contents.entries:
        if not entry.renderings:
            losses.add("entries without a rendering (written with an empty target)", entry.id)
    return Exported(
        text="\n".join((head, *(table(entry, target=target) for entry in contents.entries))),
        count=len(contents.entries),
        losses=losses.told(),
    )


def table(entry: Entry, *, target: str) -> str:
    """Return an entry as a `[[terms]]` table; `target` is the language of plain renderings, "" for none."""
    lines = ["[[terms]]", f"id = {quoted(entry.id)}", f"source = {quoted(entry.source)}"]
    every = _every(entry.renderings)
    if every is not None and every.target == entry.source:
        lines.append("keep = true")
    else:
        lines.append(_targets(entry.renderings, target))
    lines += [_list(key, getattr(entry, key)) for key in ("forms", "variants", "misheard", "suspected")]
    lines.append(_lists("allowed", _allowed(entry, target), target))
    lines.append(_lists("forbidden", {one.language: one.forbidden for one in entry.renderings}, target))
    lines += [f"pos = {quoted(entry.pos)}"] if entry.pos != "noun" else []
    lines += [f"case = {quoted(entry.case)}"] if entry.case is not Case.ANY else []
    lines += [_list(key, getattr(entry, key)) for key in ("need", "deny")]
    lines += [f"note = {quoted(entry.note)}"] if entry.note else []
    return "\n".join(filter(None, lines)) + "\n"


def quoted(text: str) -> str:
    """Return a text as a TOML string."""
    return '"' + _ESCAPED.sub(lambda found: _SHORT.get(found[0], f"\\u{ord(found[0]):04x}"), text) + '"'


def _every(renderings: Sequence[Rendering]) -> Rendering | None:
    return next((rendering for rendering in renderings if rendering.language == ANY_LANGUAGE), None)


def _targets(renderings: Sequence[Rendering], target: str) -> str:
    """Return the line of an entry's renderings: one in the file's language plainly, any others by language."""
    if [rendering.language for rendering in renderings] == [target]:
        return f"target = {quoted(renderings[0].target)}"
    inside = ", ".join(f"{_key(one.language)} = {quoted(one.target)}" for one in renderings)
    return f"target = {{ {inside} }}" if inside else "target = {}"


def _allowed(entry: Entry, target: str) -> dict[str, tuple[str, ...]]:
    """Return the accepted renderings by language, without those that reading adds by itself.

    Reading adds the forms of a source that stays as it is, at the end.
    """
    every = _every(entry.renderings)
    added = entry.forms if every is not None or target == ANY_LANGUAGE else ()
    lists: dict[str, tuple[str, ...]] = {}
    for rendering in entry.renderings:
        size = next(
            size
            for size in range(len(rendering.allowed) + 1)
            if size == len(rendering.allowed)
            or tuple(dict.fromkeys((*rendering.allowed[:size], *added))) == rendering.allowed
        )
        lists[rendering.language] = rendering.allowed[:size]
    return lists


def _lists(key: str, lists: dict[str, tuple[str, ...]], target: str) -> str:
    """Return the line of a list per language, plainly where there is but one language that needs no name."""
    if not any(lists.values()):
        return ""
    if set(lists) in ({target}, {ANY_LANGUAGE}):
        return _list(key, next(iter(lists.values())))
    inside = ", ".join(f"{_key(code)} = [{', '.join(map(quoted, texts))}]" for code, texts in lists.items())
    return f"{key} = {{ {inside} }}"


def _list(key: str, texts: Sequence[str]) -> str:
    """Return the line of a list, or several lines where it is long; nothing where it is empty."""
    if not texts:
        return ""
    line = f"{key} = [{', '.join(map(quoted, texts))}]"
    if len(line) <= _WIDTH:
        return line
    rows = [""]
    for text in map(quoted, texts):
        if rows[-1] and len(rows[-1]) + len(text) + 2 > _WIDTH - 4:
            rows.append("")
        rows[-1] += f"{' ' if rows[-1] else ''}{text},"
    return "\n".join((f"{key} = [", *(f"    {row}" for row in rows), "]"))


def _key(code: str) -> str:
    return code if _BARE.match(code) else quoted(code)

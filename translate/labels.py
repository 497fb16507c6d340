"""What stands for a speaker's name in front of a line.

A label takes at most half of a line: a longer name is shortened as credits shorten it, to the given name (where no
other speaker has it) and then to initials.
"""

from collections.abc import Iterable


def labels(speakers: Iterable[str], cpl: int) -> dict[str, tuple[str, ...]]:
    """Return, for each speaker, the labels that fit half of a line of `cpl` characters, the fullest first.

    There is always one; every label ends with a colon and a space.
    """
    names = list(dict.fromkeys(speakers))
    given = [_given(name) for name in names]
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        forms = [" ".join(name.split())]
        if given.count(_given(name)) == 1:
            forms.append(_given(name))
        forms.append(_initials(name))
        room = cpl // 2 - 2
        fitting = [form for form in dict.fromkeys(forms) if form and len(form) <= room]
        found[name] = tuple(f"{form}: " for form in fitting or [_initials(name)[: room - 1] + "…"])
    return found


def _given(name: str) -> str:
    """Return the first word of a name."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def _initials(name: str) -> str:
    """Return a name's initials: `J.-C.L.` for *Jean-Christophe Lacombe*."""
    return "".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in name.split())

"""The errors that reach people: what went wrong, where, and how to mend it.

    GlossubError
    ├── UsageError    exit 2   the input or the command line
    │   ├── InputError         a transcript, glossary or settings file that cannot be read as one
    │   └── MissingExtra       something that was asked for needs a part that is not installed
    ├── EngineError   exit 3   the model or the engine
    └── OutputError   exit 4   the output folder or the disk

A `GlossubError` is the only exception that the command line turns into a message; anything else is a defect.
"""


class GlossubError(Exception):
    """An error with the parts that a person needs, kept as attributes: `what`, `where` and `mend`."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        """Keep the three parts; `where` and `mend` may be empty when there is nothing true to say."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        """Return the message as one paragraph: where, what, and how to mend it."""
        place = f"{self.where}: " if self.where else ""
        mend = f"\n  {self.mend}" if self.mend else ""
        return f"{place}{self.what}{mend}"


class UsageError(GlossubError):
    """The command line or the settings ask for something that cannot be done."""

    exit_code = 2


class InputError(UsageError):
    """A file that was given to read does not hold what it should."""


class MissingExtra(UsageError):  # noqa: N818  # named for what is missing
    """Something that was asked for needs an optional part of Glossub, or a program, that is not installed."""

    def __init__(self, what: str, extra: str, *, where: str = "", otherwise: str = "") -> None:
        """Say what needs it; `extra` is its name for pip, `otherwise` the other ways to install it."""
        ways = ", or ".join(filter(None, (otherwise, f"pip install 'glossub[{extra}]'")))
        super().__init__(what, where=where, mend=f"Install it: {ways}")


class EngineError(GlossubError):
    """The model cannot be found, converted, loaded or run."""

    exit_code = 3


class OutputError(GlossubError):
    """An output cannot be written, or must not be overwritten."""

    exit_code = 4

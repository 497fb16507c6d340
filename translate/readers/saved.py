"""Our own `translation.json`: the episode inside it, as it was read the first time."""

import re

from translate.readers.draft import Source

_FORMAT = re.compile(r'\s*\{.{0,2000}?"format"\s*:\s*"glossub-translation/', re.DOTALL)


def recognises(source: Source) -> bool:
    """Say whether the file is JSON with our format's key near its beginning."""
    return _FORMAT.match(source.text[:4000]) is not None

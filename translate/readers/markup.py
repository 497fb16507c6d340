"""What is mark-up inside a line of text, and what is left when it is gone."""

import html
import re

_GAPS = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_STYLING = re.compile(r"\{\\[^{}\n]{1,200}\}")
_TAG = re.compile(r"</?(?:b|i|u|s|em|strong|font|span|ruby|rt|c|lang|br)(?:[.\s][^<>]{0,300})?/?>", re.IGNORECASE)
_INLINE_TIME = re.compile(r"<\d{1,3}:\d{2}(?::\d{2})?[.,]\d{1,3}>")


def squeeze(text: str) -> str:
    """Return the text with runs of blanks as single spaces and none at its ends; no-break spaces inside stay."""
    return _GAPS.sub(" ", text).strip()


def decode_entities(text: str) -> str:
    """Return the text with its complete character references (`&amp;`, `&#233;`) decoded, once."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def strip_tags(text: str) -> str:
    r"""Return subtitle text without styling: `{\an8}`, `<font ...>`, `<i>`, `<c.class>`, `<00:00:01.000>`.

    Other angle brackets are text: people say `List<String>`.
    """
    if "{" in text:
        text = _STYLING.sub("", text)
    if "<" in text:
        text = _INLINE_TIME.sub("", _TAG.sub(lambda found: " " if found[0][:3].lower() == "<br" else "", text))
    return text

"""TTML in the profile that players and broadcasters take: IMSC 1.1 Text (W3C), written by `ttconv`.

`ttconv` is asked for its model, region and styles included; the speakers, which the model has no place for, stand in
the text where the cue has a label.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from translate.cues import Cue
from translate.errors import MissingExtra
from translate.writers.caption import labelled_lines

if TYPE_CHECKING:
    from ttconv import model

PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
"""What the profile is called (IMSC 1.1, section 6.1)."""
SAFE_AREA = 10
"""The margin (% of the picture) that television may cut off (EBU R 95)."""
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document can hold."""


def render(cues: Sequence[Cue], language: str) -> str:
    """Return the subtitles; `language` is their text's (ISO 639-1). Raises `MissingExtra`."""
    try:
        from ttconv import model  # noqa: PLC0415  # an extra
        from ttconv.imsc import attributes, config, writer  # noqa: PLC0415  # an extra
    except ModuleNotFoundError:
        raise MissingExtra("writing TTML needs the extra `formats`", "formats", where="--format ttml") from None
    document = model.ContentDocument()
    document.set_lang(language)
    document.set_content_profiles({PROFILE})
    body, division = model.Body(document), model.Div(document)
    body.set_region(_region(document))
    document.set_body(body)
    body.push_child(division)
    for cue in cues:
        if lines := labelled_lines(cue):
            division.push_child(_paragraph(document, cue, lines))
    tree = writer.from_model(
        document,
        config.IMSCWriterConfiguration(
            time_format=attributes.TimeExpressionSyntaxEnum.clock_time,
            profile_signaling=config.ContentProfilesSignaling.CONTENT_PROFILES,
        ),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(tree.getroot(), encoding="unicode")}\n'


def _region(document: "model.ContentDocument") -> "model.Region":
    """Put a region at the foot of the picture into a document, with white outlined text, and return it."""
    from ttconv import model  # noqa: PLC0415  # an extra
    from ttconv import style_properties as styles  # noqa: PLC0415  # an extra

    def percent(value: float) -> styles.LengthType:
        return styles.LengthType(value, styles.LengthType.Units.pct)

    region = model.Region("foot", document)
    names = styles.StyleProperties
    inside = percent(100 - 2 * SAFE_AREA)
    for name, value in (
        (names.Origin, styles.CoordinateType(x=percent(SAFE_AREA), y=percent(SAFE_AREA))),
        (names.Extent, styles.ExtentType(height=inside, width=inside)),
        (names.DisplayAlign, styles.DisplayAlignType.after),
        (names.TextAlign, styles.TextAlignType.center),
        (names.FontFamily, (styles.GenericFontFamilyType.proportionalSansSerif,)),
        (names.FontSize, percent(80)),
        (names.LineHeight, percent(125)),
        (names.Color, styles.NamedColors.white.value),
        (names.TextOutline, styles.TextOutlineType(percent(5), styles.NamedColors.black.value)),
    ):
        region.set_style(name, value)
    document.put_region(region)
    return region


def _paragraph(document: "model.ContentDocument", cue: Cue, lines: Sequence[str]) -> "model.P":
    """Return a cue as a paragraph, a line break between its lines."""
    from ttconv import model  # noqa: PLC0415  # an extra

    paragraph = model.P(document)
    paragraph.set_begin(Fraction(cue.start_ms, 1000))
    paragraph.set_end(Fraction(cue.end_ms, 1000))
    for number, line in enumerate(lines):
        if number:
            paragraph.push_child(model.Br(document))
        span = model.Span(document)
        span.push_child(model.Text(document, _IMPOSSIBLE.sub("\ufffd", line)))
        paragraph.push_child(span)
    return paragraph

"""English."""

from translate.languages.language import Language

LANGUAGE = Language(
    code="en",
    name="English",
    abbreviations=frozenset(
        """
        mr mrs ms dr prof st vs etc e.g i.e no vol approx inc ltd co jr sr
        """.split()
    ),
    conjunctions=frozenset(
        """
        and but or nor so yet because that which who whom whose when where while if unless although though
        since as than whether until after before what how why
        """.split()
    ),
    prepositions=frozenset(
        """
        of in on at to for with from by about into over under between through during without within against
        towards toward across behind beyond near around among per via like onto upon above below along inside
        outside throughout despite except
        """.split()
    ),
    pronouns=frozenset(
        """
        i you he she it we they this these those there
        """.split()
    ),
    determiners=frozenset(
        """
        the a an my your his her its our their this these those some any every each no another
        """.split()
    ),
    auxiliaries=frozenset(
        """
        am is are was were be been being have has had having do does did will would shall should can could
        may might must not never cannot don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't
        shouldn't haven't hasn't hadn't i'm you're we're they're it's that's i've we've you've they've i'll
        you'll we'll they'll
        """.split()
    ),
    transitions=(),
    credits=(
        r"(?:subtitles?|captions?|transcri(?:pt|ption)) (?:by|provided by) .{0,60}",
        r"thanks? (?:you )?for watching[.!]*",
    ),
    months=(
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ),
    plurals=(("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")),
)

"""The page in chromium, under its own content policy, with a check that runs inside it and reports to a frame."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import cast

import pytest

from translate.episode import Episode, Turn
from translate.sentences import Sentence
from translate.translation import Provenance, TranslatedEpisode, Translation, WordTime
from translate.writers.page import render

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
GOLDEN = (Path(__file__).parent / "golden" / "page" / "transcript.html").read_text(encoding="utf-8")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]

QUIET = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --autoplay-policy=no-user-gesture-required --enable-logging=stderr
    --virtual-time-budget=4000 --window-size=1600,1200 --dump-dom
""".split()

CHECKED = (Path(__file__).parent / "page_check.js").read_text(encoding="utf-8")

FRAME = """<!DOCTYPE html><meta charset="utf-8"><body><script>
onmessage = (event) => {
  const pre = document.createElement("pre");
  pre.textContent = event.data;
  document.body.append(pre);
};
</script><iframe src="page.html#FRAGMENT" width="WIDTH" height="800" allow="autoplay"></iframe>"""


def looked_at(
    folder: Path, page: str, check: str, *, fragment: str = "", width: int = 1280, flags: tuple[str, ...] = ()
) -> dict[str, object]:
    """Open a page in a frame, run a check in it and return its report; what the console says is an error.

    The check's own script is added to the page's content policy by its hash, so that the policy stays in force.
    """
    script = CHECKED.replace("CHECK", check)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    checked = page.replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    checked = checked.replace("</body>", f"<script>{script}</script></body>")
    (folder / "page.html").write_text(checked, encoding="utf-8", newline="")
    frame = folder / "frame.html"
    frame.write_text(FRAME.replace("FRAGMENT", fragment).replace("WIDTH", str(width)), encoding="utf-8")
    run = subprocess.run(
        [cast("str", CHROMIUM), *QUIET, *flags, f"--user-data-dir={folder / 'profile'}", frame.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=90,
        check=True,
    )
    assert re.findall(r"CONSOLE.*", run.stderr) == []
    found = re.search(r"<pre>(.*?)</pre>", run.stdout, re.DOTALL)
    assert found is not None, run.stdout[-2000:]
    report = json.loads(unescape(found[1]))
    assert "error" not in report, report["error"]
    return cast("dict[str, object]", report)


def episode(*said: tuple[str, str]) -> TranslatedEpisode:
    """Return an episode of one-sentence turns, ten seconds apart."""
    given = Provenance.GIVEN
    turns = tuple(Turn(speaker="Solène", text=text) for text, _ in said)
    sentences = [Sentence(turn=turn, start=0, end=len(text)) for turn, (text, _) in enumerate(said)]
    return TranslatedEpisode(
        episode=Episode(id="any", title="Épisode", language="fr", turns=turns),
        target_language="en",
        title="Episode",
        chapter_titles=(),
        translations=tuple(
            Translation(sentence=sentence, target=target) for sentence, (_, target) in zip(sentences, said, strict=True)
        ),
        words=tuple(
            WordTime(
                turn=s.turn, start=0, end=s.end, start_ms=10_000 * s.turn, end_ms=10_000 * s.turn, provenance=given
            )
            for s in sentences
        ),
        error_band_ms=0,
        signature="glossub/0.1.0",
    )


def test_search_finds_marks_counts_and_steps(tmp_path: Path) -> None:
    """Without accents, ligatures or case, in both languages, across the marks of terms."""
    report = looked_at(
        tmp_path,
        GOLDEN,
        """
        const seen = { linked: [count(), one("#query").value, ...marked("found")], current: marked("current") };
        press(one("#query"), "Enter");
        seen.next = count();
        press(one("#query"), "Enter", { shiftKey: true });
        press(one("#query"), "Enter", { shiftKey: true });
        seen.before_first = count();
        type("  DEUX  NŒUDS, ");
        seen.across = [count(), ...marked("found"), location.hash];
        type("voila");
        seen.accents = [count(), ...marked("found")];
        type("o");
        seen.half_a_ligature = marked("found").includes("œ");
        type("zzz");
        seen.nothing = [count(), one("#next").disabled];
        press(one("#query"), "Escape");
        seen.cleared = [count(), one("#query").value, location.hash, CSS.highlights.get("found").size];
        return seen;
        """,
        fragment="q=sprint",
    )
    assert report == {
        "linked": ["1 of 2", "sprint", "sprint", "sprint"],
        "current": ["sprint"],
        "next": "2 of 2",
        "before_first": "2 of 2",
        "across": ["1 match", "Deux nœuds,", "#q=DEUX%20%20N%C5%92UDS%2C"],
        "accents": ["4 matches", "Voilà", "voilà", "Voilà", "voilà"],
        "half_a_ligature": True,
        "nothing": ["0 matches", True],
        "cleared": ["", "", "", 0],
    }


def test_filters_hide_sentences_turns_and_chapters_and_say_when_nothing_is_left(tmp_path: Path) -> None:
    report = looked_at(
        tmp_path,
        GOLDEN,
        """
        const seen = { all: shown().length };
        one("#checking").click();
        seen.to_check = [shown().length, all(".chapter").map((chapter) => chapter.hidden)];
        type("sprint");
        seen.only_in_what_is_shown = count();
        one("#checking").click();
        one("#matching").click();
        seen.matching = [shown().length, all(".turn").map((turn) => turn.hidden), count()];
        type("zzz");
        seen.nothing = [shown().length, one("#nothing").hidden];
        type("");
        seen.again = [shown().length, one("#nothing").hidden];
        return seen;
        """,
    )
    assert report == {
        "all": 4,
        "to_check": [2, [True, False]],
        "only_in_what_is_shown": "0 matches",
        "matching": [1, [False, True], "2 matches"],
        "nothing": [0, False],
        "again": [4, True],
    }


def test_one_language_can_be_shown_alone_and_is_then_the_one_searched(tmp_path: Path) -> None:
    report = looked_at(
        tmp_path,
        GOLDEN,
        """
        const visible = () => ["source", "target"].map((side) => one(`.${side}`).checkVisibility());
        const seen = { linked: [visible(), one("[name=show]:checked").value] };
        type("sprint");
        seen.searched = count();
        one("[name=show][value=source]").click();
        seen.source = [visible(), count()];
        one("[name=show][value=both]").click();
        seen.both = [visible(), count()];
        return seen;
        """,
        fragment="show=target",
    )
    assert report == {
        "linked": [[False, True], "target"],
        "searched": "1 match",
        "source": [[True, False], "1 match"],
        "both": [[True, True], "2 matches"],
    }


def test_the_theme_follows_the_system_until_it_is_chosen(tmp_path: Path) -> None:
    check = """
        const ground = () => getComputedStyle(document.documentElement).backgroundColor;
        const seen = [ground(), one("#theme").ariaPressed];
        one("#theme").click();
        seen.push(ground(), one("#theme").ariaPressed, localStorage.getItem("glossub-theme"));
        return { seen };
    """
    light, dark = "rgb(252, 251, 249)", "rgb(23, 24, 27)"
    assert looked_at(tmp_path, GOLDEN, check) == {"seen": [light, "false", dark, "true", "dark"]}
    remembered = looked_at(tmp_path, GOLDEN, check)
    assert remembered == {"seen": [dark, "true", light, "false", "light"]}


def test_the_system_can_be_dark(tmp_path: Path) -> None:
    check = "return { ground: getComputedStyle(document.documentElement).backgroundColor };"
    report = looked_at(tmp_path, GOLDEN, check, flags=("--blink-settings=preferredColorScheme=0",))
    assert report == {"ground": "rgb(23, 24, 27)"}


def test_keys_reach_the_search_and_the_way_past_the_header(tmp_path: Path) -> None:
    report = looked_at(
        tmp_path,
        GOLDEN,
        """
        const active = () => document.activeElement.id || document.activeElement.className;
        press(document.body, "/");
        const seen = { slash: active() };
        seen.typed = press(one("#query"), "/");
        one("[name=show]").focus();
        press(document.activeElement, "/", { ctrlKey: true });
        seen.control = document.activeElement.name;
        press(document.activeElement, "/");
        seen.from_a_radio = active();
        one(".skip").click();
        seen.skipped = active();
        return seen;
        """,
    )
    assert report == {
        "slash": "query",
        "typed": True,
        "control": "show",
        "from_a_radio": "query",
        "skipped": "transcript",
    }


def test_a_term_opens_its_card(tmp_path: Path) -> None:
    report = looked_at(
        tmp_path,
        GOLDEN,
        """
        const term = one(".misheard");
        term.scrollIntoView();
        term.click();
        const card = one("#card");
        const box = card.getBoundingClientRect();
        const inside = box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
        const seen = { open: card.matches(":popover-open"), inside, text: card.querySelector("p").textContent };
        card.querySelector("a").click();
        await wait(50);
        seen.followed = [card.matches(":popover-open"), one(":target").querySelector("b").textContent];
        return seen;
        """,
        width=360,
    )
    assert report == {
        "open": True,
        "inside": True,
        "text": "DevFest → DevFest\nKept (engine): “DevFest”\nWritten: “Défesse” (misheard)\nEntry: devfest",
        "followed": [False, "DevFest"],
    }


@pytest.mark.parametrize("width", [320, 960])
def test_nothing_is_wider_than_the_window(tmp_path: Path, width: int) -> None:
    long = "https://example.org/" + "a" * 300
    page = render(replace(episode((long, long)), title=long, signature=long))
    check = "return { excess: document.documentElement.scrollWidth - innerWidth, width: innerWidth };"
    report = looked_at(tmp_path, page, check, width=width)
    assert report["width"] == width
    assert cast("int", report["excess"]) <= 0


@pytest.mark.parametrize(("width", "beside"), [(390, False), (1280, True)])
def test_the_languages_stand_beside_each_other_where_there_is_room(tmp_path: Path, width: int, *, beside: bool) -> None:
    report = looked_at(
        tmp_path,
        GOLDEN,
        """
        const [source, target] = [".source", ".target"].map((side) => one(side).getBoundingClientRect());
        return { beside: source.top === target.top && source.right <= target.left, under: target.top >= source.bottom };
        """,
        width=width,
    )
    assert report == {"beside": beside, "under": not beside}


def test_a_link_to_a_time_leads_to_the_sentence_heard_then(tmp_path: Path) -> None:
    page = render(episode(("Un.", "One."), ("Deux.", "Two."), ("Trois.", "Three.")))
    report = looked_at(
        tmp_path,
        page,
        """
        const at = async (fragment) => {
          location.hash = fragment;
          await wait(50);
          return one(":target").querySelector(".source").textContent;
        };
        const seen = { first: one(":target").querySelector(".source").textContent };
        const times = ["0:00", "14", "0:19.9", "9:99:99", "0:00:20", "nonsense"];
        for (const time of times) seen[time] = await at(`t=${time}`);
        return seen;
        """,
        fragment="t=0:11",
    )
    assert report == {
        "first": "Deux.",
        "0:00": "Un.",
        "14": "Deux.",
        "0:19.9": "Deux.",
        "9:99:99": "Trois.",
        "0:00:20": "Trois.",
        "nonsense": "Un.",
    }


def test_a_time_plays_the_recording_from_there_and_the_page_follows(tmp_path: Path) -> None:
    """The recording itself is silent here: a browser's virtual time and its media clock do not go together."""
    page = render(episode(("Un.", "One."), ("Deux.", "Two."), ("Trois.", "Three.")), audio="a b.wav")
    report = looked_at(
        tmp_path,
        page,
        """
        const audio = one("audio");
        const seen = { plays: 0 };
        audio.play = async () => { seen.plays += 1; };
        const tick = () => {
          audio.dispatchEvent(new Event("timeupdate"));
          const row = one(".playing");
          return [all(".playing").length, row.querySelector(".source").textContent, row.ariaCurrent];
        };
        all("a.time")[1].click();
        seen.from = audio.currentTime;
        seen.linked = location.hash === `#${all(".sentence")[1].id}`;
        seen.then = tick();
        audio.currentTime = 29.9;
        seen.later = tick();
        return seen;
        """,
    )
    assert report == {
        "plays": 1,
        "from": 10,
        "linked": True,
        "then": [1, "Deux.", "true"],
        "later": [1, "Trois.", "true"],
    }


def test_a_recording_that_is_not_there_is_said(tmp_path: Path) -> None:
    report = looked_at(
        tmp_path,
        render(episode(("Un.", "One.")), audio="nowhere.wav"),
        """
        const hidden = one("#trouble").hidden;
        const failed = new Promise((done) => one("audio").addEventListener("error", done));
        one("audio").preload = "auto";
        await failed;
        return { before: hidden, after: one("#trouble").hidden };
        """,
    )
    assert report == {"before": True, "after": False}


def test_whatever_is_said_reaches_the_reader_and_never_runs(tmp_path: Path) -> None:
    hostile = [
        "</script><script>parent.postMessage('{}', '*')</script>",
        "a\rb\r\nc\nd\te",
        "&amp; &#60; <b> \"'`${x}",
        "\xa0\u200b\u202e\u0085\x01\ufeff e\u0301 👩🏽‍💻",
        "<!-- --> ]]> <img src=x onerror=alert(1)>",
    ]
    page = render(replace(episode(*((text, text) for text in hostile)), title=hostile[0], signature=hostile[4]))
    check = 'return { texts: all(".source, .target").map((side) => side.textContent), title: document.title };'
    report = looked_at(tmp_path, page, check)
    assert report["texts"] == [text for text in hostile for _ in range(2)]
    assert cast("str", report["title"]).startswith(hostile[0])


def test_a_long_page_answers_quickly(tmp_path: Path) -> None:
    """1,400 sentences: a search takes well under a second, even for a letter that is everywhere."""
    said = [(f"Phrase {n} : on a migré le nœud du cluster pendant l'été.", f"Sentence {n}: one.") for n in range(1400)]
    report = looked_at(
        tmp_path,
        render(episode(*said)),
        """
        const took = (text) => { const start = performance.now(); type(text); return performance.now() - start; };
        return { first: took("noeud"), letter: took("e"), count: count(), whole: took("phrase 1399") };
        """,
    )
    assert report["count"] == "16800 matches"
    assert {name: time for name, time in report.items() if name != "count" and cast("float", time) > 1500} == {}

"""What people changed is put back after every run, and carried in and out."""

import json
import os
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from small_episode import SMALL, TARGET_CUES
from typer.testing import CliRunner, Result

from translate import edits, exchange
from translate.cli import app
from translate.edits import EVERYWHERE, Edit
from translate.errors import InputError
from translate.exchange import Pair
from translate.journal import open_journal
from translate.memory import open_memory
from translate.translation import Status, TranslatedEpisode
from translate.writers import srt, tmx, tsv

TEXT = """Inès : Bonjour Paul. On parle du backlog.
Paul : Oui. Le nœud du cluster est tombé.
Inès : Oui. Le sprint est fini."""


def targets(translated: TranslatedEpisode) -> list[str]:
    return [translation.target for translation in translated.translations]


def edited(translated: TranslatedEpisode, *wanted: Edit) -> TranslatedEpisode:
    return edits.apply(translated, wanted).translated


def test_an_edit_takes_the_place_of_its_sentence_and_says_so() -> None:
    source, _ = next(edits.places(SMALL))
    done = edited(SMALL, Edit(episode=SMALL.episode.id, source=source, target="Hi there!"))
    assert done.translations[0].target == "Hi there!"
    assert [translation.edited for translation in done.translations].count(True) == 1


def test_an_edit_is_found_under_the_corrected_form_of_a_misheard_term() -> None:
    assert any("DevFest" in source for source, _ in edits.places(SMALL))


def test_links_of_words_that_stayed_follow_them() -> None:
    at = next(at for at, translation in enumerate(SMALL.translations) if translation.links)
    before = SMALL.translations[at]
    places = list(edits.places(SMALL))
    done = edited(SMALL, Edit(episode=SMALL.episode.id, source=places[at][0], target=f"Well, {before.target}"))
    assert [(k.target_start, k.target_end) for k in done.translations[at].links] == [
        (k.target_start + 6, k.target_end + 6) for k in before.links
    ]


def test_hits_are_looked_up_in_what_a_person_wrote_and_nothing_is_mended() -> None:
    at, before = next((at, t) for at, t in enumerate(SMALL.translations) if len(t.outcomes) > 1)
    source, _ = list(edits.places(SMALL))[at]
    done = edited(SMALL, Edit(episode=SMALL.episode.id, source=source, target="back from a devfest, it is over."))
    outcomes = done.translations[at].outcomes
    assert [outcome.hit for outcome in outcomes] == [outcome.hit for outcome in before.outcomes]
    assert [(o.status, o.tier, o.rendering) for o in outcomes] == [
        (Status.KEPT, "edited", "devfest"),
        (Status.MISSED, "", ""),
    ]


def test_an_episodes_own_edit_is_before_one_for_all_and_others_do_not_count() -> None:
    source, _ = next(edits.places(SMALL))
    everywhere = Edit(episode=EVERYWHERE, source=source, target="for all")
    own = Edit(episode=SMALL.episode.id, source=source, target="my own")
    other = Edit(episode="another", source=source, target="no")
    assert targets(edited(SMALL, everywhere))[0] == "for all"
    assert targets(edited(SMALL, own, everywhere, other))[0] == "my own"
    assert edited(SMALL, other) == SMALL


def test_an_edit_whose_sentence_is_gone_is_given_back() -> None:
    gone = Edit(episode=SMALL.episode.id, source="Jamais dit.", target="Never said.")
    assert edits.apply(SMALL, [gone]).unused == (gone,)


def test_an_edited_table_gives_the_edits_that_were_made() -> None:
    last = SMALL.translations[-1]
    table = tsv.render(replace(SMALL, translations=(*SMALL.translations[:-1], replace(last, target="So\tthere."))))
    found = edits.from_targets(SMALL, exchange.numbered(exchange.read_tsv(table.encode(), name="e.tsv"), SMALL))
    assert [edit.target for edit in found] == ["So\tthere."]


def test_a_label_on_a_line_of_its_own_is_no_word() -> None:
    text = srt.render([replace(cue, label=cue.label.replace(" ", "\n")) for cue in TARGET_CUES])
    assert exchange.read_words(text.encode(), name="e.srt", translated=SMALL) == exchange.read_words(
        srt.render(TARGET_CUES).encode(), name="e.srt", translated=SMALL
    )


def test_edited_subtitles_give_the_edits_that_were_made_however_they_are_cut() -> None:
    text = srt.render(TARGET_CUES)
    words = exchange.read_words(text.encode(), name="e.srt", translated=SMALL)
    known = {edits.alike(word) for target in targets(SMALL) for word in target.split()}
    assert set(words) <= known  # no label, no tag, no dash is a word
    whole = [edits.alike(word) for word in " ".join(targets(SMALL)).split()]
    at = whole.index("sprint")
    changed = [*whole[:at], "Sprint", "3", *whole[at + 1 :]]
    found = edits.from_words(SMALL, changed)
    assert [edit.target for edit in found] == [
        target.replace("the sprint", "the Sprint 3") for target in targets(SMALL) if "the sprint" in target
    ]


def test_an_episodes_tmx_is_pairs() -> None:
    units = exchange.read_tmx(tmx.render(SMALL).encode(), name="e.tmx", source="fr", target="en")
    assert (units.rows, units.edits) == ((), ())
    assert [pair.target for pair in units.pairs] == [target.strip() for target in targets(SMALL)]


def test_other_languages_and_inline_marks_of_other_tools_are_read() -> None:
    text = (
        '<tmx version="1.4"><body><tu><tuv xml:lang="FR-fr"><seg>Un <bpt i="1"/>mot</seg></tuv>'
        '<tuv xml:lang="en-GB"><seg>One <hi>word</hi></seg></tuv></tu>'
        '<tu><tuv xml:lang="de"><seg>Wort</seg></tuv></tu></body></tmx>'
    )
    units = exchange.read_tmx(text.encode(), name="m.tmx", source="fr", target="en")
    assert units.pairs == (Pair(source="Un mot", target="One word"),)


@pytest.mark.parametrize(
    "text",
    [
        "no xml",
        '<tmx><body><tu><prop type="x-glossub-answer">[]</prop></tu></body></tmx>',
        '<tmx><body><tu><prop type="x-glossub-edit">[1]</prop></tu></body></tmx>',
        (
            '<tmx><body><tu><prop type="x-glossub-answer">["a",0,[],[]]</prop>'
            '<prop type="x-glossub-request">3</prop></tu></body></tmx>'
        ),
    ],
)
def test_what_is_no_tmx_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        exchange.read_tmx(text.encode(), name="m.tmx", source="fr", target="en")


def test_what_is_no_edited_file_is_refused() -> None:
    with pytest.raises(InputError, match="no columns"):
        exchange.read_tsv(b"a\tb\n1\t2\n", name="e.tsv")
    with pytest.raises(InputError, match="no cue"):
        exchange.read_words(b"Hello.", name="e.srt", translated=SMALL)


@pytest.mark.parametrize(
    ("columns", "row", "missing"), [("source\ttarget", "Oui.", "target"), ("target\tsource", "Yes.", "source")]
)
def test_a_row_that_ends_too_early_is_refused(columns: str, row: str, missing: str) -> None:
    table = f"{columns}\nBonjour.\tHello.\n{row}\n"
    with pytest.raises(InputError, match=f"the row ends before its {missing}") as refused:
        exchange.read_tsv(table.encode(), name="e.tsv")
    assert refused.value.where == "e.tsv: line 3"


def test_an_empty_target_empties_its_sentence() -> None:
    assert exchange.read_tsv(b"source\ttarget\nOui.\t\n", name="e.tsv") == (Pair(source="Oui.", target=""),)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return a folder with two episodes that a batch made."""
    season = tmp_path / "season"
    season.mkdir()
    for name in ("un", "deux"):
        (season / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "script.json").write_text(
        json.dumps({"format": "glossub-script/1", "translations": {"Oui.": "Yes.", "Bonjour Paul.": "Hello Paul."}})
    )
    assert glossub("batch", season, *engine(tmp_path / "out")).exit_code == 0
    return tmp_path / "out"


def engine(out: Path) -> list[str]:
    return ["--out", str(out), "--engine", "scripted", "--model", str(out.parent / "script.json")]


def glossub(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def again(out: Path) -> Result:
    return glossub("batch", out.parent / "season", *engine(out))


def document(out: Path, episode: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((out / episode / "translation.json").read_text())["translations"]
    return found


def test_an_edited_table_holds_for_its_episode_in_every_later_run(out: Path) -> None:
    table = out.parent / "edited.tsv"
    lines = (out / "un" / "bilingual.tsv").read_text(encoding="utf-8").splitlines()
    second = [at for at, line in enumerate(lines) if "\tOui.\t" in line][1]
    lines[second] = lines[second].replace("Yes.", "Sure it is.")
    table.write_text("\n".join(lines), encoding="utf-8")
    done = glossub("memory", "import", table, "--episode", "un", "--out", out)
    assert "1 edits for un" in done.stdout, done.output
    assert again(out).exit_code == 0
    wanted = ["Yes.", "Sure it is."]
    assert [t["target"] for t in document(out, "un") if str(t["target"]) in wanted] == wanted
    assert [t["target"] for t in document(out, "deux")].count("Yes.") == 2
    assert [bool(t.get("edited")) for t in document(out, "un")].count(True) == 1
    assert "Sure it is." in (out / "un" / "un.en.srt").read_text(encoding="utf-8")
    glossub("batch", out.parent / "season", "--again", *engine(out))
    assert glossub("subtitle", out.parent / "season" / "un.txt", *engine(out)).exit_code == 0
    assert [t["target"] for t in document(out, "un") if str(t["target"]) in wanted] == wanted


def test_edited_subtitles_can_hold_for_every_episode(out: Path) -> None:
    file = out.parent / "edited.srt"
    text = (out / "un" / "un.en.srt").read_text(encoding="utf-8")
    file.write_text(text.replace("Hello Paul.", "Good morning, Paul."), encoding="utf-8")
    done = glossub("memory", "import", file, "--episode", "un", "--all", "--out", out)
    assert "edits for every episode" in done.stdout, done.output
    assert again(out).exit_code == 0
    for episode in ("un", "deux"):
        assert document(out, episode)[0]["target"] == "Good morning, Paul."


@pytest.mark.parametrize(
    ("name", "message"), [("un.fr.srt", "these are the French subtitles"), ("un.fr-en.srt", "the bilingual subtitles")]
)
def test_subtitles_in_other_languages_are_no_edits(name: str, message: str, out: Path) -> None:
    done = glossub("memory", "import", out / "un" / name, "--episode", "un", "--out", out)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Give the edited un.en.srt." in done.stderr
    with closing(open_memory(out / "memory.sqlite", print)) as memory:
        assert memory.edits() == ()


@pytest.mark.parametrize("of", ["un.fr.srt", "un.en.srt"])
def test_subtitles_of_another_text_and_those_that_were_cut_off_are_no_edits(of: str, out: Path) -> None:
    file = out.parent / "edited.srt"
    text = (out / "un" / of).read_text(encoding="utf-8")
    file.write_text(text if of == "un.fr.srt" else text[: len(text) // 3], encoding="utf-8")
    done = glossub("memory", "import", file, "--episode", "un", "--out", out)
    assert done.exit_code == 2
    assert "not the edited subtitles of un: fewer than half of the words are its translation's" in done.stderr
    assert "is taken from a table" in done.stderr


def test_a_translation_that_is_new_as_a_whole_is_taken_from_a_table(out: Path) -> None:
    rows = [f"{source}\tNew {at}.\n" for at, source in enumerate(("Bonjour Paul.", "On parle du backlog.", "Oui."))]
    (out.parent / "new.tsv").write_text("source\ttarget\n" + "".join(rows), encoding="utf-8")
    done = glossub("memory", "import", out.parent / "new.tsv", "--episode", "un", "--out", out)
    assert "3 edits for un" in done.stdout


def import_table(out: Path, old: str, new: str, *more: object) -> Result:
    """Import the table of the episode `un` with another text in it."""
    text = (out / "un" / "bilingual.tsv").read_text(encoding="utf-8")
    assert old in text
    (out.parent / "edited.tsv").write_text(text.replace(old, new, 1), encoding="utf-8")
    return glossub("memory", "import", out.parent / "edited.tsv", "--episode", "un", "--out", out, *more)


def test_a_row_that_is_the_engines_again_takes_back_an_edit_that_no_run_has_applied(out: Path) -> None:
    before = (out / "un" / "translation.json").read_bytes()
    import_table(out, "Hello Paul.", "Hi Paul.")
    done = import_table(out, "Hello Paul.", "Hello Paul.")
    assert done.stdout.partition("edited.tsv: ")[2] == (
        "0 edits for un\n  forgotten, since the file shows the engine's again: Bonjour Paul. → Hi Paul.\n"
    )
    assert again(out).exit_code == 0
    assert (out / "un" / "translation.json").read_bytes() == before


def test_subtitles_that_are_the_engines_again_take_back_an_edit_for_every_episode(out: Path) -> None:
    import_table(out, "Hello Paul.", "Hi Paul.", "--all")
    done = glossub("memory", "import", out / "un" / "un.en.srt", "--episode", "un", "--all", "--out", out)
    assert "forgotten, since the file shows the engine's again: Bonjour Paul. → Hi Paul." in done.stdout
    assert again(out).exit_code == 0
    assert [document(out, name)[0]["target"] for name in ("un", "deux")] == ["Hello Paul."] * 2


def test_a_table_that_shows_an_edit_as_it_was_applied_is_no_news_and_wins_over_one_that_waits(out: Path) -> None:
    import_table(out, "Hello Paul.", "Hi Paul.")
    assert again(out).exit_code == 0
    assert "0 edits for un\n" in import_table(out, "Hi Paul.", "Hi Paul.").stdout
    import_table(out, "Hi Paul.", "Hey Paul.")
    assert "1 edits for un\n  Bonjour Paul. → Hi Paul.\n" in import_table(out, "Hi Paul.", "Hi Paul.").stdout
    assert again(out).exit_code == 0
    assert document(out, "un")[0]["target"] == "Hi Paul."


def test_what_a_file_does_not_show_stays_as_it_is(out: Path) -> None:
    import_table(out, "Hello Paul.", "Hi Paul.")
    (out.parent / "some.tsv").write_text("source\ttarget\nOui.\tYes.\n", encoding="utf-8")
    done = glossub("memory", "import", out.parent / "some.tsv", "--episode", "un", "--out", out)
    assert "forgotten" not in done.stdout
    assert again(out).exit_code == 0
    assert document(out, "un")[0]["target"] == "Hi Paul."


def test_a_table_for_every_episode_holds_as_edits_what_no_engine_wrote(out: Path, tmp_path: Path) -> None:
    table = (out / "un" / "bilingual.tsv").read_text(encoding="utf-8")
    edited_table = tmp_path / "edited.tsv"
    edited_table.write_text(table.replace("Hello Paul.", "Hi Paul."), encoding="utf-8")
    done = glossub("memory", "import", edited_table, "--all", "--out", out)
    assert "edited.tsv: 1 edits for every episode\n  Bonjour Paul. → Hi Paul.\n" in done.stdout
    rows = table.count("\n") - 1
    assert f"{rows - 1} of {rows} rows are as the engine translated them in {out}, and no edits." in done.stderr
    edited_table.write_text(table, encoding="utf-8")
    done = glossub("memory", "import", edited_table, "--all", "--out", out)
    assert "0 edits for every episode\n  forgotten, since the file shows the engine's again" in done.stdout
    assert again(out).exit_code == 0
    assert document(out, "deux")[0]["target"] == "Hello Paul."


def test_pairs_of_another_tool_are_edits_for_every_episode(out: Path, tmp_path: Path) -> None:
    (tmp_path / "pairs.tsv").write_text("source\ttarget\nBonjour Paul.\tHi!\nAu revoir.\tBye.\n", encoding="utf-8")
    done = glossub("memory", "import", tmp_path / "pairs.tsv", "--all", "--out", out)
    assert "2 edits for every episode" in done.stdout
    assert "as the engine" not in done.stderr


def test_a_row_whose_source_nobody_says_is_told(out: Path) -> None:
    done = import_table(out, "Bonjour Paul.\tHello Paul.", "Salut Paul.\tHi Paul.")
    assert "0 edits for un" in done.stdout
    assert "un has no such sentence, so its row is not used: 'Salut Paul.'" in done.stderr


def test_of_many_rows_that_nobody_says_some_are_told(out: Path) -> None:
    table = out.parent / "edited.tsv"
    table.write_text("source\ttarget\n" + "".join(f"Jamais {at}.\tNever {at}.\n" for at in range(7)), encoding="utf-8")
    told = glossub("memory", "import", table, "--episode", "un", "--out", out).stderr
    assert told.count("has no such sentence") == 5
    assert "and 2 more" in told


def test_a_table_without_some_of_a_sentences_rows_is_read_by_its_times(out: Path) -> None:
    lines = (out / "un" / "bilingual.tsv").read_text(encoding="utf-8").splitlines()
    first, second = (at for at, line in enumerate(lines) if "\tOui.\t" in line)
    lines[second] = lines[second].replace("Yes.", "Sure it is.")
    del lines[first]
    (out.parent / "edited.tsv").write_text("\n".join(lines), encoding="utf-8")
    glossub("memory", "import", out.parent / "edited.tsv", "--episode", "un", "--out", out)
    assert again(out).exit_code == 0
    wanted = ["Yes.", "Sure it is."]
    assert [t["target"] for t in document(out, "un") if str(t["target"]) in wanted] == wanted


@pytest.mark.parametrize("damaged", [b"spoilt", b""])
def test_edits_outlive_a_memory_that_is_damaged_or_lost(damaged: bytes, out: Path) -> None:
    import_table(out, "Hello Paul.", "Hi there, Paul.")
    assert again(out).exit_code == 0
    (out / "memory.sqlite").write_bytes(damaged)
    told = again(out)
    assert "took over 1 edits by hand from the episodes in" in told.stderr
    assert document(out, "un")[0]["target"] == "Hi there, Paul."
    (out / "memory.sqlite").unlink()
    import_table(out, "Oui.\tYes.", "Oui.\tYep.")
    assert again(out).exit_code == 0
    assert [t["target"] for t in document(out, "un") if t.get("edited")] == ["Hi there, Paul.", "Yep."]


@pytest.mark.parametrize("form", ["copy.sqlite", "copy.tmx"])
def test_an_edit_is_not_overwritten_by_another_memorys(form: str, out: Path, tmp_path: Path) -> None:
    import_table(out, "Hello Paul.", "Hi, theirs.")
    copy = tmp_path / form
    if form.endswith(".tmx"):
        glossub("memory", "export", copy, "--out", out)
    else:
        glossub("memory", "import", out / "memory.sqlite", "--memory", copy)
    import_table(out, "Hello Paul.", "Hi, ours.")
    done = glossub("memory", "import", copy, "--out", out)
    assert "0 new edits" in done.stdout
    assert "not taken, the edit that is here stays: Bonjour Paul. → Hi, theirs." in done.stdout
    assert again(out).exit_code == 0
    assert document(out, "un")[0]["target"] == "Hi, ours."


def test_edits_are_taken_back(out: Path) -> None:
    before = (out / "un" / "translation.json").read_bytes()
    import_table(out, "Hello Paul.", "Hi Paul.")
    assert again(out).exit_code == 0
    assert document(out, "un")[0]["target"] == "Hi Paul."
    assert (
        "forgot 1 edit; run the batch again"
        in glossub("memory", "prune", "--edits", "--episode", "un", "--out", out).stdout
    )
    assert again(out).exit_code == 0
    assert (out / "un" / "translation.json").read_bytes() == before


def test_edits_that_are_not_there_to_be_taken_back_are_an_error_that_names_those_that_are(out: Path) -> None:
    def told(*arguments: object) -> str:
        done = glossub("memory", "prune", "--edits", *arguments, "--out", out)
        assert done.exit_code == 2
        return done.stderr.partition("memory.sqlite: ")[2]

    assert told("--episode", "u") == "there are no edits of the episode 'u'\n  There are no edits at all.\n"
    import_table(out, "Hello Paul.", "Hi Paul.")
    assert told() == "there are no edits for every episode\n  There are some to forget: --episode un.\n"
    import_table(out, "Hello Paul.", "Hi Paul.", "--all")
    assert told("--episode", "deux").endswith("There are some to forget: --episode un, without --episode.\n")
    with closing(open_memory(out / "memory.sqlite", print)) as memory:
        memory.edit([Edit(episode=f"e{at}", source="a", target="b") for at in range(6)])
    assert "--episode e4, without --episode, and of 2 more episodes." in told("--episode", "deux")


def test_edits_that_are_taken_back_from_a_memory_of_nothing_else_stay_so(out: Path) -> None:
    import_table(out, "Hello Paul.", "Hi Paul.")
    assert again(out).exit_code == 0
    (out / "memory.sqlite").write_bytes(b"spoilt")
    assert "forgot 1 edit;" in glossub("memory", "prune", "--edits", "--episode", "un", "--out", out).stdout
    assert "took over" not in again(out).stderr
    assert document(out, "un")[0]["target"] == "Hello Paul."


def test_edits_for_every_episode_are_taken_back(out: Path) -> None:
    import_table(out, "Hello Paul.", "Hi Paul.", "--all")
    assert again(out).exit_code == 0
    assert "forgot 1 edit; run the batch again" in glossub("memory", "prune", "--edits", "--out", out).stdout
    assert again(out).exit_code == 0
    assert [document(out, name)[0]["target"] for name in ("un", "deux")] == ["Hello Paul."] * 2


def test_an_edit_that_another_tool_changed_is_the_newer_one(out: Path, tmp_path: Path) -> None:
    import_table(out, "Hello Paul.", "Hi, first.")
    glossub("memory", "export", tmp_path / "m.tmx", "--out", out)
    text = (tmp_path / "m.tmx").read_text(encoding="utf-8").replace("<seg>Hi, first.", "<seg>Hi, second.")
    (tmp_path / "m.tmx").write_text(text, encoding="utf-8")
    assert "1 new edits of a memory" in glossub("memory", "import", tmp_path / "m.tmx", "--out", out).stdout
    assert again(out).exit_code == 0
    assert document(out, "un")[0]["target"] == "Hi, second."


def test_a_memory_that_cannot_be_written_is_counted_and_exported(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (out / "memory.sqlite").read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: out not in (path, path.parent) or mode != os.W_OK)
    assert "2 episodes are finished" in glossub("memory", "stats", "--out", out).stdout
    done = glossub("memory", "export", tmp_path / "m.tmx", "--out", out)
    assert done.exit_code == 0, done.output
    assert (out / "memory.sqlite").read_bytes() == before
    assert not [*out.glob("memory.sqlite-*")]


def test_an_empty_memory_is_not_merged_and_stays_empty(out: Path, tmp_path: Path) -> None:
    (tmp_path / "other.sqlite").touch()
    done = glossub("memory", "import", tmp_path / "other.sqlite", "--out", out)
    assert (done.exit_code, "other.sqlite: the translation memory is empty" in done.stderr) == (2, True)
    assert (tmp_path / "other.sqlite").read_bytes() == b""


def test_a_damaged_memory_is_not_merged_and_left_where_it_is(out: Path, tmp_path: Path) -> None:
    (tmp_path / "other.sqlite").write_bytes(b"spoilt")
    done = glossub("memory", "import", tmp_path / "other.sqlite", "--out", out)
    assert (done.exit_code, "the translation memory is damaged" in done.stderr) == (2, True)
    assert (tmp_path / "other.sqlite").read_bytes() == b"spoilt"


def test_an_edit_without_its_sentence_is_told(out: Path) -> None:
    table = out.parent / "edited.tsv"
    text = (out / "un" / "bilingual.tsv").read_text(encoding="utf-8")
    table.write_text(text.replace("Hello Paul.", "Hi Paul."), encoding="utf-8")
    glossub("memory", "import", table, "--episode", "un", "--out", out)
    (out.parent / "season" / "un.txt").write_text(TEXT.replace("Bonjour Paul.", "Salut Paul."), encoding="utf-8")
    assert "its sentence is no longer there: 'Bonjour Paul.'" in again(out).stderr
    (out.parent / "season" / "un.txt").write_text(TEXT.replace("Bonjour Paul.", "Coucou Paul."), encoding="utf-8")
    told = glossub("subtitle", out.parent / "season" / "un.txt", *engine(out))
    assert "its sentence is no longer there: 'Bonjour Paul.'" in told.stderr


def test_a_memory_goes_out_and_comes_back(out: Path, tmp_path: Path) -> None:
    exported = glossub("memory", "export", tmp_path / "m.tmx", "--out", out)
    assert exported.exit_code == 0, exported.output
    copy = tmp_path / "copy.sqlite"
    assert glossub("memory", "import", tmp_path / "m.tmx", "--memory", copy).exit_code == 0
    first, second = (
        json.loads(glossub("memory", "stats", "--json", "--memory", path).stdout)
        for path in (out / "memory.sqlite", copy)
    )
    assert first["engines"] == second["engines"]
    assert glossub("memory", "import", copy, "--out", out).stdout.endswith("0 new sentences, 0 new edits\n")


def test_what_another_tool_changed_in_a_tmx_is_a_persons(out: Path, tmp_path: Path) -> None:
    glossub("memory", "export", tmp_path / "m.tmx", "--out", out)
    changed = (tmp_path / "m.tmx").read_text(encoding="utf-8").replace("<seg>Yes.</seg>", "<seg>Yep.</seg>")
    (tmp_path / "m.tmx").write_text(changed, encoding="utf-8")
    assert "whose are the 1 translations" in glossub("memory", "import", tmp_path / "m.tmx", "--out", out).stderr
    done = glossub("memory", "import", tmp_path / "m.tmx", "--all", "--out", out)
    assert "1 edits for every episode\n  Oui. → Yep.\n" in done.stdout


def test_stats_and_prune_say_what_they_found(out: Path) -> None:
    stats = glossub("memory", "stats", "--out", out)
    assert "sentences" in stats.stdout
    assert "2 episodes are finished" in stats.stdout
    assert "forgot 0 sentences" in glossub("memory", "prune", "--out", out).stdout
    assert "forgot" in glossub("memory", "prune", "--episode", "un", "--out", out).stdout
    (out / ".glossub-batch.sqlite").write_bytes(b"")
    stopped = glossub("memory", "prune", "--out", out)
    assert (stopped.exit_code, "a batch that uses this memory is not done" in stopped.stderr) == (4, True)


def test_a_memory_of_an_interrupted_batch_in_the_output_folder_is_not_pruned(out: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"

    def interrupted(identity: str) -> None:
        open_journal(out / ".glossub-batch.sqlite", memory=identity, horizon=int, note=print).close()

    def prune() -> Result:
        return glossub("memory", "prune", "--memory", elsewhere, "--out", out)

    with closing(open_memory(elsewhere, print)) as memory:
        interrupted("another")
        assert prune().exit_code == 0
        interrupted(memory.identity)
        stopped = prune()
        assert (stopped.exit_code, "a batch that uses this memory is not done" in stopped.stderr) == (4, True)
    (out / ".glossub-batch.sqlite").write_bytes(b"spoilt")
    assert prune().exit_code == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stats", "--memory", "nowhere.sqlite"], "there is no memory"),
        (["import", "nowhere.tsv"], "there is no such file"),
        (["import", "{out}/un/un.en.srt"], "whose subtitles are these?"),
        (["import", "{out}/un/bilingual.tsv"], "whose are the"),
        (["import", "{out}/un/transcript.md"], "this is no memory and no edited file"),
        (["import", "{out}/memory.sqlite"], "this is the memory itself"),
        (["prune", "--edits", "--engine", "x"], "an edit by hand is of no engine"),
        (["import", "{out}/un/bilingual.tsv", "--episode", "trois"], "there is no such episode"),
    ],
)
def test_what_cannot_be_taken_in_is_said(arguments: list[str], message: str, out: Path) -> None:
    place = [] if "--memory" in arguments else ["--out", str(out)]
    done = glossub("memory", *(argument.replace("{out}", str(out)) for argument in arguments), *place)
    assert done.exit_code == 2
    assert message in done.stderr

"use strict";
(() => {
  const root = document.documentElement;
  const asked = (name) => new URLSearchParams(location.hash.slice(1)).get(name);
  const remember = (theme) => { try { localStorage.setItem("glossub-theme", theme); } catch { /* not permitted */ } };
  const remembered = () => { try { return localStorage.getItem("glossub-theme"); } catch { return null; } };

  const first = asked("theme") || remembered();
  if (first === "light" || first === "dark") root.dataset.theme = first;

  // Text without accents, case and runs of spaces, and where each of its characters stands in the text.
  const fold = (text) => {
    let folded = "";
    const places = [];
    let place = 0;
    for (const letter of text) {
      let plain = letter < "\x80" ? letter.toLowerCase() : letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
      plain = plain.replace("œ", "oe").replace("æ", "ae").replace("’", "'");
      if (/\s/.test(plain)) plain = folded.endsWith(" ") ? "" : " ";
      folded += plain;
      for (let unit = 0; unit < plain.length; unit += 1) places.push(place);
      place += letter.length;
    }
    places.push(place);
    return { folded, places };
  };

  const start = () => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const one = (id) => document.getElementById(id);
    const [query, count, matching, checking] = ["query", "count", "matching", "checking"].map(one);
    const rows = all(".sentence");
    const turns = all(".turn");
    const chapters = all(".chapter");
    const starts = rows.map((row) => Number(row.dataset.ms));
    const address = (fragment) => history.replaceState(null, "", fragment || location.pathname + location.search);
    document.querySelector(".tools").hidden = false;

    // Theme.
    const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const theme = one("theme");
    theme.setAttribute("aria-pressed", dark());
    theme.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      theme.setAttribute("aria-pressed", dark());
      remember(root.dataset.theme);
    });

    // What is shown.
    const filter = () => {
      const matchesOnly = matching.checked && query.value.trim() !== "";
      for (const row of rows) {
        row.hidden = (matchesOnly && !row.classList.contains("match")) || (checking.checked && !row.classList.contains("check"));
      }
      for (const turn of turns) turn.hidden = !turn.querySelector(".sentence:not([hidden])");
      for (const chapter of chapters) chapter.hidden = (matchesOnly || checking.checked) && !chapter.querySelector(".turn:not([hidden])");
      one("nothing").hidden = rows.length === 0 || rows.some((row) => !row.hidden);
    };
    const show = (side) => { root.dataset.show = side; search(); };

    // Search: every place of the query in the sentences that are shown.
    let index = null;
    let found = [];
    let current = -1;
    const indexed = () => rows.flatMap((row) => [...row.querySelectorAll(".source, .target")].map((side) => {
      const nodes = [];
      const walker = document.createTreeWalker(side, NodeFilter.SHOW_TEXT);
      for (let at = 0; walker.nextNode(); at += walker.currentNode.length) nodes.push({ node: walker.currentNode, at });
      return { row, side: side.className, nodes, ...fold(side.textContent) };
    }));
    const boundary = (nodes, place) => {
      const { node, at } = nodes.findLast((entry) => entry.at < place) || nodes[0];
      return [node, place - at];
    };
    const range = ({ entry, at, length }) => {
      const from = entry.places[at];
      const to = entry.places.slice(at + length).find((place) => place > from);
      const [startContainer, startOffset] = boundary(entry.nodes, from);
      const [endContainer, endOffset] = boundary(entry.nodes, to);
      return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
    };
    const paint = (name, places) => {
      if (!CSS.highlights) return;
      const highlight = new Highlight();
      for (const place of places) highlight.add(range(place));
      CSS.highlights.set(name, highlight);
    };
    const tell = () => {
      const total = found.length === 1 ? "1 match" : `${found.length} matches`;
      count.textContent = query.value.trim() === "" ? "" : current < 0 ? total : `${current + 1} of ${found.length}`;
      one("next").disabled = one("previous").disabled = found.length === 0;
    };
    const search = () => {
      const wanted = fold(query.value.trim()).folded;
      index = index || indexed();
      found = [];
      current = -1;
      for (const row of rows) row.classList.remove("match");
      for (const entry of wanted === "" ? [] : index) {
        if (root.dataset.show !== "both" && root.dataset.show !== entry.side) continue;
        if (checking.checked && !entry.row.classList.contains("check")) continue;
        for (let at = entry.folded.indexOf(wanted); at >= 0; at = entry.folded.indexOf(wanted, at + wanted.length)) {
          found.push({ entry, at, length: wanted.length });
          entry.row.classList.add("match");
        }
      }
      paint("found", found);
      paint("current", []);
      tell();
      filter();
    };
    const step = (by) => {
      if (found.length === 0) return;
      current = current < 0 && by < 0 ? found.length - 1 : (current + by + found.length) % found.length;
      paint("current", [found[current]]);
      found[current].entry.row.scrollIntoView({ block: "center" });
      tell();
    };
    const typed = () => { search(); address(query.value.trim() && `#q=${encodeURIComponent(query.value.trim())}`); };
    query.addEventListener("input", typed);
    query.addEventListener("keydown", (event) => {
      if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
      if (event.key === "Escape") { query.value = ""; typed(); }
    });
    one("next").addEventListener("click", () => step(1));
    one("previous").addEventListener("click", () => step(-1));
    matching.addEventListener("change", filter);
    checking.addEventListener("change", search);
    for (const radio of all("[name=show]")) radio.addEventListener("change", () => show(radio.value));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio], [type=checkbox])")) return;
      event.preventDefault();
      query.focus();
      query.select();
    });

    // Times: `#t=12:34` finds the sentence, and a recording plays from it.
    const heard = (milliseconds) => rows[Math.max(0, starts.findLastIndex((ms) => ms <= milliseconds))];
    const audio = document.querySelector("audio");
    const play = (row) => {
      audio.currentTime = Number(row.dataset.ms) / 1000;
      audio.play().catch(() => { /* the player's own message follows, through its error event */ });
    };
    if (audio) {
      let playing = null;
      audio.addEventListener("timeupdate", () => {
        const row = heard(audio.currentTime * 1000);
        if (row === playing) return;
        for (const old of all(".playing")) { old.classList.remove("playing"); old.removeAttribute("aria-current"); }
        playing = row;
        row.classList.add("playing");
        row.setAttribute("aria-current", "true");
        if (one("follow").checked && !audio.paused) row.scrollIntoView({ block: "center" });
      });
      audio.addEventListener("error", () => { one("trouble").hidden = false; });
      document.addEventListener("click", (event) => {
        const link = event.target.closest("a.time");
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        address(link.hash);
        play(link.parentElement);
      });
    }

    // A term's card.
    const card = one("card");
    document.addEventListener("click", (event) => {
      const term = event.target.closest("a.term");
      if (!term || !card.showPopover || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      card.querySelector("p").textContent = term.title;
      card.querySelector("a").href = term.hash;
      card.showPopover();
      const { left, top, bottom } = term.getBoundingClientRect();
      const below = bottom + card.offsetHeight + 16 < innerHeight;
      card.style.left = `${Math.max(8, Math.min(left, innerWidth - card.offsetWidth - 8))}px`;
      card.style.top = `${below ? bottom + 6 : Math.max(8, top - card.offsetHeight - 6)}px`;
    });
    card.addEventListener("click", (event) => { if (event.target.closest("a")) card.hidePopover(); });

    const arrive = () => {
      const wanted = asked("q");
      if (wanted !== null && wanted !== query.value) { query.value = wanted; search(); step(1); }
      const time = asked("t");
      if (time && rows.length > 0) {
        const row = heard(time.split(":").reduce((sum, part) => sum * 60 + Number.parseFloat(part), 0) * 1000);
        location.replace(`#${row.id}`);
      }
    };
    const side = asked("show");
    const radio = all("[name=show]").find((choice) => choice.value === side);
    if (radio) radio.checked = true;
    root.dataset.show = radio ? side : "both";
    addEventListener("hashchange", arrive);
    arrive();
  };
  document.addEventListener("DOMContentLoaded", start);
})();

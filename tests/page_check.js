// Runs a check (its text stands in place of the capital word below) inside a page, and sends its report to the frame around it.
addEventListener("load", () => setTimeout(async () => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = () => all(".sentence").filter((row) => row.checkVisibility()).map((row) => row.id);
  const type = (text) => { one("#query").value = text; one("#query").dispatchEvent(new Event("input")); };
  const press = (target, key, more = {}) => target.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
  const count = () => one("#count").textContent;
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const marked = (name) => [...CSS.highlights.get(name)].map((range) => {
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return live.toString();
  });
  let report;
  try { report = await (async () => { CHECK })(); } catch (error) { report = { error: String(error.stack) }; }
  parent.postMessage(JSON.stringify(report), "*");
}, 50));

"use strict";
// Search, language and opening of the page of the contract. Without it everything is still there to be read and opened by hand.
const root = document.documentElement;
const field = document.getElementById("search");
const shown = document.getElementById("shown");
const entries = [...document.querySelectorAll("details.entry")];
const groups = [...document.querySelectorAll("section.group")];
const texts = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const entry of entries) {
    entry.hidden = !words.every((word) => texts.get(entry).includes(word));
    found += entry.hidden ? 0 : 1;
  }
  for (const group of groups) {
    group.hidden = !group.querySelector("details.entry:not([hidden])");
  }
  shown.textContent = words.length ? `${found} / ${entries.length}` : "";
}

function speak(language) {
  root.lang = language;
  root.dataset.lang = language;
  field.placeholder = field.dataset[language];
  field.setAttribute("aria-label", field.dataset[language]);
  for (const button of document.querySelectorAll("button[data-speak]")) {
    button.setAttribute("aria-pressed", String(button.dataset.speak === language));
  }
}

function open_all(open) {
  for (const entry of document.querySelectorAll("details")) {
    entry.open = open;
  }
}

// A link to something that is closed, or that the search has hidden, opens it.
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) {
    return;
  }
  if (target.closest("[hidden]")) {
    field.value = "";
    search();
  }
  for (let place = target; place; place = place.parentElement) {
    if (place.tagName === "DETAILS") {
      place.open = true;
    }
  }
  target.scrollIntoView();
}

field.addEventListener("input", search);
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.speak) {
    speak(button.dataset.speak);
  } else if (button?.dataset.open) {
    open_all(button.dataset.open === "all");
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  } else if (event.key === "Escape" && document.activeElement === field) {
    field.value = "";
    search();
  }
});
window.addEventListener("hashchange", reveal);
window.addEventListener("beforeprint", () => open_all(true));
speak(root.dataset.lang);
reveal();

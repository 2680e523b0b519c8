// What makes the site handier where a script runs.  Every page works without it: nothing here is needed.
"use strict";

// ---- Hangul as the keys that are typed: a syllable that is not finished is found too ----

const FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const TYPED_AS = {
  ㄳ: "ㄱㅅ", ㄵ: "ㄴㅈ", ㄶ: "ㄴㅎ", ㄺ: "ㄹㄱ", ㄻ: "ㄹㅁ", ㄼ: "ㄹㅂ", ㄽ: "ㄹㅅ", ㄾ: "ㄹㅌ", ㄿ: "ㄹㅍ", ㅀ: "ㄹㅎ",
  ㅄ: "ㅂㅅ", ㅘ: "ㅗㅏ", ㅙ: "ㅗㅐ", ㅚ: "ㅗㅣ", ㅝ: "ㅜㅓ", ㅞ: "ㅜㅔ", ㅟ: "ㅜㅣ", ㅢ: "ㅡㅣ",
};

const lettersOfSyllable = (syllable) => {
  const number = syllable.charCodeAt(0) - 0xac00;
  return FIRST[Math.floor(number / 588)] + MIDDLE[Math.floor(number / 28) % 21] + LAST[number % 28].trim();
};

// "파줏" and "파주시" both begin with the keys ㅍㅏㅈㅜㅅ.
const keysOf = (text) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s·()]/g, "")
    .replace(/[가-힣]/g, lettersOfSyllable)
    .replace(/[ㄱ-ㅣ]/g, (letter) => TYPED_AS[letter] ?? letter);

// ---- a field to type into, over a plain select, which stays the field of the form ----

const MOST_SHOWN = 60;

class TypeAhead {
  constructor(select) {
    this.select = select;
    this.active = -1;
    this.build();
    this.show();
  }

  build() {
    const { select } = this;
    const id = `${select.id}-typed`;
    this.input = Object.assign(document.createElement("input"), { type: "text", id, autocomplete: "off" });
    this.list = Object.assign(document.createElement("ul"), { id: `${id}-list`, hidden: true });
    this.list.className = "typed-list";
    this.list.setAttribute("role", "listbox");
    this.attributes({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
      spellcheck: "false",
    });
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (label) {
      label.htmlFor = id;
      this.list.setAttribute("aria-label", label.textContent.trim());
    }
    const box = document.createElement("div");
    box.className = "typed";
    box.append(this.input, this.list);
    select.after(box);
    select.hidden = true;
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  attributes(values) {
    for (const [name, value] of Object.entries(values)) this.input.setAttribute(name, value);
  }

  // The first option stands for all: it is what an empty field means.
  show() {
    const chosen = this.select.selectedOptions[0];
    this.input.value = chosen && chosen.value ? chosen.text : "";
    this.input.placeholder = this.select.options[0].value ? "" : this.select.options[0].text;
  }

  // Not before somebody opens the field: most visitors never do, and there are hundreds.
  get options() {
    this.read ??= [...this.select.options].map((option) => ({ option, keys: keysOf(option.text) }));
    return this.read;
  }

  found(text) {
    const typed = keysOf(text);
    const begin = this.options.filter(({ keys }) => keys.startsWith(typed));
    const within = this.options.filter(({ keys }) => keys.includes(typed) && !keys.startsWith(typed));
    return [...begin, ...within].slice(0, MOST_SHOWN);
  }

  open(text) {
    const items = this.found(text).map(({ option }, number) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${this.list.id}-${number}`, textContent: option.text, option });
      if (option.lang) item.lang = option.lang;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(option.selected));
      return item;
    });
    this.list.replaceChildren(...items);
    this.mark(text && items.length ? 0 : -1);
    this.list.hidden = !items.length;
    this.attributes({ "aria-expanded": String(items.length > 0) });
  }

  close() {
    this.list.hidden = true;
    this.mark(-1);
    this.attributes({ "aria-expanded": "false" });
  }

  mark(number) {
    this.list.children[this.active]?.classList.remove("is-active");
    this.active = number;
    const item = this.list.children[number];
    item?.classList.add("is-active");
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.attributes({ "aria-activedescendant": item.id });
    else this.input.removeAttribute("aria-activedescendant");
  }

  press(event) {
    if (event.isComposing) return; // Enter and arrows belong to the Korean keyboard until the syllable is done
    const { key } = event;
    const isOpen = !this.list.hidden;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.open("");
      const count = this.list.children.length;
      const step = key === "ArrowDown" ? 1 : -1;
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      if (count) this.mark((from + step + count) % count);
    } else if (key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
      this.show();
    }
  }

  choose(item) {
    if (!item) return;
    item.option.selected = true;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
    this.show();
  }

  // What was typed and not chosen: emptied means all, else what was chosen before stays.
  leave() {
    if (!this.input.value.trim() && !this.select.options[0].value) this.select.options[0].selected = true;
    this.close();
    this.show();
  }
}

for (const select of document.querySelectorAll("select[data-typeahead]")) new TypeAhead(select);

// ---- buttons that only a script can serve; without one they are not there ----

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// data-copy: the text, or "#id" of the element that holds it; data-copied: what the button says then.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const label = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const { copy, copied } = button.dataset;
    const text = copy.startsWith("#") ? document.querySelector(copy).textContent.trim() : copy;
    await navigator.clipboard.writeText(text);
    button.textContent = copied ?? label;
    setTimeout(() => { button.textContent = label; }, 3000);
  });
}

// ---- the tab that one is on stands in sight, also where the line of tabs is longer than the screen ----

for (const link of document.querySelectorAll(":is(.menu, .tabs, .kinds) [aria-current]")) {
  const line = link.closest("ul");
  const beyond = link.getBoundingClientRect().right - line.getBoundingClientRect().right;
  if (beyond > 0) line.scrollLeft += beyond + 24;
}

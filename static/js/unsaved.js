// What staff type and have not saved yet stays in this browser, by account and form, for a day at most.
// Texts are in localStorage, which is written at once; chosen files in IndexedDB, only as long as their form's text.
// The server brings a form back: it is sent what was kept, and shows it without saving (admin/unsaved.py).
"use strict";
(() => {
  const DAY = 24 * 60 * 60 * 1000;
  const PREFIX = "unsaved:";
  const UNKEPT = new Set(["csrfmiddlewaretoken", "unsaved-form", "unsaved-restored"]);
  const PAUSE = 500; // milliseconds without typing after which the text is kept

  // ---- what is kept: texts

  const kept = (key) => {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Date.now() - draft.at < DAY && Array.isArray(draft.fields) ? draft : null;
    } catch {
      return null;
    }
  };

  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    } catch {
      return []; // this browser keeps nothing; leaving still warns
    }
  };

  const keep = (key, fields) => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
    } catch {
      // no room: what was kept before is older than what is on the page
    }
  };

  const forget = (key) => {
    try {
      localStorage.removeItem(key);
    } catch {
      // this browser keeps nothing
    }
  };

  // ---- what is kept: files

  const files = (mode, work) =>
    new Promise((resolve) => {
      const opening = indexedDB.open("unsaved", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("files");
      opening.onerror = () => resolve(null);
      opening.onsuccess = () => {
        const transaction = opening.result.transaction("files", mode);
        const request = work(transaction.objectStore("files"));
        transaction.oncomplete = () => {
          opening.result.close();
          resolve(request.result);
        };
        transaction.onabort = () => resolve(null);
      };
    });

  const keepFiles = (key, input) => files("readwrite", (store) => store.put([...input.files], `${key} ${input.name}`));
  const keptFiles = (key, input) => files("readonly", (store) => store.get(`${key} ${input.name}`));
  const forgetFiles = (name) => files("readwrite", (store) => store.delete(name));

  const sweep = async () => {
    for (const key of keys()) if (!kept(key)) forget(key);
    const present = new Set(keys());
    const names = (await files("readonly", (store) => store.getAllKeys())) ?? [];
    for (const name of names) {
      if (!present.has(name.slice(0, name.lastIndexOf(" ")))) await forgetFiles(name);
    }
  };

  // ---- one form

  const texts = (form) =>
    [...new FormData(form)].filter(
      ([name, value]) =>
        typeof value === "string" && !UNKEPT.has(name) && form.elements[name]?.type !== "password",
    );

  const watch = (form, part, account) => {
    const key = `${PREFIX}${account}:${form.elements["unsaved-form"].value}`;
    const asLoaded = JSON.stringify(texts(form));
    const isBound = "bound" in part.dataset; // shown again with what was typed: an error, or brought back
    let isTyped = isBound;
    let isLeaving = false;
    let pause = 0;
    let lastStay = Date.now();

    const isChanged = () => isTyped && (isBound || hasFiles() || JSON.stringify(texts(form)) !== asLoaded);
    const hasFiles = () => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    const keepNow = () => {
      clearTimeout(pause);
      if (isTyped && !isLeaving) keep(key, texts(form));
    };

    const notes = part.querySelector("[data-notes]");
    const say = (name) =>
      notes.replaceChildren(part.querySelector(`template[data-note=${name}]`).content.cloneNode(true));

    const stay = async () => {
      if (Date.now() - lastStay < part.dataset.staySeconds * 1000) return;
      lastStay = Date.now();
      const token = form.elements.csrfmiddlewaretoken.value;
      const options = { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" };
      const answer = await fetch(part.dataset.stay, options).catch(() => null);
      if (answer && !answer.ok) say("ended");
    };

    const typed = () => {
      isTyped = true;
      isLeaving = false;
      clearTimeout(pause);
      pause = setTimeout(keepNow, PAUSE);
      stay();
    };

    const chosen = async (input) => {
      keepNow();
      await keepFiles(key, input);
    };

    // Select2 and Django's windows tell of a change only through jQuery.
    const jQuery = window.django?.jQuery;
    if (jQuery) jQuery(form).on("input change", typed);
    else for (const kind of ["input", "change"]) form.addEventListener(kind, typed);
    document.addEventListener("formset:added", typed);
    document.addEventListener("formset:removed", typed);
    form.addEventListener("change", (event) => {
      if (event.target.type === "file") chosen(event.target);
    });

    // ---- sending and leaving

    const limit = (submitter) => {
      const sent = [...new FormData(form, submitter)];
      const strings = sent.filter(([, value]) => typeof value === "string");
      const sizes = sent.filter(([, value]) => typeof value !== "string").map(([, file]) => file.size);
      if (strings.length > part.dataset.mostFields) return "fields";
      const isMultipart = form.enctype === "multipart/form-data";
      const text = isMultipart ? strings.flat().join("") : new URLSearchParams(strings).toString();
      if (new TextEncoder().encode(text).length > part.dataset.mostText) return "text";
      const all = sizes.reduce((sum, size) => sum + size, 0);
      return all > part.dataset.mostFile ? "file" : "";
    };

    form.addEventListener("submit", (event) => {
      notes.replaceChildren();
      const note = limit(event.submitter);
      keepNow();
      if (!note) {
        isLeaving = true;
        return;
      }
      event.preventDefault();
      say(note);
      notes.focus();
    });

    document.getElementById("logout-form")?.addEventListener("submit", () => {
      isLeaving = true;
    });
    for (const link of document.querySelectorAll("[data-discards]")) {
      link.addEventListener("click", () => {
        isLeaving = true;
        forget(key);
      });
    }
    notes.addEventListener("click", (event) => {
      if (event.target.tagName !== "A") return; // to the log-in: nobody has to be warned
      keepNow();
      isLeaving = true;
    });
    addEventListener("beforeunload", (event) => {
      if (!isLeaving && isChanged()) event.preventDefault();
    });
    addEventListener("pagehide", keepNow);
    document.addEventListener("visibilitychange", keepNow);
    addEventListener("pageshow", (event) => {
      if (event.persisted) isLeaving = false;
    });

    // ---- bringing back

    const restore = (fields) => {
      const again = document.createElement("form");
      again.method = "post";
      again.hidden = true;
      const own = ["csrfmiddlewaretoken", "unsaved-form"].map((name) => [name, form.elements[name].value]);
      for (const [name, value] of [...fields, ...own, ["unsaved-restored", "1"]]) {
        const field = document.createElement("textarea"); // an input would drop line ends
        field.name = name;
        field.value = value;
        again.append(field);
      }
      document.body.append(again);
      isLeaving = true;
      again.submit();
    };

    const offer = (draft) => {
      const dialog = part.querySelector("[data-offer]");
      const time = dialog.querySelector("time");
      time.dateTime = new Date(draft.at).toISOString();
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
        dateStyle: "medium",
        timeStyle: "short",
      }).format(draft.at);
      dialog.addEventListener("cancel", (event) => event.preventDefault()); // it is kept until somebody decides
      dialog.querySelector("[data-restore]").addEventListener("click", () => restore(draft.fields));
      dialog.querySelector("[data-forget]").addEventListener("click", () => {
        forget(key);
        sweep();
        dialog.close();
      });
      dialog.showModal();
    };

    const putFilesBack = async () => {
      for (const input of form.querySelectorAll("input[type=file]")) {
        const before = input.files.length ? null : await keptFiles(key, input);
        if (!before?.length || input.files.length) continue;
        const transfer = new DataTransfer();
        for (const file of before) transfer.items.add(file);
        input.files = transfer.files;
      }
    };

    const draft = kept(key);
    if (isBound) {
      keepNow();
      putFilesBack();
    } else if (draft && JSON.stringify(draft.fields) !== asLoaded) {
      offer(draft);
    } else if (draft) {
      forget(key);
    }
  };

  // ---- each page

  const page = document.getElementById("unsaved-page").dataset;
  for (const address of page.saved.split(" ")) forget(`${PREFIX}${page.account}:${address}`);
  const part = document.querySelector("[data-unsaved]");
  if (page.account && part) watch(part.closest("form"), part, page.account);
  document.getElementById("logout-form")?.addEventListener("submit", () => {
    for (const key of keys()) if (key.startsWith(`${PREFIX}${page.account}:`)) forget(key);
  });
  sweep();
})();

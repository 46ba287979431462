// What makes pages quicker to use; every page works without it.
"use strict";

(() => {
  const PRESENCE_SECONDS = 15;
  const SEQUENCE_MILLISECONDS = 1200;

  /** Whether the keyboard writes text there. */
  const isWriting = (element) =>
    element.isContentEditable ||
    element.matches('textarea, select, input:not([type="checkbox"], [type="radio"])');

  /** Shortcuts of the page, by their keys. */
  const shortcuts = () => {
    const found = new Map();
    for (const element of document.querySelectorAll("[data-key]")) {
      if (!found.has(element.dataset.key)) found.set(element.dataset.key, element);
    }
    return found;
  };

  const follow = (element) => {
    if (element.matches('textarea, select, input:not([type="checkbox"], [type="radio"])')) {
      element.focus();
    } else {
      element.click();
    }
  };

  const entry = (keys, label) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const description = document.createElement("dd");
    term.textContent = label;
    for (const key of keys.split(" ")) {
      const shown = document.createElement("kbd");
      shown.textContent = key;
      description.append(shown, " ");
    }
    row.append(term, description);
    return row;
  };

  /** The map of all shortcuts that this page has. */
  const showMap = () => {
    if (document.querySelector("dialog[open]")) return;
    const dialog = document.createElement("dialog");
    const title = document.createElement("h2");
    const list = document.createElement("dl");
    const close = document.createElement("button");
    title.textContent = document.body.dataset.keysTitle;
    title.id = "key-map-title";
    dialog.setAttribute("aria-labelledby", title.id);
    list.className = "key-map";
    for (const [keys, element] of shortcuts()) {
      list.append(entry(keys, element.dataset.keyLabel || element.textContent.trim()));
    }
    const rows = document.querySelector("[data-rows]");
    if (rows) {
      list.append(entry("j", rows.dataset.rowsNext), entry("k", rows.dataset.rowsPrevious));
      if (rows.dataset.rowsCheck) list.append(entry("x", rows.dataset.rowsCheck));
    }
    close.className = "button";
    close.textContent = document.body.dataset.keysClose;
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(title, list, close);
    document.body.append(dialog);
    dialog.showModal();
  };

  /** Goes down or up the rows of a list, or ticks the one that has the focus. */
  const inRows = (key) => {
    const rows = [...document.querySelectorAll("[data-row]")];
    if (!rows.length || !"jkx".includes(key)) return false;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (key === "x") {
      const box = at >= 0 && rows[at].querySelector('input[type="checkbox"]');
      if (box) box.click();
      return Boolean(box);
    }
    const next = key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
    rows[next].querySelector("a[href]").focus();
    return true;
  };

  const listen = () => {
    let before = "";
    let timer = 0;
    document.addEventListener("keydown", (event) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
      if (!isPlain || event.repeat || event.defaultPrevented) return;
      if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
      const found = shortcuts();
      const keys = before ? `${before} ${event.key}` : event.key;
      clearTimeout(timer);
      before = "";
      if (event.key === "?") showMap();
      else if (found.has(keys)) follow(found.get(keys));
      else if ([...found.keys()].some((each) => each.startsWith(`${keys} `))) {
        before = keys;
        timer = setTimeout(() => { before = ""; }, SEQUENCE_MILLISECONDS);
        return;
      } else if (!inRows(event.key)) return;
      event.preventDefault();
    });
    for (const element of document.querySelectorAll('[data-key="?"]')) {
      element.addEventListener("click", (event) => { event.preventDefault(); showMap(); });
    }
  };

  /** Says that somebody has this page open, and shows who else has. */
  const keepPresence = (element) => {
    const token = document.querySelector('meta[name="csrf-token"]').content;
    const beat = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(element.dataset.presenceUrl, {
          method: "POST",
          headers: { "X-CSRF-Token": token, Accept: "application/json" },
        });
        if (!answer.ok) return;
        const others = (await answer.json()).others;
        element.hidden = others.length === 0;
        element.querySelector("[data-presence-names]").textContent = others.join(", ");
      } catch {
        // The next one may come through; what is shown stays as it was.
      }
    };
    beat();
    setInterval(beat, PRESENCE_SECONDS * 1000);
  };

  const count = (area) => {
    const shown = document.getElementById(`${area.id}-count`);
    const say = () => {
      const left = Number(area.dataset.limit) - [...area.value].length;
      const text = left < 0 ? shown.dataset.over : shown.dataset.left;
      shown.textContent = text.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
      shown.classList.toggle("over", left < 0);
    };
    area.addEventListener("input", say);
    say();
  };

  const grow = (area) => {
    if (CSS.supports("field-sizing", "content")) return;
    area.addEventListener("input", () => {
      area.style.height = "auto";
      area.style.height = `${area.scrollHeight + 2}px`;
    });
  };

  const copy = (button) => {
    if (!navigator.clipboard) return;
    const label = button.querySelector("span");
    const before = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      } catch {
        return;
      }
      label.textContent = button.dataset.copied;
      setTimeout(() => { label.textContent = before; }, 2000);
    });
  };

  /** Ticks all rows of a form at once. */
  const checkAll = (box) => {
    box.hidden = false;
    const boxes = [...document.querySelectorAll(`input[name="${box.dataset.checkAll}"]`)];
    box.addEventListener("change", () => {
      for (const each of boxes) each.checked = box.checked;
    });
  };

  /** Lifts or lowers all veils of the page together. */
  const lift = (box, _place, boxes) => {
    box.addEventListener("change", () => {
      for (const other of boxes) other.checked = box.checked;
    });
  };

  /** Shows a reminder when its moment comes. */
  const remind = (element) => {
    const wait = Date.parse(element.dataset.breakAt) - Date.now();
    if (!Number.isFinite(wait) || wait > 86_400_000) return;
    setTimeout(() => { element.hidden = false; }, Math.max(0, wait));
  };

  const each = (selector, action) => {
    document.querySelectorAll(selector).forEach(action);
  };

  listen();
  each("[data-presence-url]", keepPresence);
  each("textarea[data-limit]", count);
  each("textarea", grow);
  each("[data-copy]", copy);
  each("[data-check-all]", checkAll);
  each("[data-veil]", lift);
  each("[data-break-at]", remind);
  each("[data-focus]", (element) => element.focus());
  each(".disturbing", (element) => element.addEventListener("click", () => element.classList.add("shown")));
  each("[data-confirm]", (element) => element.addEventListener("click", (event) => {
    if (!window.confirm(element.dataset.confirm)) event.preventDefault();
  }));
})();

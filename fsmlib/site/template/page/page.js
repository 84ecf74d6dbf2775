"use strict";
(() => {
  const said = document.getElementById("said");
  const make = (name, attributes, parent) => {
    const node = document.createElementNS(parent.namespaceURI, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    parent.append(node);
    return node;
  };

  const on = (node, event, answer) => node.addEventListener(event, answer);

  // Charts: mouse, finger or arrow keys point at a step, and it is told in words.
  const readAloud = (chart) => {
    const told = JSON.parse(chart.dataset.steps);
    const unit = told.unit || "";
    const steps = told.steps.map(([step, ...texts]) => {
      const parts = texts.map((text, n) => text && `${told.names[n]} ${text}`.trim());
      return `${[step, unit.toLowerCase()].filter(Boolean).join(", ")}: ${parts.filter(Boolean).join(", ")}`;
    });
    const places = chart.dataset.places.split(" ").map(Number);
    if (!steps.length) return;
    const upright = chart.dataset.across === "x";
    const [left, top, right, bottom] = chart.dataset.plot.split(" ").map(Number);
    const line = make("path", { class: "here", d: "" }, chart);
    const note = make("p", { class: "told", hidden: "" }, chart.parentNode.parentNode);
    chart.parentNode.after(note);
    const figure = chart.closest("figure");
    if (figure && told.names.length <= 8) {
      const fold = make("details", { class: "numbers" }, figure);
      make("summary", {}, fold).textContent = "Tallene i figuren";
      const box = { class: "table", tabindex: 0, role: "region", "aria-label": "Tallene i figuren" };
      const table = make("table", {}, make("div", box, fold));
      const row = (parent, cells, head) => {
        const line = make("tr", {}, parent);
        cells.forEach((text, n) => {
          make(head === !n ? "td" : "th", n ? { class: "number" } : {}, line).textContent = text ?? "–";
        });
      };
      row(make("thead", {}, table), [unit, ...told.names.map((name) => name || "Tal")], true);
      const body = make("tbody", {}, table);
      told.steps.forEach((step) => row(body, step, false));
    }
    let at = -1;
    const show = (step, aloud) => {
      at = Math.max(0, Math.min(steps.length - 1, step));
      const place = places[at];
      line.setAttribute("d", upright ? `M${place} ${top}V${bottom}` : `M${left} ${place}H${right}`);
      note.hidden = false;
      note.textContent = steps[at];
      if (aloud) said.textContent = steps[at];
    };
    const hide = () => {
      at = -1;
      line.setAttribute("d", "");
      note.hidden = true;
    };
    const point = (event) => {
      const box = chart.getBoundingClientRect();
      const scale = chart.viewBox.baseVal.width / box.width;
      const here = upright ? event.clientX - box.left : event.clientY - box.top;
      const off = places.map((place) => Math.abs(place - here * scale));
      show(off.indexOf(Math.min(...off)), false);
    };
    on(chart, "pointermove", point);
    on(chart, "pointerdown", point);
    on(chart, "pointerleave", (event) => {
      if (event.pointerType === "mouse" && document.activeElement !== chart) hide();
    });
    on(chart, "blur", hide);
    on(chart, "keydown", (event) => {
      const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -99, End: 99 };
      const numbers = figure?.querySelector("details");
      if (event.key in moves) show(at < 0 ? 0 : at + moves[event.key], true);
      else if (event.key === "Escape") hide();
      else if (event.key === "Enter" && numbers) {
        numbers.open = true;
        numbers.querySelector("summary").focus();
      } else return;
      event.preventDefault();
    });
  };

  // Tables: a press on a heading sorts by it.
  const number = (text) => Number(text.replace(/[.\s\u00a0]|kr\.|%/g, "").replace(",", ".").replace("−", "-"));
  const sortable = (table) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = make("button", { type: "button" }, head);
      button.append(...[...head.childNodes].filter((node) => node !== button && !/word|popover|unit/.test(node.outerHTML)));
      head.prepend(button);
      on(button, "click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        const key = (row) => row.cells[column].textContent.trim();
        const value = (row) => (key(row) === "–" ? -Infinity : number(key(row)));
        const numeric = [...body.rows].every((row) => !isNaN(value(row)));
        const order = numeric
          ? (a, b) => value(a) - value(b)
          : (a, b) => key(a).localeCompare(key(b), "da", { numeric: true });
        const rows = [...body.rows].sort(order);
        body.append(...(down ? rows.reverse() : rows));
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      });
    });
  };

  // What is on a page, or put into it, is made to answer.
  window.dress = (root) => {
    root.querySelectorAll("svg.chart[data-steps]").forEach(readAloud);
    root.querySelectorAll("table.sorts").forEach(sortable);
  };
  dress(document);

  // What if: sliders over answers worked out; the address has their state.
  for (const asked of document.querySelectorAll(".what-if")) {
    const { axes, figures, answers, command, kept } = JSON.parse(asked.querySelector("script").text);
    const sliders = asked.querySelectorAll("input"), cards = asked.querySelectorAll(".figures li");
    const code = asked.querySelector("code");
    const [copy, back] = asked.querySelectorAll("button");
    const show = () => {
      const changes = [...kept], moved = [];
      let row = 0;
      axes.forEach(([name, at, given, written, words], n) => {
        const here = +sliders[n].value, change = `${name}=${written[here]}`;
        row = row * words.length + here;
        sliders[n].ariaValueText = sliders[n].nextElementSibling.textContent = words[here];
        if (here !== at) moved.push(change);
        if (here !== at || given) changes.push(change);
      });
      cards.forEach((card, n) => {
        const told = figures[answers[row * cards.length + n]];
        told.forEach((text, part) => {
          const node = card.children[part + 1];
          if (node.textContent !== text) node.textContent = text;
        });
      });
      code.textContent = command + (changes.length ? ` -p "changes=${changes.join("; ")}"` : "");
      copy.textContent = "Kopiér";
      return moved;
    };
    const moved = () => history.replaceState(null, "", "#w=" + show().join(";"));
    const read = () => {
      const told = decodeURIComponent(location.hash).split(/#w=|;/);
      axes.forEach(([name, at, , written], n) => {
        const there = written.findIndex((key) => told.includes(`${name}=${key}`));
        sliders[n].value = there < 0 ? at : there;
      });
      show();
    };
    on(asked, "input", moved);
    on(back, "click", () => {
      axes.forEach(([, at], n) => (sliders[n].value = at));
      moved();
    });
    on(copy, "click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        copy.textContent = said.textContent = "Kopieret";
      } catch {
        getSelection().selectAllChildren(code);
      }
    });
    on(window, "hashchange", () => location.hash.startsWith("#w=") && read());
    read();
    asked.hidden = false;
  }

  // Folds open on paper, and where a link leads into them.
  const folds = [...document.querySelectorAll("details")];
  let opened = [];
  on(window, "beforeprint", () => {
    opened = folds.filter((fold) => !fold.open && !fold.matches(".numbers"));
    opened.forEach((fold) => (fold.open = true));
  });
  on(window, "afterprint", () => opened.forEach((fold) => (fold.open = false)));
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target?.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
    target?.scrollIntoView();
  };
  on(window, "hashchange", reveal);
  reveal();
})();

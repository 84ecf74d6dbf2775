"use strict";
(() => {
  const said = document.getElementById("said");
  const make = (name, attributes, parent) => {
    const node = document.createElementNS(parent.namespaceURI, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    parent.append(node);
    return node;
  };

  // Charts: a step is pointed at with the mouse, a finger or the arrow keys, and told in words.
  for (const chart of document.querySelectorAll("svg.chart[data-steps]")) {
    const told = JSON.parse(chart.dataset.steps);
    const steps = told.steps.map(([step, ...texts]) => {
      const parts = texts.map((text, n) => text === null ? "" : `${told.names[n]} ${text}`.trim());
      return `${step}: ${parts.filter(Boolean).join(", ")}`;
    });
    const places = chart.dataset.places.split(" ").map(Number);
    if (!steps.length) continue;
    const upright = chart.dataset.across === "x";
    const [left, top, right, bottom] = chart.dataset.plot.split(" ").map(Number);
    const line = make("path", { class: "here", d: "" }, chart);
    const note = make("p", { class: "told", hidden: "" }, chart.parentNode.parentNode);
    chart.parentNode.after(note);
    const figure = chart.closest("figure");
    if (figure && told.names.length <= 8) {
      const fold = make("details", { class: "numbers" }, figure);
      make("summary", {}, fold).textContent = "Tallene i figuren";
      const box = make("div", { class: "table", tabindex: 0, role: "region", "aria-label": "Tallene i figuren" }, fold);
      const table = make("table", {}, box);
      const row = (parent, cells, head) => {
        const line = make("tr", {}, parent);
        cells.forEach((text, n) => {
          const own = n && head ? { scope: "col", class: "number" } : n ? { class: "number" } : head ? {} : { scope: "row" };
          make(n ? (head ? "th" : "td") : head ? "td" : "th", own, line).textContent = text ?? "–";
        });
      };
      row(make("thead", {}, table), ["", ...told.names.map((name) => name || "Tal")], true);
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
      const here = upright ? (event.clientX - box.left) * scale : (event.clientY - box.top) * scale;
      let nearest = 0;
      places.forEach((place, step) => {
        if (Math.abs(place - here) < Math.abs(places[nearest] - here)) nearest = step;
      });
      show(nearest, false);
    };
    chart.addEventListener("pointermove", point);
    chart.addEventListener("pointerdown", point);
    chart.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && document.activeElement !== chart) hide();
    });
    chart.addEventListener("blur", hide);
    chart.addEventListener("keydown", (event) => {
      const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      const numbers = figure && figure.querySelector("details");
      if (event.key in moves) show(at < 0 ? 0 : at + moves[event.key], true);
      else if (event.key === "Home") show(0, true);
      else if (event.key === "End") show(steps.length - 1, true);
      else if (event.key === "Escape") hide();
      else if (event.key === "Enter" && numbers) {
        numbers.open = true;
        numbers.querySelector("summary").focus();
      } else return;
      event.preventDefault();
    });
  }

  // Tables: a press on a heading sorts by it.
  const number = (text) => Number(text.replace(/[.\s\u00a0]|kr\.|%/g, "").replace(",", ".").replace("−", "-"));
  for (const table of document.querySelectorAll("table.sorts")) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", { type: "button" }, head);
      button.append(...[...head.childNodes].filter((node) => node !== button));
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        const key = (row) => row.cells[column].textContent.trim();
        const numeric = [...body.rows].every((row) => key(row) === "–" || !isNaN(number(key(row))));
        const value = (row) => (key(row) === "–" ? -Infinity : number(key(row)));
        const order = numeric
          ? (a, b) => value(a) - value(b)
          : (a, b) => key(a).localeCompare(key(b), "da", { numeric: true });
        const rows = [...body.rows].sort(order);
        body.append(...(down ? rows.reverse() : rows));
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      });
    });
  }

  // What is folded is unfolded on paper, and where a link leads into it.
  const folds = [...document.querySelectorAll("details")];
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folds.filter((fold) => !fold.open && !fold.matches(".numbers"));
    opened.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target && target.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
})();

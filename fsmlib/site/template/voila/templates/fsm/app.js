// What a page of widgets lacks: names and Danish decimals for sliders, sorting and filtering of
// tables, rows that open a proposal, buttons that open the settings and copy the link.  Nothing
// here computes a number.
function nameSliders() {
  document.querySelectorAll(".widget-inline-hbox").forEach((box) => {
    const label = box.querySelector(".widget-label");
    box.querySelectorAll(".noUi-handle, .widget-readout[contenteditable]").forEach((part) => {
      if (label && !part.hasAttribute("aria-label")) part.setAttribute("aria-label", label.textContent);
      if (!part.isContentEditable) return;
      part.setAttribute("role", "textbox");
      if (!part.dataset.typed && part.textContent.includes(".")) swap(part, ".", ",");
    });
  });
}

function swap(part, from, to) {
  part.textContent = part.textContent.replace(from, to);
}

// The slider reads a number with a point; the evaluator sees and types a comma.
function handOver(event) {
  if (!event.target.matches?.(".widget-readout")) return;
  if (event.type === "keydown" && event.key !== "Enter") return;
  event.target.dataset.typed = "yes";
  swap(event.target, ",", ".");
  setTimeout(() => {
    delete event.target.dataset.typed;
    nameSliders();
  });
}

function sortBy(button) {
  const head = button.closest("th");
  const place = [...head.parentNode.children].indexOf(head);
  const down = head.getAttribute("aria-sort") === "ascending";
  head.parentNode.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const body = head.closest("table").tBodies[0];
  const key = (row) => row.children[place].dataset.sort || row.children[place].textContent;
  const rows = [...body.rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    const order = isNaN(x) || isNaN(y) ? x.localeCompare(y, "da") : x - y;
    return down ? -order : order;
  });
  rows.forEach((row) => body.append(row));
}

function filterRows(input) {
  const wanted = input.value.toLocaleLowerCase("da");
  const table = document.getElementById(input.getAttribute("aria-controls"));
  let shown = 0;
  [...table.tBodies[0].rows].forEach((row) => {
    row.hidden = !row.textContent.toLocaleLowerCase("da").includes(wanted);
    shown += !row.hidden;
  });
  input.parentNode.querySelector(".shown").textContent = `${shown} vises`;
}

function openProposal(name) {
  const select = document.querySelector(".open-proposal select");
  select.value = name;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("thead button")) sortBy(button);
  if (button.dataset.open) openProposal(button.dataset.open);
  if (button.dataset.opens) {
    const isOpen = document.querySelector(`.${button.dataset.opens}`).classList.toggle("open");
    button.setAttribute("aria-expanded", isOpen);
  }
  if (button.dataset.copy !== undefined) {
    const link = location.origin + location.pathname + button.dataset.copy;
    navigator.clipboard.writeText(link).catch(() => {});
    document.querySelector("#link").value = link;
    document.querySelector("#copied").textContent = "Linket er kopieret.";
  }
});
["keydown", "blur"].forEach((type) => document.addEventListener(type, handOver, true));
document.addEventListener("input", (event) => {
  if (event.target.matches(".filter")) filterRows(event.target);
});
new MutationObserver(nameSliders).observe(document, { childList: true, subtree: true });

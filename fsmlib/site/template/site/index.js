// Search and sort the municipalities; without scripts the table stands as it is.
const table = document.getElementById("towns"), body = table.tBodies[0];
const rows = [...body.rows], heads = [...table.tHead.rows[1].cells];
const danish = new Intl.Collator("da", { numeric: true });
const search = document.getElementById("search"), found = document.getElementById("found");

function key(row, place) {
  const cell = row.cells[place];
  return cell.dataset.sort ?? cell.textContent.trim();
}

function compare(a, b) {
  return isNaN(a) || isNaN(b) ? danish.compare(a, b) : a - b;
}

function sort(head, place) {
  const up = head.getAttribute("aria-sort") !== "ascending";
  heads.forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const keyed = rows.map((row) => [key(row, place), row]);
  keyed.sort((a, b) => {
    const empty = (a[0] === "") - (b[0] === "");
    return empty || (up ? compare(a[0], b[0]) : compare(b[0], a[0]));
  });
  body.append(...keyed.map(([, row]) => row));
}

heads.forEach((head, place) => {
  const button = document.createElement("button");
  button.append(...head.childNodes);
  button.addEventListener("click", () => sort(head, place));
  head.append(button);
});

// As the names of the rows are written: Århus, aarhus and AARHUS are one.
const letters = { "æ": "ae", "ø": "oe", "å": "aa", "ä": "a", "ö": "o", "ü": "u" };
function plain(text) {
  const lower = text.normalize("NFC").toLocaleLowerCase("da").replace(/[æøåäöü]/g, (l) => letters[l]);
  return lower.normalize("NFD").replace(/[^a-z0-9]/g, "");
}

search.addEventListener("input", () => {
  const wanted = plain(search.value);
  const shown = rows.filter((row) => {
    row.hidden = !row.dataset.names.split(" ").some((name) => name.includes(wanted));
    return !row.hidden;
  });
  found.textContent = `${shown.length} af ${rows.length} kommuner`;
});
document.getElementById("find").hidden = false;

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

search.addEventListener("input", () => {
  const wanted = search.value.trim().toLocaleLowerCase("da");
  const shown = rows.filter((row) => {
    row.hidden = !row.cells[0].textContent.toLocaleLowerCase("da").includes(wanted);
    return !row.hidden;
  });
  found.textContent = `${shown.length} af ${rows.length} kommuner`;
});
document.getElementById("find").hidden = false;

"use strict";
// The page follows its address: a control moves the address, and what it gives is fetched and put
// in place.  Nothing here computes a number; without it the form has a button.
(() => {
  const LOST = "Forbindelsen er tabt. Indlæs siden igen. Hjælper det ikke, så start fsm app igen; beslutningerne er gemt.";
  const whole = document.getElementById("whole");
  const lost = document.getElementById("lost");
  const said = document.getElementById("said");
  const part = (id) => document.getElementById(id);
  let busy = false, next = null, moving = false, asked = "";

  // An address with what is typed after it: the server reads the last that can be read.
  const typed = (address) => {
    const told = new URLSearchParams(address);
    for (const field of part("settings").elements) {
      if (!("kept" in field.dataset) || field.value === field.dataset.kept) continue;
      if (field.value === (field.dataset.default ?? "")) told.delete(field.name);
      else told.append(field.name, field.value);
    }
    return `?${told}`;
  };
  const query = () => typed(part("settings").dataset.address);

  const lose = (words) => {
    lost.textContent = words;
    lost.hidden = false;
    part("view").classList.add("stale");
  };

  // A field keeps what is typed; what is in force and what is wrong is the server's to say.
  const keep = (now) => {
    const field = part(now.id);
    if (now.matches(".fault") && now.textContent !== field.textContent) field.textContent = now.textContent;
    if (!("kept" in now.dataset)) return;
    field.dataset.kept = now.dataset.kept;
    field.removeAttribute("aria-invalid");
    if (!now.hasAttribute("aria-invalid")) return;
    field.setAttribute("aria-invalid", "true");
    field.closest(".control").querySelector("[type=range]")?.replaceWith(now.closest(".control").querySelector("[type=range]"));
  };

  // What is fetched takes the place of what is there; the one who types keeps their place.
  const put = (html, all) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const typing = document.activeElement?.id;
    if (!page.getElementById("view")) return location.reload();
    if (all) {
      const open = part("others").open;
      whole.replaceChildren(...page.getElementById("whole").childNodes);
      part("others").open ||= open;
      ready();
    } else {
      for (const id of ["alerts", "banner", "views", "view", "reset"]) part(id).replaceWith(page.getElementById(id));
      page.querySelectorAll("#settings .control [id]").forEach(keep);
      part("settings").dataset.address = page.getElementById("settings").dataset.address;
    }
    window.dress?.(part("view"));
    if (typing) part(typing)?.focus();
    lost.hidden = true;
  };

  // The address follows what could be read; `push` makes it a step to go back from.
  const show = async (address, all, slow, push) => {
    asked = address;
    if (busy) return (next = [address, all || next?.[1], slow, push || next?.[3]]);
    busy = true;
    const wait = setTimeout(() => {
      said.textContent = "Beregner …";
      part("view").classList.add("stale");
    }, slow ? 0 : 300);
    try {
      const answer = await fetch(`/star${address}`);
      if (answer.status === 403) lose(LOST);
      else if (!answer.ok) lose("Det kunne ikke regnes ud. Det er en fejl i fsmlib. Indlæs siden igen.");
      else {
        put(await answer.text(), all);
        const now = part("settings").dataset.address;
        if (push !== null) history[push && now !== location.search ? "pushState" : "replaceState"](null, "", now);
        said.textContent = document.querySelector(".moved strong")?.textContent ?? "";
      }
    } catch {
      lose(LOST);
    }
    clearTimeout(wait);
    busy = false;
    if (next) {
      const waiting = next;
      next = null;
      show(...waiting);
    }
  };

  // One step back for each control that was moved, however far it slid.
  const move = (push, slow) => {
    const address = query();
    if (address !== asked) show(address, false, slow, push);
  };
  const go = (address) => show(address, true, false, true);

  const danish = (number) => String(+(+number).toFixed(10)).replace(".", ",");
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches(".filter")) return filter(field);
    if (field.type !== "range") return;
    const control = field.closest(".control");
    control.querySelector("input").value = danish(field.value);
    if ("slow" in control.dataset) return;
    move(!moving, false);
    moving = true;
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.form !== part("settings")) return;
    const control = field.closest(".control"), range = control?.querySelector("[type=range]");
    if (range && field !== range) range.value = field.value.replace(",", ".");
    move(!moving, control && "slow" in control.dataset);
    moving = false;
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== part("settings")) return;
    event.preventDefault();
    move(true, false);
  });
  addEventListener("popstate", () => show(location.search || "?", true, false, null));

  const sort = (button) => {
    const head = button.closest("th");
    const place = [...head.parentNode.children].indexOf(head);
    const down = head.getAttribute("aria-sort") === "ascending";
    head.parentNode.querySelectorAll("th").forEach((th) => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = head.closest("table").tBodies[0];
    const key = (row) => row.children[place].dataset.sort ?? row.children[place].textContent;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      return isNaN(x) || isNaN(y) ? x.localeCompare(y, "da") : x - y;
    });
    body.append(...(down ? rows.reverse() : rows));
  };

  const filter = (input) => {
    const wanted = input.value.toLocaleLowerCase("da");
    const rows = [...part(input.getAttribute("aria-controls")).tBodies[0].rows];
    rows.forEach((row) => (row.hidden = !row.textContent.toLocaleLowerCase("da").includes(wanted)));
    input.parentNode.querySelector(".shown").textContent = `${rows.filter((row) => !row.hidden).length} vises`;
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest('a[href^="?"]'), mark = event.target.closest("svg [data-code]");
    const memo = event.target.closest(".download");
    if (memo) memo.search = typed(memo.search);
    else if (link) {
      event.preventDefault();
      go(link.id === "reset" ? link.getAttribute("href") : typed(link.getAttribute("href")));
    } else if (mark) {
      go(typed(document.querySelector(`#proposals a[data-code="${mark.dataset.code}"]`).getAttribute("href")));
    } else if (event.target.closest("#proposals thead button")) sort(event.target.closest("button"));
    else if (event.target.closest(".copy")) {
      const address = `${location.origin}/star${part("settings").dataset.address}`;
      navigator.clipboard.writeText(address).then(
        () => (said.textContent = event.target.textContent = "Linket er kopieret"),
        () => prompt("Linket:", address),
      );
    }
  });

  // The server is asked whether it is there, so that nobody reads on in what no longer answers.
  setInterval(async () => {
    if (busy || document.hidden) return;
    try {
      if (!(await fetch("/star/her")).ok) throw new Error();
    } catch {
      lose(LOST);
    }
  }, 3000);

  const ready = () => {
    document.body.classList.add("scripted");
    document.querySelector(".copy").hidden = false;
    asked = query();
  };
  ready();
})();

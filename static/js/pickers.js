// Django's pickers are Select2, whose boxes and search fields have no name for a screen reader.
"use strict";
(($) => {
  const labelOf = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    return label ? label.textContent.replace(/[:：]\s*$/, "").trim() : "";
  };

  const name = (select) => {
    const label = labelOf(select);
    const box = select.nextElementSibling;
    if (!label || !box || !box.classList.contains("select2")) return;
    const selection = box.querySelector(".select2-selection");
    const shown = box.querySelector(".select2-selection__rendered");
    shown?.setAttribute("aria-label", label);
    selection.removeAttribute("aria-labelledby");
    selection.setAttribute("aria-label", shown && !select.multiple ? `${label}: ${shown.textContent}` : label);
    box.querySelector(".select2-search__field")?.setAttribute("aria-label", label);
  };

  const all = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);

  // “Searching…” and “nothing found” stand in a list of options, where an alert may not stand.
  const calm = (results) => {
    for (const item of results.querySelectorAll("[role=alert]")) {
      item.setAttribute("role", "option");
      item.setAttribute("aria-disabled", "true");
    }
  };

  $(() => {
    setTimeout(all);
    $(document).on("change", "select.admin-autocomplete", (event) => setTimeout(() => name(event.target)));
    $(document).on("select2:open", (event) => {
      const selection = event.target.nextElementSibling.querySelector(".select2-selection");
      selection.setAttribute("aria-controls", selection.getAttribute("aria-owns"));
      const label = labelOf(event.target);
      for (const part of document.querySelectorAll(
        ".select2-container--open :is(.select2-search__field, .select2-results__options)",
      )) {
        part.setAttribute("aria-label", label);
      }
      const results = document.querySelector(".select2-container--open .select2-results__options");
      calm(results);
      new MutationObserver(() => calm(results)).observe(results, { childList: true });
    });
    document.addEventListener("formset:added", () => setTimeout(all));
  });
})(django.jQuery);

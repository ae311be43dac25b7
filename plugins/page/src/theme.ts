/**
 * Sets the theme that was chosen before anything is painted: it is loaded by a script of its own, in
 * the head of the page.
 *
 * @module
 */

const chosen = localStorage.getItem("flow-theme");
if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;

// A formula that is wider than the page scrolls, and then the keyboard reaches it, too.
addEventListener("load", async () => {
  await globalThis.MathJax?.startup?.promise;
  const formulas = document.querySelectorAll('div.math, mjx-container[display="true"]');
  const wide = [...formulas].filter((e) => e.scrollWidth > e.clientWidth);
  for (const formula of wide) formula.tabIndex = 0;
});

/** Questions to a page, as expressions for the browser: WCAG 2.2, 1.4.3 (contrast) and 4.1.2 (names). */

/** Texts whose contrast with what lies behind them is under 4.5, with the ratio. */
export const contrastFailures = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return [255, 255, 255];
  };
  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && hasText(element))
    .map((element) => {
      const pair = [channels(getComputedStyle(element).color), behind(element)].map(luminance);
      const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
      return { ratio, text: element.textContent.slice(0, 40) };
    })
    .filter(({ ratio }) => !(ratio >= 4.5));
})()`;

/** Controls without a name. */
export const namelessControls = `[...document.querySelectorAll("input:not([type=hidden]), select, button, a, summary")]
  .filter((control) => {
    const label = control.labels?.[0]?.textContent ?? "";
    const name = control.getAttribute("aria-label") ?? (label || control.textContent);
    return (control.matches("input, select") ? label : name).trim() === "";
  })
  .map((control) => control.outerHTML.slice(0, 80))`;

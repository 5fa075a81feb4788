/** Questions to a page: what keeps users from reading it or working with it (WCAG 2.2, level AA). */
import axe from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe-core finds, texts with too little contrast, and controls without a name. The last two also cover what axe-core leaves
 * undecided.
 */
export const accessibilityFailures = async (page: Page): Promise<unknown[]> => [
  ...(await axeViolations(page)),
  ...(await page.evaluate<object[]>(contrastFailures)),
  ...(await page.evaluate<string[]>(namelessControls)),
];

/** Whether nothing has to be scrolled sideways. */
export const fitsWidth = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth <= innerWidth");

const AXE_OPTIONS = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  // Frames are checked separately: they run no scripts.
  iframes: false,
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
};

const axeViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html.slice(0, 200))))`);
};

/** Texts whose contrast with their background is under 4.5, with the ratio. */
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
const namelessControls = `[...document.querySelectorAll("input:not([type=hidden]), select, button, a, summary")]
  .filter((control) => {
    const label = control.labels?.[0]?.textContent ?? "";
    const name = control.getAttribute("aria-label") ?? (label || control.textContent);
    return (control.matches("input, select") ? label : name).trim() === "";
  })
  .map((control) => control.outerHTML.slice(0, 80))`;

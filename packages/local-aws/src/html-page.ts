/** The frame of all HTML pages that services render themselves. */

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export interface HtmlPage {
  readonly language: string;
  readonly title: string;
  /** CSS of the page. It loads nothing else. */
  readonly style: string;
  /** HTML content of `main`. */
  readonly main: string;
}

export const htmlPage = ({ language, title, style, main }: HtmlPage): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title>` +
  `<style>${style}</style></head><body><main>${main}</main></body></html>`;

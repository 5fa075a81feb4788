/** The frame of every HTML page that a service renders itself. */

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export interface HtmlPage {
  readonly language: string;
  readonly title: string;
  /** Of the page alone: it loads nothing. */
  readonly style: string;
  /** HTML: what stands in `main`. */
  readonly main: string;
}

export const htmlPage = ({ language, title, style, main }: HtmlPage): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title>` +
  `<style>${style}</style></head><body><main>${main}</main></body></html>`;

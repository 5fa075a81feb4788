/** The HTML documents of all pages that this package and the local parts of a product render. */

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

export interface HtmlPage {
  readonly language: string;
  readonly title: string;
  /** `meta` elements: content by name. */
  readonly meta?: Readonly<Record<string, string>>;
  /** URL of an SVG image. */
  readonly icon?: string;
  /** URLs, in the order of the cascade. */
  readonly stylesheets?: readonly string[];
  /** CSS of the page itself. */
  readonly style?: string;
  /** URL of a JavaScript module. */
  readonly script?: string;
  /** The `body` element. */
  readonly body: string;
}

export const htmlPage = (page: HtmlPage): string =>
  `<!doctype html><html lang="${escaped(page.language)}">${head(page)}${page.body}</html>`;

const head = ({ title, meta, icon, stylesheets = [], style, script }: HtmlPage): string =>
  [
    '<head><meta charset="utf-8">',
    ...Object.entries({ viewport: "width=device-width,initial-scale=1", ...meta }).map(
      ([name, content]) => `<meta name="${escaped(name)}" content="${escaped(content)}">`,
    ),
    `<title>${escaped(title)}</title>`,
    icon === undefined ? "" : `<link rel="icon" href="${escaped(icon)}" type="image/svg+xml">`,
    ...stylesheets.map((url) => `<link rel="stylesheet" href="${escaped(url)}">`),
    style === undefined ? "" : `<style>${style}</style>`,
    script === undefined ? "" : `<script type="module" src="${escaped(script)}"></script>`,
    "</head>",
  ].join("");

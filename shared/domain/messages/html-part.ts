/**
 * The HTML part of a mail: one column, tables for simple mail clients, inline styles, and a dark mode.
 * Colours have a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3).
 */
import { escapeHtml, fill, oneLine } from "./fill.js";
import type { Letter } from "./letter.js";

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans',sans-serif";
const MONO = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'Courier New',monospace";
const PAPER = "#ffffff";
const INK = "#1a202c";
const FAINT = "#4a5568";
const ACCENT = "#1d4ed8";
const LINE = "#d5dbe5";

// Rules that override the inline styles, in clients that support style sheets.
const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.desk{background:#0f1420!important}.paper{background:#1a2130!important;border-color:#364154!important}
.ink{color:#f1f5f9!important}.faint{color:#b6c2d4!important}.box{background:#0f1420!important;border-color:#4b5a73!important}
.link{color:#9cc0ff!important}.main{background:#9cc0ff!important;color:#0f1420!important}.rule{border-color:#364154!important}}
@media (max-width:480px){.paper{padding:24px 20px!important}.code{font-size:28px!important}}`;

export const htmlPart = (letter: Letter): string => {
  const { language, direction, subject, heading, intro, brand } = letter;
  const name = escapeHtml(oneLine(brand.name, 32));
  const align = direction === "rtl" ? "right" : "left";
  return `<!doctype html>
<html lang="${language}" dir="${direction}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${escapeHtml(subject)}</title>
<style>${STYLE}</style>
</head>
<body class="desk" style="margin:0;padding:0;background:#eef1f6;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;opacity:0">${escapeHtml(intro)}${"&#8199;&#847; ".repeat(30)}</div>
<div role="article" aria-roledescription="email" aria-label="${escapeHtml(subject)}" lang="${language}" dir="${direction}">
<table role="presentation" class="desk" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#eef1f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td class="paper" dir="${direction}" style="background:${PAPER};border:1px solid ${LINE};border-radius:12px;padding:36px 40px;text-align:${align};${FONT}">
<p class="faint" style="margin:0 0 20px;font-size:15px;line-height:1.4;font-weight:600;color:${FAINT}"><bdi>${name}</bdi></p>
<h1 class="ink" style="margin:0 0 12px;font-size:24px;line-height:1.3;font-weight:700;color:${INK}">${escapeHtml(heading)}</h1>
${paragraph(intro, INK, "ink", "0 0 24px")}
${factsTable(letter, align)}${secretBox(letter)}${buttons(letter)}${letter.notes.map((note) => paragraph(note, FAINT, "faint", "0 0 10px", 14)).join("\n")}
<p class="faint rule" style="margin:24px 0 0;padding:16px 0 0;border-top:1px solid ${LINE};font-size:13px;line-height:1.5;color:${FAINT}">${support(letter)}</p>
</td></tr>
</table>
</td></tr>
</table>
</div>
</body>
</html>
`;
};

const paragraph = (text: string, color: string, tone: string, margin: string, size = 16): string =>
  `<p class="${tone}" style="margin:${margin};font-size:${size}px;line-height:1.55;color:${color}">${escapeHtml(text)}</p>`;

// Selectable text, left to right in every language, because users copy it or type it character by character.
const secretBox = ({ secret }: Letter): string => {
  if (secret === undefined) return "";
  return `<p class="faint" style="margin:0 0 6px;font-size:13px;line-height:1.4;color:${FAINT}">${escapeHtml(secret.label)}</p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px"><tr>
<td class="box ink code" dir="ltr" align="center" style="background:#f4f6fa;border:1px solid ${LINE};border-radius:8px;padding:16px 12px;${MONO};font-size:32px;line-height:1.25;font-weight:700;letter-spacing:3px;color:${INK};word-break:break-all;-webkit-user-select:all;user-select:all">${escapeHtml(secret.value)}</td>
</tr></table>
`;
};

const factsTable = ({ facts }: Letter, align: string): string => {
  if (facts.length === 0) return "";
  const rows = facts.map(
    ({
      label,
      value,
    }) => `<tr><th class="faint rule" scope="row" align="${align}" style="padding:8px 0;border-bottom:1px solid ${LINE};font-size:14px;line-height:1.4;font-weight:400;color:${FAINT};text-align:${align};vertical-align:top;width:38%">${escapeHtml(label)}</th>
<td class="ink rule" align="${align}" style="padding:8px 0 8px 8px;border-bottom:1px solid ${LINE};font-size:14px;line-height:1.4;color:${INK};text-align:${align};word-break:break-word"><bdi>${escapeHtml(value)}</bdi></td></tr>`,
  );
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px;border-collapse:collapse">
${rows.join("\n")}
</table>
`;
};

// A button is a link in a coloured cell. Its address is also in the text part, for clients that show no
// buttons.
const buttons = ({ actions }: Letter): string =>
  actions
    .map(({ label, href, main }) => {
      const [background, color] = main ? [ACCENT, PAPER] : [PAPER, ACCENT];
      const tone = main ? "main" : "box link";
      return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px"><tr>
<td class="${tone}" style="background:${background};border:1px solid ${ACCENT};border-radius:8px"><a class="${tone}" href="${escapeHtml(href)}" style="display:inline-block;padding:12px 22px;font-size:16px;line-height:1.3;font-weight:600;color:${color};text-decoration:none;border-radius:8px">${escapeHtml(label)}</a></td>
</tr></table>
`;
    })
    .join("");

const support = ({ support: words, brand }: Letter): string => {
  const address = escapeHtml(oneLine(brand.supportAddress));
  const link = `<a class="link" href="mailto:${address}" style="color:${ACCENT}"><bdi>${address}</bdi></a>`;
  return fill(escapeHtml(words), { support: link });
};

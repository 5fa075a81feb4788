/** Every relative link, every anchor and every repository path in the Markdown files leads somewhere. */
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "@jest/globals";
import { REPOSITORY, repositoryFiles } from "../support/repository-files.js";

const files = new Set(repositoryFiles());
const folders = new Set([...files].flatMap((path) => parentsOf(path)));
const pages = [...files].filter((path) => path.endsWith(".md")).sort();

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === "." ? [] : [parent, ...parentsOf(parent)];
}

const textOf = (page: string): string => readFileSync(join(REPOSITORY, page), "utf8");
const withoutFences = (text: string): string => text.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2 *$/gm, "");
const withoutCode = (text: string): string => withoutFences(text).replace(/(`+)[\s\S]*?\1/g, "");

/** The anchors of a page as GitHub makes them: of two equal headings the second one gets `-1`. */
const anchorsOf = (page: string): Set<string> => {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ""] of withoutFences(textOf(page)).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = shown
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
      .replaceAll(" ", "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
};

const linksIn = (page: string): string[] => targetsIn(textOf(page));

const targetsIn = (markdown: string): string[] => {
  const text = withoutCode(markdown);
  const inline = text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g);
  const referenced = text.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm);
  const html = text.matchAll(/<(?:a|img|source)\b[^>]*?\s(?:href|src|srcset)=(?:"([^"\s]+)|'([^'\s]+))/gi);
  return [
    ...[...inline, ...referenced].map(([, target = ""]) => target),
    ...[...html].map(([, quoted, single]) => quoted ?? single ?? ""),
  ];
};
const isExternal = (target: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(target);

const exists = (path: string): boolean => files.has(path) || folders.has(path.replace(/\/$/, ""));

/** Why a link leads nowhere; undefined for one that is right. */
const brokenBecause = (page: string, target: string): string | undefined => {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : normalize(join(dirname(page), decodeURIComponent(path)));
  if (!exists(file)) return `${target}: no such file`;
  if (anchor === undefined || !file.endsWith(".md")) return undefined;
  return anchorsOf(file).has(anchor) ? undefined : `${target}: no such heading`;
};

/** Text in backticks that reads like a path from the root of the repository, or of the page's package. */
const pathsIn = (page: string): string[] =>
  [...withoutFences(textOf(page)).matchAll(/(`+)([^`]+)\1/g)]
    .map(([, , text = ""]) => text.trim())
    .filter((text) => /^\.?[\w-]+(\/[\w.@-]+)+\/?$/.test(text))
    .filter((text) => rootsOf(page).some((root) => folders.has(`${root}${text.split("/")[0] ?? ""}`)));
const rootsOf = (page: string): string[] => ["", /^packages\/[^/]+\//.exec(page)?.[0] ?? ""];

it("finds the pages, and the anchors of their headings", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/triggers.md"]));
  expect(pages.flatMap(linksIn).filter((target) => !isExternal(target)).length).toBeGreaterThan(80);
  expect(pages.flatMap(pathsIn).length).toBeGreaterThan(20);
  expect(anchorsOf("docs/triggers.md")).toContain("presignup");
});

it("finds links in Markdown and in HTML, but not in code", () => {
  const text = [
    "[a](a.md) <a class='x' href='b.md#c'>b</a> <img alt='' src=\"c.png\">",
    "`<a href='code.md'>`",
    "```html\n<a href='fence.md'></a>\n```",
    "[d]: d.md",
  ].join("\n");
  expect(targetsIn(text).sort()).toEqual(["a.md", "b.md#c", "c.png", "d.md"]);
});

it.each(pages)("the links of %s lead to files and headings of the repository", (page) => {
  const relative = linksIn(page).filter((target) => !isExternal(target));
  expect(relative.flatMap((target) => brokenBecause(page, target) ?? [])).toEqual([]);
});

it.each(pages)("the paths that %s names in backticks exist", (page) => {
  const lost = pathsIn(page).filter((path) => !rootsOf(page).some((root) => exists(`${root}${path}`)));
  expect(lost).toEqual([]);
});

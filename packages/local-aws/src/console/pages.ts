/**
 * Reads the files of a web folder. A page is a file with a `body` element; its head is built. Stylesheets,
 * scripts and images are served as they are.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { htmlPage } from "../html-page.js";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Names are matched, not sanitized: a folder or file name cannot contain a dot, backslash or escape. */
const ASSET = /^\/(?:[a-z0-9-]+\/)*[a-z0-9-]+(\.css|\.js|\.svg)$/;

export type WebFile = { readonly contentType: string; readonly body: string | Buffer };

export interface PageFile {
  /** The file with the `body` element, in the web folder. */
  readonly file: string;
  readonly title: string;
  /** Stylesheets that the page loads after those of all pages. */
  readonly stylesheets: readonly string[];
  readonly script: string;
  /** `meta` elements that only this page has: content by name. */
  readonly meta?: Readonly<Record<string, string>>;
}

const STYLESHEETS = ["page.css", "forms.css", "notices.css"];

/** Reads a page whose assets have URLs that begin with `root`. Returns undefined if the file does not exist. */
export const readPage = async (
  webDir: string,
  root: string,
  { file, title, stylesheets, script, meta }: PageFile,
): Promise<WebFile | undefined> => {
  const body = await contentOf(join(webDir, file));
  if (body === undefined) return undefined;
  const html = htmlPage({
    language: "en",
    title,
    meta: { "color-scheme": "light dark", ...meta },
    icon: `${root}icon.svg`,
    stylesheets: [...STYLESHEETS, ...stylesheets].map((name) => root + name),
    script: root + script,
    body: body.toString("utf8"),
  });
  return { contentType: "text/html; charset=utf-8", body: html };
};

/** Reads the stylesheet, script or image at a URL path. Returns undefined if there is none. */
export const readAsset = async (webDir: string, path: string): Promise<WebFile | undefined> => {
  const contentType = TYPES[ASSET.exec(path)?.[1] ?? ""];
  if (contentType === undefined) return undefined;
  const body = await contentOf(join(webDir, path));
  return body && { contentType, body };
};

const NO_FILE: ReadonlySet<string> = new Set(["ENOENT", "EISDIR", "ENOTDIR"]);

const contentOf = async (file: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(file);
  } catch (error) {
    if (NO_FILE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
};

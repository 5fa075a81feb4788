/**
 * Maps URL paths to files: `/` is index.html, `/name` is name.html. Stylesheets, scripts and images keep
 * their names.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
const HTML = "text/html; charset=utf-8";

/** Names are matched, not sanitized: a folder or file name cannot contain a dot, backslash or escape. */
const PAGE = /^\/[a-z0-9-]*$/;
const ASSET = /^\/(?:[a-z0-9-]+\/)*[a-z0-9-]+(\.css|\.js|\.svg)$/;

export type Page = { readonly contentType: string; readonly body: Buffer };

/** Reads the file for a path. Returns undefined if there is none. */
export const readPage = async (webDir: string, path: string): Promise<Page | undefined> => {
  const named = fileOf(path);
  if (!named) return undefined;
  try {
    return { contentType: named.contentType, body: await readFile(join(webDir, named.file)) };
  } catch (error) {
    if (NO_FILE.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
};

const NO_FILE: ReadonlySet<string> = new Set(["ENOENT", "EISDIR", "ENOTDIR"]);

const fileOf = (path: string): { file: string; contentType: string } | undefined => {
  if (PAGE.test(path)) return { file: `${path === "/" ? "/index" : path}.html`, contentType: HTML };
  const contentType = TYPES[ASSET.exec(path)?.[1] ?? ""];
  return contentType === undefined ? undefined : { file: path, contentType };
};

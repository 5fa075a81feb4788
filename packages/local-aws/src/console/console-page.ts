/**
 * The page by which people look into a local service: `/_local/` is the page, `/_local/web/…` the styles and scripts that it
 * loads. It is the same page wherever the service runs, by itself or in the embedded stack.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPage } from "./pages.js";
import { SECURITY_HEADERS } from "./security-headers.js";

/** Styles, scripts and pages, for whoever serves them under their own origin too. */
export const PAGES_FOLDER = join(import.meta.dirname, "..", "..", "web");
const ASSETS = "/_local/web";

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer to a GET of this path; undefined when it is not one of the page's. */
export const consolePage = async (
  service: "user-pool" | "event-bus",
  path: string,
): Promise<PageAnswer | undefined> => {
  // The page names what it loads relative to itself, so its own address has to end with the slash.
  if (path === "/" || path === "/_local")
    return { status: 302, headers: { location: "/_local/", "cache-control": "no-store" }, body: "" };
  if (path === "/_local/")
    return page("text/html; charset=utf-8", await readFile(join(PAGES_FOLDER, "console", `${service}.html`)));
  const asset = path.startsWith(`${ASSETS}/`) && /\.\w+$/.test(path) ? path.slice(ASSETS.length) : undefined;
  const found = asset === undefined ? undefined : await readPage(PAGES_FOLDER, asset);
  return found && page(found.contentType, found.body);
};

const page = (contentType: string, body: Buffer): PageAnswer => ({
  status: 200,
  headers: { ...SECURITY_HEADERS, "content-type": contentType },
  body: body.toString("utf8"),
});

/**
 * Serves the console page of a local service: the page at `/_local/`, its styles and scripts at
 * `/_local/web/…`. A stand-alone service and the embedded stack serve the same page.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readPage } from "./pages.js";
import { SECURITY_HEADERS } from "./security-headers.js";

/** Styles, scripts and pages, for servers that also serve them under their own origin. */
export const PAGES_FOLDER = join(import.meta.dirname, "..", "..", "web");
const ASSETS = "/_local/web";

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers a GET of this path, or returns undefined if the path is not part of the console. */
export const consolePage = async (
  service: "user-pool" | "event-bus",
  path: string,
): Promise<PageAnswer | undefined> => {
  // The page uses relative URLs, so its own URL must end with a slash.
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

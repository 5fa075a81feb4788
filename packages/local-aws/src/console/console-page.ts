/**
 * Serves the console page of a local service: the page at `/_local/`, its styles and scripts at
 * `/_local/web/…`. A stand-alone service and the embedded stack serve the same page.
 */
import { join } from "node:path";
import { type PageFile, readAsset, readPage, type WebFile } from "./pages.js";
import { SECURITY_HEADERS } from "./security-headers.js";

/** Styles, scripts and pages, for servers that also serve them under their own origin. */
export const PAGES_FOLDER = join(import.meta.dirname, "..", "..", "web");
const ASSETS = "/_local/web";

const PAGES = {
  "event-bus": {
    file: "console/event-bus.html",
    title: "Local event bus",
    stylesheets: ["lists.css", "console/console.css", "console/details.css"],
    script: "console/event-bus.js",
  },
  "user-pool": {
    file: "console/user-pool.html",
    title: "Local user pool",
    stylesheets: ["lists.css", "messages.css", "console/console.css", "console/details.css"],
    script: "console/user-pool.js",
  },
} satisfies Readonly<Record<string, PageFile>>;

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers a GET of this path, or returns undefined if the path is not part of the console. */
export const consolePage = async (
  service: keyof typeof PAGES,
  path: string,
): Promise<PageAnswer | undefined> => {
  // The page uses relative URLs, so its own URL must end with a slash.
  if (path === "/" || path === "/_local")
    return { status: 302, headers: { location: "/_local/", "cache-control": "no-store" }, body: "" };
  if (path === "/_local/") return answer(await readPage(PAGES_FOLDER, "web/", PAGES[service]));
  return path.startsWith(`${ASSETS}/`)
    ? answer(await readAsset(PAGES_FOLDER, path.slice(ASSETS.length)))
    : undefined;
};

const answer = (found: WebFile | undefined): PageAnswer | undefined =>
  found && {
    status: 200,
    headers: { ...SECURITY_HEADERS, "content-type": found.contentType },
    body: found.body.toString("utf8"),
  };

/** The pages of the site by their path: files of web/, whose heads the front door builds. */
import type { PageFile } from "local-aws/console";

export const SITE_PAGES: ReadonlyMap<string, PageFile> = new Map([
  [
    "/",
    {
      file: "index.html",
      title: "Identity Lifecycle · local stack",
      stylesheets: ["lists.css", "ledger.css"],
      script: "start.js",
    },
  ],
  [
    "/inbox",
    {
      file: "inbox.html",
      title: "Inbox · Identity Lifecycle",
      stylesheets: ["lists.css", "messages.css"],
      script: "inbox.js",
    },
  ],
  [
    "/messages",
    {
      file: "messages.html",
      title: "Messages · Identity Lifecycle",
      stylesheets: ["previews.css"],
      script: "previews.js",
    },
  ],
  [
    "/sign-in-failed",
    {
      file: "sign-in-failed.html",
      title: "Sign-in failed · Identity Lifecycle",
      meta: { referrer: "no-referrer" },
      stylesheets: [],
      script: "sign-in-failed.js",
    },
  ],
  [
    "/sign-in-link",
    {
      file: "sign-in-link.html",
      title: "Sign in by email · Identity Lifecycle",
      meta: { referrer: "no-referrer" },
      stylesheets: [],
      script: "sign-in-link.js",
    },
  ],
]);

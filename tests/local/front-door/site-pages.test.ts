import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { PAGES_FOLDER } from "local-aws/console";
import { SITE_PAGES } from "../../../local/front-door/site-pages.js";
import { REPOSITORY } from "../../support/repository-files.js";
import { send, startTestFrontDoor } from "./test-front-door.js";

const WEB = join(REPOSITORY, "web");

it("each HTML file of web/ is a page, and holds only its body", async () => {
  const files = (await readdir(WEB)).filter((name) => name.endsWith(".html"));
  expect([...SITE_PAGES.values()].map(({ file }) => file).sort()).toEqual(files.sort());
  for (const file of files) {
    const html = await readFile(join(WEB, file), "utf8");
    expect(html).toMatch(/^<body[\s>][\s\S]*<\/body>\n$/);
    expect(html).not.toMatch(/<(!doctype|html|head|title)\b/i);
  }
});

it("each page has the common head, its own title, and only assets that exist", async () => {
  const frontDoor = await startTestFrontDoor({ pageFolders: [WEB, PAGES_FOLDER] });
  try {
    for (const [path, { title }] of SITE_PAGES) {
      const { text } = await send(frontDoor.url, path);
      const [, head = ""] = /^<!doctype html><html lang="en"><head>(.*)<\/head><body/.exec(text) ?? [];
      expect(head).toContain('<meta charset="utf-8"><meta name="viewport"');
      expect(head).toContain(`<title>${title}</title><link rel="icon" href="/icon.svg"`);
      const assets = [...head.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, url = ""]) => url);
      expect(assets.length).toBeGreaterThan(4);
      for (const asset of assets) expect((await send(frontDoor.url, asset)).status).toBe(200);
    }
  } finally {
    await frontDoor.close();
  }
});

it("the page of the magic link sends no referrer", async () => {
  const frontDoor = await startTestFrontDoor({ pageFolders: [WEB] });
  const { text } = await send(frontDoor.url, "/sign-in-link");
  await frontDoor.close();
  expect(text).toContain('<meta name="referrer" content="no-referrer">');
});

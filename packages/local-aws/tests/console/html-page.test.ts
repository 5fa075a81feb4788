import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { htmlPage, PAGES_FOLDER } from "local-aws/console";

it("a page contains its language, title, styles and scripts, with every value escaped", () => {
  const page = htmlPage({
    language: "nl",
    title: 'Ada & "Bob" <b>',
    meta: { referrer: "no-referrer" },
    icon: "/icon.svg",
    stylesheets: ["/one.css", "/two.css?a=1&b=2"],
    style: "body{margin:0}",
    script: "/start.js",
    body: '<body class="wide"><p>Hi</p></body>',
  });
  expect(page).toBe(
    '<!doctype html><html lang="nl"><head><meta charset="utf-8">' +
      '<meta name="viewport" content="width=device-width,initial-scale=1">' +
      '<meta name="referrer" content="no-referrer"><title>Ada &#38; &#34;Bob&#34; &#60;b&#62;</title>' +
      '<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/one.css">' +
      '<link rel="stylesheet" href="/two.css?a=1&#38;b=2"><style>body{margin:0}</style>' +
      '<script type="module" src="/start.js"></script></head>' +
      '<body class="wide"><p>Hi</p></body></html>',
  );
});

it("a page without assets has a head with its title only", () => {
  expect(htmlPage({ language: "en", title: "Sign in", body: "<body></body>" })).toBe(
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
      '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Sign in</title></head>' +
      "<body></body></html>",
  );
});

it("the HTML files of the console hold only their body", async () => {
  const folder = join(PAGES_FOLDER, "console");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".html"));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const html = await readFile(join(folder, file), "utf8");
    expect(html).toMatch(/^<body[\s>][\s\S]*<\/body>\n$/);
    expect(html).not.toMatch(/<(!doctype|html|head|title)\b/i);
  }
});

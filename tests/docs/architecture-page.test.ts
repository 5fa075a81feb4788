/** The drawing of the rooms in docs/architecture.md against the import rules of .dependency-cruiser.cjs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { mayImport, pathRules } from "../support/import-rules.js";
import { REPOSITORY, repositoryFiles } from "../support/repository-files.js";

const sources = repositoryFiles().filter((path) => /\.[cm]?[jt]s$/.test(path));

const page = readFileSync(join(REPOSITORY, "docs", "architecture.md"), "utf8");
const section = page.split("\n## Rooms\n")[1]?.split("\n## ")[0] ?? "";
const drawing = (/```mermaid\n(.*?)```/s.exec(section)?.[1] ?? "").split("\n").map((line) => line.trim());

/** Folder by the id of its node. */
const rooms = new Map<string, string>();
/** Ids of the nodes in a frame, by the id of the frame. */
const frames = new Map<string, string[]>();
const arrows: { from: string; to: string; only: string | undefined }[] = [];

const membersOf = (id: string): string[] => frames.get(id) ?? [id];
let frame: string | undefined;
for (const line of drawing) {
  const node = /^(\w+)\["([^"]+)"\]$/.exec(line);
  const arrow = /^(.+?) -->(?:\|"([^"]+)"\|)? (.+)$/.exec(line);
  const opened = /^subgraph (\w+)\b/.exec(line)?.[1];
  if (opened !== undefined) {
    frame = opened;
    frames.set(opened, []);
  } else if (line === "end") frame = undefined;
  else if (node) {
    const [, id = "", folder = ""] = node;
    rooms.set(id, folder);
    if (frame !== undefined) frames.get(frame)?.push(id);
  } else if (arrow) {
    const [, from = "", only, to = ""] = arrow;
    for (const source of from.split(" & ").flatMap(membersOf))
      for (const target of to.split(" & ").flatMap(membersOf))
        arrows.push({ from: source, to: target, only });
  } else if (line !== "" && !line.startsWith("graph ")) throw new Error(`not understood: ${line}`);
}

const filesOf = (id: string): string[] =>
  sources.filter((path) => path.startsWith(`${rooms.get(id) ?? "?"}/`));
const reachable = (from: string, to: string): string[] => {
  const [importer = ""] = filesOf(from);
  return filesOf(to).filter((file) => mayImport(importer, file));
};
/** The files of a room that the text on an arrow names: `index.ts`, `node/`, or with a star for a name. */
const named = (id: string, only: string): string[] =>
  only.split(", ").flatMap((pattern) => {
    const text = pattern.replaceAll(".", "\\.").replaceAll("*", "[^/]+");
    const path = new RegExp(`^${rooms.get(id) ?? "?"}/${text}${pattern.endsWith("/") ? "" : "$"}`);
    return filesOf(id).filter((file) => path.test(file));
  });

it("draws each room that has an import rule, and no other", () => {
  const ruled = pathRules.flatMap(({ from, to }) =>
    from.path !== undefined && [to.pathNot ?? []].flat().includes(from.path)
      ? [from.path.replace(/^\^|\/$/g, "")]
      : [],
  );
  expect(ruled.length).toBeGreaterThan(10);
  expect([...rooms.values()].sort()).toEqual(ruled.sort());
});

it.each([...rooms])("the room %s is a folder with sources: %s", (id) => {
  expect(filesOf(id).length).toBeGreaterThan(0);
});

it("draws an arrow exactly where the rules allow an import", () => {
  const ids = [...rooms.keys()];
  const pairs = ids.flatMap((from) => ids.filter((to) => to !== from).map((to) => ({ from, to })));
  const allowed = pairs.filter(({ from, to }) => reachable(from, to).length > 0);
  const text = ({ from, to }: { from: string; to: string }) => `${from} --> ${to}`;
  expect(arrows.map(text).sort()).toEqual(allowed.map(text).sort());
});

it.each(arrows)("$from --> $to names what may be imported: $only", ({ from, to, only }) => {
  expect(reachable(from, to).sort()).toEqual((only === undefined ? filesOf(to) : named(to, only)).sort());
});

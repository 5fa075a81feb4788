/** The description of a stack that runs, as its site gives it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackDescription } from "./description.js";

const root = join(import.meta.dirname, "..", "..");

/** The stack at `site`, or the stack described by `npm start`'s file if it still responds. */
export const runningStack = async (site: string | undefined): Promise<StackDescription | undefined> => {
  if (site !== undefined) return describedAt(site);
  try {
    const note = await readFile(join(root, ".local", "data", "stack.json"), "utf8");
    return await describedAt((JSON.parse(note) as StackDescription).urls.site);
  } catch {
    return undefined;
  }
};

const describedAt = async (site: string): Promise<StackDescription> => {
  const response = await fetch(new URL("/_local/stack", site), { signal: AbortSignal.timeout(2000) });
  if (!response.ok) throw new Error(`no stack is running at ${site}`);
  return (await response.json()) as StackDescription;
};

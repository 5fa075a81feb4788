/**
 * Replaces `@jest/globals` in the mutation run: Jest's own `expect` and `each`, and recorded blocks, tests
 * and hooks, which can run repeatedly in one process.
 */
import { expect } from "expect";
import { bind } from "jest-each";

type Body = () => unknown;
type HookName = "afterAll" | "afterEach" | "beforeAll" | "beforeEach";

export type Test = {
  readonly id: string;
  readonly file: string;
  readonly block: Block;
  readonly body: Body;
};

export type Block = {
  readonly name: string;
  readonly parent: Block | undefined;
  readonly children: (Block | Test)[];
  readonly hooks: Readonly<Record<HookName, Body[]>>;
};

const newBlock = (name: string, parent?: Block): Block => ({
  name,
  parent,
  children: [],
  hooks: { afterAll: [], afterEach: [], beforeAll: [], beforeEach: [] },
});

const ids = new Set<string>();
let file = "";
let current = newBlock("");

/** Loads a test file and returns its root block. `path` becomes the prefix of the test names. */
export const loadTestFile = async (path: string, load: () => Promise<unknown>): Promise<Block> => {
  file = path;
  const root = newBlock("");
  current = root;
  await load();
  return root;
};

const namesOf = (block: Block): string[] =>
  block.parent === undefined ? [] : [...namesOf(block.parent), block.name];

const freshId = (name: string): string => {
  const full = [file, ...namesOf(current), name].join(" › ");
  let id = full;
  for (let repeated = 2; ids.has(id); repeated += 1) id = `${full} (${repeated})`;
  ids.add(id);
  return id;
};

const addTest = (name: string, body: Body): void => {
  current.children.push({ id: freshId(name), file, block: current, body });
};

const addBlock = (name: string, body: Body): void => {
  const block = newBlock(name, current);
  current.children.push(block);
  current = block;
  body();
  current = block.parent ?? current;
};

const hook = (name: HookName) => (body: Body) => {
  current.hooks[name].push(body);
};

const skip = (): void => undefined;

export const describe = Object.assign(addBlock, { each: bind(addBlock, false), skip });
export const it = Object.assign(addTest, { each: bind(addTest, false), skip });
export const afterAll = hook("afterAll");
export const afterEach = hook("afterEach");
export const beforeAll = hook("beforeAll");
export const beforeEach = hook("beforeEach");
export { expect };

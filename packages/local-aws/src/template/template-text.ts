/**
 * Parses the text of a template: JSON, or YAML with CloudFormation's short forms (`!Ref`, `!Sub` …).
 * CloudFormation reads YAML 1.1 without the types binary, omap, pairs, set and timestamp.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
import { readFileSync } from "node:fs";
import { type CollectionTag, parseDocument, type ScalarTag, type Tags, YAMLMap } from "yaml";
import { TemplateError } from "./template-error.js";

/** Includes unsupported functions, so that errors can name them with their place. */
const FUNCTIONS = [
  ..."And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Length Not Or Select Split".split(
    " ",
  ),
  ..."Sub ToJsonString Transform".split(" "),
];
const NOT_IN_CLOUDFORMATION = /:(?:binary|omap|pairs|set|timestamp)$/;

/** @throws TemplateError if the file cannot be read or is neither JSON nor YAML. */
export const readTemplateFile = (file: string): unknown => {
  const text = textOf(file).replace(/^\uFEFF/, "");
  // UTF-16, as Windows PowerShell writes with ">".
  if (text.includes("\0")) throw new TemplateError(file, "not UTF-8 text");
  return /^\s*\{/.test(text) ? json(text, file) : yaml(text, file);
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the file does not exist",
  EISDIR: "is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new TemplateError(file, REASONS[code] ?? `cannot be read (${code})`);
  }
};

const json = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TemplateError(file, `not JSON (${error instanceof Error ? error.message : error})`);
  }
};

const yaml = (text: string, file: string): unknown => {
  const document = parseDocument(text, { version: "1.1", customTags, logLevel: "silent" });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new TemplateError(file, `not YAML (${firstLine(problem.message)})`);
  return document.toJS();
};

const firstLine = (message: string): string => message.split("\n", 1)[0]?.replace(/:$/, "") ?? "";

const customTags = (tags: Tags): Tags => [
  ...tags
    .filter((tag) => typeof tag === "string" || !NOT_IN_CLOUDFORMATION.test(tag.tag))
    .map((tag) => (typeof tag !== "string" && tag.tag.endsWith(":bool") ? wordsOnly(tag) : tag)),
  ...shortForms("!Ref", "Ref"),
  ...shortForms("!Condition", "Condition"),
  ...FUNCTIONS.flatMap((name) => shortForms(`!${name}`, `Fn::${name}`)),
];

/** YAML 1.1 also reads `y` and `n` as booleans. The YAML readers that CloudFormation users use do not. */
const wordsOnly = (tag: ScalarTag | CollectionTag): ScalarTag | CollectionTag =>
  "test" in tag && tag.test ? { ...tag, test: new RegExp(`^(?!.$)${tag.test.source}`) } : tag;

/** Converts `!Sub text`, `!Sub [text, …]` and `!Transform {…}` to the long form. */
const shortForms = (tag: string, name: string): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: (argument: string) => ({ [name]: argument }) },
  ...(["seq", "map"] as const).map((collection) => ({
    tag,
    collection,
    resolve: (argument: unknown) => {
      const long = new YAMLMap();
      long.set(name, argument);
      return long;
    },
  })),
];

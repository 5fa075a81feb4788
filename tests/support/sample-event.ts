/** The sample events of events/, with single values changed: what Cognito sends, to start a test from. */
import { readdirSync, readFileSync } from "node:fs";

export type SampleEvent = {
  readonly version: string;
  readonly triggerSource: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly userName: string;
  readonly callerContext: { readonly awsSdkVersion: string; readonly clientId: string | null };
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
};

/** Objects are merged, everything else replaces; `undefined` takes a value away. */
export type SampleChange = { readonly [name: string]: unknown };

const EVENTS = new URL("../../events/", import.meta.url);

/** The event in events/`name`.json. */
export const sampleEvent = (name: string, change: SampleChange = {}): SampleEvent => {
  const text = readFileSync(new URL(`${name}.json`, EVENTS), "utf8");
  return merged(JSON.parse(text) as Record<string, unknown>, change) as SampleEvent;
};

/** The names of all sample events, or of those of one trigger, as `sampleEvent` takes them. */
export const sampleNames = (trigger?: string): string[] =>
  (trigger === undefined ? readdirSync(EVENTS) : [trigger]).flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, EVENTS))
      .filter((file) => file.endsWith(".json"))
      .map((file) => `${folder}/${file.replace(/\.json$/, "")}`),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const merged = (base: Record<string, unknown>, change: SampleChange): Record<string, unknown> => {
  const result = { ...base };
  for (const [name, value] of Object.entries(change)) {
    const held = result[name];
    if (value === undefined) delete result[name];
    else result[name] = isObject(held) && isObject(value) ? merged(held, value) : value;
  }
  return result;
};

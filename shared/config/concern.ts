/**
 * A concern of the configuration: settings that belong together, read once from the environment into a frozen value.
 * One error names all problems.
 */
import { type Form, readForm } from "./forms.js";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with a setting, in words that follow its name. */
export type Problem = { readonly setting: string; readonly words: string };

/**
 * Names every wrong setting. It contains no values. Not an `AuthError`: it is for operators, lists problems, and is thrown
 * before there is a caller.
 */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super([...new Set(problems.map(({ setting, words }) => `${setting} ${words}`))].join(". "));
    this.problems = problems;
  }
}

/** The settings of a concern: `values` has the valid ones, and all of them if there is no problem. */
export type Settings<V> = {
  read(environment: Environment): { readonly values: Partial<V>; readonly problems: readonly Problem[] };
  /** The accepted values of each setting, in words. */
  readonly takes: Readonly<Record<string, string>>;
};

export type Concern<T> = {
  /** @throws SettingsError */
  (environment: Environment): T;
  problemsIn(environment: Environment): readonly Problem[];
  /** Reads the settings without a check of contradictions. */
  readonly settings: () => Settings<unknown>;
  readonly takes: () => Settings<unknown>["takes"];
};

type Built<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/**
 * `build` makes the value of settings that are valid individually. `contradictions` returns conflicts between them; it
 * also runs if some settings are invalid, with the valid ones.
 */
export const concern = <V, T>(
  settings: () => Settings<V>,
  build: (values: V) => T,
  contradictions: (values: Partial<V>) => readonly Problem[] = () => [],
): Concern<T> => {
  const built = new WeakMap<Environment, Built<T>>();
  const readOnce = (environment: Environment): Built<T> => {
    const { values, problems } = settings().read(environment);
    const all = [...problems, ...contradictions(values)];
    return all.length > 0 ? { problems: all } : { value: frozen(build(values as V)) };
  };
  const read = (environment: Environment): Built<T> => {
    const found = built.get(environment) ?? readOnce(environment);
    built.set(environment, found);
    return found;
  };
  const value = (environment: Environment): T => {
    const found = read(environment);
    if ("problems" in found) throw new SettingsError(found.problems);
    return found.value;
  };
  return Object.assign(value, {
    problemsIn: (environment: Environment) => {
      const found = read(environment);
      return "problems" in found ? found.problems : [];
    },
    settings,
    takes: () => settings().takes,
  });
};

const frozen = <T>(value: T): T => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(Object.freeze(value))) frozen(each);
  return value;
};

type Forms = Readonly<Record<string, Form<unknown>>>;
type Values<F extends Forms> = { readonly [Name in keyof F]: F[Name] extends Form<infer T> ? T : never };

/**
 * Settings that the authorizer also reads: without zod, which would be 15 KB of the 100 KB limit of its bundle. The
 * forms, and so the messages, are the same as with zod.
 */
export const plain = <const F extends Forms>(forms: F): Settings<Values<F>> => ({
  read: (environment) => {
    const values: Record<string, unknown> = {};
    const problems: Problem[] = [];
    for (const [setting, form] of Object.entries(forms)) {
      const reading = readForm(form, environment[setting]);
      if ("problem" in reading) problems.push({ setting, words: reading.problem });
      else values[setting] = reading.value;
    }
    return { values: values as Partial<Values<F>>, problems };
  },
  takes: Object.fromEntries(Object.entries(forms).map(([name, { takes }]) => [name, takes])),
});

/** Turns an error of `check` into a problem of the setting. */
export const problemOf = (setting: string, check: () => unknown): readonly Problem[] => {
  try {
    check();
    return [];
  } catch (error) {
    return [{ setting, words: `contradicts other settings: ${(error as Error).message}` }];
  }
};

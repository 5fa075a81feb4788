/**
 * How ports and handlers are built: on first use, once. Each port has a provider. Providers come in sets, one for each
 * use of a flow or runner; a handler spreads the sets that it needs, so a bundle holds nothing else.
 */
import { systemClock } from "../adapters/node/system-clock.js";
import { lineLogger } from "../adapters/telemetry/line-telemetry.js";
import { type Problem, SettingsError } from "../config/concern.js";
import { knownNames } from "../config/unknown-names.js";
import { wrongSettingsLine } from "../config/wrong-settings-line.js";
import type { Invocation } from "../ports/index.js";
import { env } from "./environment.js";

export type Provider<T> = () => T;
type ProvidersOf<Deps> = { readonly [Name in keyof Deps]: Provider<Deps[Name]> };

/** Builds once. A build that throws is not kept: the next call tries again. */
export const once = <T>(build: () => T): Provider<T> => {
  let built: { value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
};

/** Builds from several parts, once. One error names the wrong settings of all parts, not only of the first. */
export const composed = <Parts extends object, T>(
  parts: ProvidersOf<Parts>,
  build: (parts: Parts) => T,
): Provider<T> => once(() => build(buildAll(parts)));

type Handler<Event, Answer> = (event: Event, invocation?: Invocation) => Promise<Answer>;

/**
 * A Lambda handler of `factory`, with what the providers build. The build happens at the first
 * invocation, and again at the next one when it failed. A provider that `factory` does not take is a type
 * error: it would put code into the bundle, and read settings that the function does not have.
 */
export const wired = <Deps extends object, Event, Answer, Providers extends ProvidersOf<Deps>>(
  factory: (deps: Deps) => Handler<Event, Answer>,
  providers: Providers & { readonly [Unused in Exclude<keyof Providers, keyof Deps>]: never },
): Handler<Event, Answer> => {
  const build = once(() => factory(buildAll<Deps>(providers, [() => knownNames(env)])));
  return async (event, invocation) => {
    try {
      return await build()(event, invocation);
    } catch (error) {
      if (error instanceof SettingsError) throw refusedStart(error);
      throw error;
    }
  };
};

/** Builds everything and runs all checks, so that one error names the wrong settings of all concerns. */
export const buildAll = <Deps extends object>(
  providers: ProvidersOf<Deps>,
  checks: readonly (() => void)[] = [],
): Deps => {
  const problems: Problem[] = [];
  const attempted = <T>(build: () => T): T | undefined => {
    try {
      return build();
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  for (const check of checks) attempted(check);
  const deps = Object.entries<Provider<unknown>>(providers).map(([name, provider]) => [
    name,
    attempted(provider),
  ]);
  if (problems.length > 0) throw new SettingsError(problems);
  return Object.fromEntries(deps) as Deps;
};

/** Cognito passes the message of a trigger's error to its caller, so only the log names the settings. */
const refusedStart = (error: SettingsError): Error => {
  const { service, message } = wrongSettingsLine(env, error);
  lineLogger(service, systemClock).log("error", message, {});
  return new Error("An internal error occurred. [internal]");
};

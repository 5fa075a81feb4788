/**
 * TypeScript and ES modules as CommonJS for jest, by swc. Every import is loaded at its first use: a test of one flow
 * does not load the SDK of each service that its wiring names.
 */
import { createTransformer } from "@swc/jest";

/**
 * The provider warns while it is loaded, and its importer silences that. Modules for tests define hooks. An error can
 * arise after the end of a test, when nothing can be loaded any more.
 */
const EAGER =
  /^oidc-provider$|^\.{1,2}\/(?:.*\/)?(?:support\/|own-stack|local-command|errors\.js$|unavailable\.js$)/;

const importsOf = (source) =>
  [...source.matchAll(/\bfrom\s*"([^"]+)"/g)].map(([, name]) => name).filter((name) => !EAGER.test(name));

export default {
  createTransformer: ({ parser, lazy }) => {
    const of = (source) =>
      createTransformer({
        jsc: { parser, target: "es2023" },
        module: { type: "commonjs", lazy: lazy ? importsOf(source) : false },
      });
    return {
      canInstrument: of("").canInstrument,
      process: (source, ...rest) => of(source).process(source, ...rest),
      getCacheKey: (source, ...rest) => of(source).getCacheKey(source, ...rest),
    };
  },
};

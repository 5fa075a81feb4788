/**
 * Replaces `@jest/globals` in test files by the mutation run's own module, because Jest's works only inside
 * Jest.
 */
const url = new URL("./test-globals.ts", import.meta.url).href;

export const resolve = (specifier, context, next) =>
  next(specifier === "@jest/globals" ? url : specifier, context);

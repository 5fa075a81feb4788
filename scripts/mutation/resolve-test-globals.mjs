/** Gives test files the mutation run's own `@jest/globals`, because jest's works inside of jest only. */
const url = new URL("./test-globals.ts", import.meta.url).href;

export const resolve = (specifier, context, next) =>
  next(specifier === "@jest/globals" ? url : specifier, context);

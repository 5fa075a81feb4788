/**
 * Jest's runtime, which compiles a module once per worker instead of once per test file. Node.js keeps compiled scripts,
 * but not compiled functions, which is what jest uses. The scope of a module stays that of its test file.
 *
 * It also disables the AsyncLocalStorages of a test file at its end. Node.js carries the value of each one that was used
 * from promise to promise, for ever: a worker would slow down with each test file.
 */
const asyncHooks = require("node:async_hooks");
const { Script } = require("node:vm");
const { default: Runtime } = require("jest-runtime");

const used = new Set();
asyncHooks.AsyncLocalStorage = class extends asyncHooks.AsyncLocalStorage {
  constructor(...parameters) {
    super(...parameters);
    used.add(this);
  }
};

class CachingRuntime extends Runtime {
  constructor(...parameters) {
    super(...parameters);
    const { executor } = this;
    const prefix = `(function (${executor.injectedModuleParameters.join(", ")}) {`;
    const compileOnce = executor.compile.bind(executor);
    executor.compile = (source, filename) => {
      const context = executor.environment.getVmContext();
      if (context === null) return null;
      try {
        const script = new Script(`${prefix}${source}\n})`, { filename, columnOffset: -prefix.length });
        return script.runInContext(context);
      } catch {
        return compileOnce(source, filename); // for its explanation of the error
      }
    };
  }

  teardown() {
    super.teardown();
    for (const storage of used) storage.disable();
    used.clear();
  }
}

module.exports = CachingRuntime;

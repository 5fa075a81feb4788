// Refuses wrong, unknown and contradicting settings of the stage before anything is resolved or packaged.
const { require: load } = require("tsx/cjs/api");

const CHECKED = ["package", "deploy", "print"];

/** The framework's own order: the command line, the stage, the default. */
const paramsOf = (params = {}, stage, options = []) => {
  const given = options.map((option) => [
    option.slice(0, option.indexOf("=")),
    option.slice(option.indexOf("=") + 1),
  ]);
  const all = { ...params.default, ...params[stage], ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value ?? "")]));
};

module.exports = class CheckSettings {
  constructor(serverless, options) {
    if (!CHECKED.includes(serverless.processedInput.commands[0])) return;
    const { problemsOfStage } = load("../../shared/config/stage-settings.ts", __filename);
    const stage = options.stage ?? "dev";
    const problems = problemsOfStage(
      stage,
      paramsOf(serverless.configurationInput.params, stage, options.param),
    );
    if (problems.length === 0) return;
    throw new serverless.classes.Error(
      `The settings of the stage ${stage} are wrong:\n  ${problems.join("\n  ")}`,
      "WRONG_SETTINGS",
    );
  }
};

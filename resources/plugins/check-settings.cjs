// Refuses wrong, unknown and contradicting settings of the stage before anything is resolved or packaged.
const { require: load } = require("tsx/cjs/api");

/** The framework takes the last of two values for one setting, without a word. */
const repeatedIn = (options = []) => {
  const names = options.map((option) => option.slice(0, option.indexOf("=")));
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => `${name} has more than one --param`);
};

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
    const { problemsOfStage } = load("../../shared/config/stage-problems.ts", __filename);
    const stage = options.stage ?? "dev";
    const { params = {} } = serverless.configurationInput;
    const problems = [
      ...repeatedIn(options.param),
      ...problemsOfStage(stage, paramsOf(params, stage, options.param), Object.keys(params)),
    ];
    if (problems.length === 0) return;
    throw new serverless.classes.Error(
      `The settings of the stage ${stage} are wrong:\n  ${problems.join("\n  ")}`,
      "WRONG_SETTINGS",
    );
  }
};

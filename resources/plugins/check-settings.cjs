// Refuses wrong, unknown and contradicting settings of the stage before anything is resolved or packaged.
const { require: load } = require("tsx/cjs/api");

/** The name and the value of each `--param`. Undefined for a text that is not a pair. */
const pairsOf = (options = []) => options.map((option) => /^([^=]+)=(.*)$/s.exec(option)?.slice(1));

/** The text is not shown, because it can be a secret in the wrong place. */
const unpaired = (pairs) =>
  pairs.flatMap((pair, index) =>
    pair === undefined
      ? [`--param takes a pair such as NAME=value; the one at place ${index + 1} is none`]
      : [],
  );

/** The framework takes the last of two values for one setting, without a word. */
const repeatedIn = (pairs) => {
  const names = pairs.map(([name]) => name);
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...repeated].map((name) => `${name} has more than one --param`);
};

const CHECKED = ["package", "deploy", "print"];

/** The framework's own order: the command line, the stage, the default. */
const paramsOf = (params, stage, pairs) => {
  const all = { ...params.default, ...params[stage], ...Object.fromEntries(pairs) };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, String(value ?? "")]));
};

module.exports = class CheckSettings {
  constructor(serverless, options) {
    if (!CHECKED.includes(serverless.processedInput.commands[0])) return;
    const { problemsOfStage } = load("../../shared/config/stage-problems.ts", __filename);
    const stage = options.stage ?? "dev";
    const { params = {} } = serverless.configurationInput;
    const given = pairsOf(options.param);
    const pairs = given.filter((pair) => pair !== undefined);
    const problems = [
      ...unpaired(given),
      ...repeatedIn(pairs),
      ...problemsOfStage(stage, paramsOf(params, stage, pairs), Object.keys(params)),
    ];
    if (problems.length === 0) return;
    throw new serverless.classes.Error(
      `The settings of the stage ${stage} are wrong:\n  ${problems.join("\n  ")}`,
      "WRONG_SETTINGS",
    );
  }
};

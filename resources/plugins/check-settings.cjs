// Refuses wrong, unknown and contradicting settings of the stage before anything is resolved or packaged.
const { require: load } = require("tsx/cjs/api");

const CHECKED = ["package", "deploy", "print"];

module.exports = class CheckSettings {
  constructor(serverless, options) {
    if (!CHECKED.includes(serverless.processedInput.commands[0])) return;
    const { problemsOfStageOptions } = load("../../shared/config/stage-options.ts", __filename);
    const { params = {} } = serverless.configurationInput;
    const stage = options.stage ?? "dev";
    // The framework's value of an option without a text is null.
    const param = (options.param ?? []).map((text) => text ?? "");
    const problems = problemsOfStageOptions({ stage, region: options.region ?? undefined, param }, params);
    if (problems.length === 0) return;
    throw new serverless.classes.Error(
      `The settings of the stage ${stage} are wrong:\n  ${problems.join("\n  ")}`,
      "WRONG_SETTINGS",
    );
  }
};

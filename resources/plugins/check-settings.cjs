/**
 * Refuses wrong, unknown and contradicting settings of the stage before anything is resolved or packaged, and the wrong
 * variables of functions when the template is complete.
 */
const { require: load } = require("tsx/cjs/api");

const CHECKED = ["package", "deploy", "print"];

module.exports = class CheckSettings {
  constructor(serverless, options) {
    if (!CHECKED.includes(serverless.processedInput.commands[0])) return;
    checkStage(serverless, options);
    this.hooks = {
      "after:aws:package:finalize:mergeCustomProviderResources": () => checkFunctions(serverless),
    };
  }
};

const checkStage = (serverless, options) => {
  const { problemsOfStageOptions } = load("../../shared/config/stage-options.ts", __filename);
  const { params = {} } = serverless.configurationInput;
  const stage = options.stage ?? "dev";
  // The framework's value of an option without a text is null.
  const param = (options.param ?? []).map((text) => text ?? "");
  const problems = problemsOfStageOptions({ stage, region: options.region ?? undefined, param }, params);
  refuse(serverless, `The settings of the stage ${stage}`, problems);
};

const checkFunctions = (serverless) => {
  const { problemsOfFunctions } = load("../../shared/config/function-settings.ts", __filename);
  const { service, provider } = serverless.service;
  const prefix = `${service}-${provider.stage}-`;
  const functions = Object.entries(provider.compiledCloudFormationTemplate.Resources)
    .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
    .map(([logicalId, { Properties }]) => ({
      name: String(Properties.FunctionName ?? logicalId).replace(prefix, ""),
      variables: Properties.Environment?.Variables ?? {},
    }));
  refuse(serverless, "The settings of the functions", problemsOfFunctions(functions));
};

const refuse = (serverless, what, problems) => {
  if (problems.length === 0) return;
  throw new serverless.classes.Error(`${what} are wrong:\n  ${problems.join("\n  ")}`, "WRONG_SETTINGS");
};

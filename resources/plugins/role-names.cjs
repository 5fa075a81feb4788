/**
 * Names the IAM role of each function, and functions whose usual name is too long. IAM and Lambda allow 64 characters,
 * and service, stage, function and Region together are often longer. Role names are unique per account across Regions, so
 * the hash covers all four.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html#lambda-CreateFunction-request-FunctionName
 */
const { createHash } = require("node:crypto");

const MOST = 64;

const shortened = (text, most) => text.slice(0, most).replace(/-+$/, "");
const hashOf = (...parts) => createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);

/** At most 60 characters; the same inputs give the same name. */
const roleName = ({ service, stage, region, functionName }) => {
  const hash = hashOf(service, stage, region, functionName);
  return `${shortened(stage, 16)}-${shortened(functionName, 34)}-${hash}`;
};

/** The framework's name, if Lambda accepts it. The name ends with the function's in any case. */
const nameOfFunction = ({ service, stage, functionName }) => {
  const usual = `${service}-${stage}-${functionName}`;
  if (usual.length <= MOST) return usual;
  const end = `-${hashOf(service, stage)}-${functionName}`;
  return `${shortened(`${service}-${stage}`, MOST - end.length)}${end}`;
};

class RoleNames {
  constructor(serverless) {
    this.hooks = { initialize: () => this.nameRoles(serverless) };
  }

  nameRoles({ service }) {
    const { stage, region, iam } = service.provider;
    const nameOf = (functionName) => roleName({ service: service.service, stage, region, functionName });
    for (const functionName of service.getAllFunctions()) {
      const settings = service.getFunction(functionName);
      settings.iamRoleStatementsName = nameOf(functionName);
      settings.name = nameOfFunction({ service: service.service, stage, functionName });
    }
    // The framework adds a role for functions without one of their own. No function uses it.
    service.provider.iam = { ...iam, role: { ...iam?.role, name: nameOf("lambdaRole") } };
  }
}

module.exports = RoleNames;
module.exports.roleName = roleName;
module.exports.nameOfFunction = nameOfFunction;

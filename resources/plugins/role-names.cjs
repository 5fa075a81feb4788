/**
 * Names the IAM role of each function. IAM allows 64 characters, and service, stage, function and Region
 * together are often longer. Role names are unique per account across Regions, so the hash covers all four.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const { createHash } = require("node:crypto");

const shortened = (text, most) => text.slice(0, most).replace(/-+$/, "");

/** At most 60 characters; the same inputs give the same name. */
const roleName = ({ service, stage, region, functionName }) => {
  const hash = createHash("sha256")
    .update(JSON.stringify([service, stage, region, functionName]))
    .digest("hex");
  return `${shortened(stage, 16)}-${shortened(functionName, 34)}-${hash.slice(0, 8)}`;
};

class RoleNames {
  constructor(serverless) {
    this.hooks = { initialize: () => this.nameRoles(serverless) };
  }

  nameRoles({ service }) {
    const { stage, region } = service.provider;
    for (const functionName of service.getAllFunctions()) {
      service.getFunction(functionName).iamRoleStatementsName = roleName({
        ...{ service: service.service, stage, region, functionName },
      });
    }
  }
}

module.exports = RoleNames;
module.exports.roleName = roleName;

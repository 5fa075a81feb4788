/** The pools of a template that was given to the command, checked to be whole. */
import { UsageError } from "../command-line/usage.js";
import type { Stack } from "../template/index.js";
import { poolsFromStack } from "./pools-from-stack.js";
import type { PoolDeclaration } from "./store/declare-pools.js";

const PARTS = ["Client", "Group", "ResourceServer", "Domain", "IdentityProvider"].map(
  (part) => `AWS::Cognito::UserPool${part}`,
);

interface TemplatePools {
  readonly pools: readonly PoolDeclaration[];
  /** What the template declares for Amazon Cognito and this program leaves out. */
  readonly leftOut: readonly string[];
}

/** @throws UsageError when there is no pool, or something belongs to a pool of another template. */
export const templatePools = (file: string, stack: Stack): TemplatePools => {
  const pools = poolsFromStack(stack);
  if (pools.length === 0) throw new UsageError(`${file} declares no AWS::Cognito::UserPool`);
  for (const { logicalId, properties } of PARTS.flatMap((type) => stack.resources(type))) {
    if (!pools.some(({ id }) => id === properties.UserPoolId)) {
      const named = String(properties.UserPoolId ?? "none");
      throw new UsageError(
        `${file}: ${logicalId} belongs to a user pool that is not in the template (${named})`,
      );
    }
  }
  const known = ["AWS::Cognito::UserPool", ...PARTS];
  const others = stack.types.filter((type) => type.startsWith("AWS::Cognito::") && !known.includes(type));
  return { pools, leftOut: others.map((type) => `${type} is left out`) };
};

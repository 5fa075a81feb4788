/** Reads the pools of the command's template and checks that they are complete. */
import { UsageError } from "../command-line/usage.js";
import type { Stack } from "../template/index.js";
import { poolsFromStack } from "./pools-from-stack.js";
import type { PoolDeclaration } from "./store/declare-pools.js";

const PARTS = ["Client", "Group", "ResourceServer", "Domain", "IdentityProvider"].map(
  (part) => `AWS::Cognito::UserPool${part}`,
);

interface TemplatePools {
  readonly pools: readonly PoolDeclaration[];
  /** The resources of Amazon Cognito in the template that this program ignores. */
  readonly leftOut: readonly string[];
}

/** @throws UsageError if there is no pool, or a resource belongs to a pool that is not in the template */
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

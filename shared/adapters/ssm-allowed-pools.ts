/**
 * Which user pools are ours: a comma-separated parameter, read when a function starts. A trigger
 * cannot have its pool's id in the environment, because the pool refers to the trigger.
 */
import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { AllowedPools, Metrics } from "../ports.js";

export const ssmAllowedPools = (client: SSMClient, parameterName: string, metrics: Metrics): AllowedPools => {
  let known: ReadonlySet<string> | undefined;
  return {
    allows: async (userPoolId) => {
      try {
        known ??= await readPools(client, parameterName);
      } catch {
        // The function's resource policy has already held the caller's pool against the deployed one;
        // a parameter store that is down must not keep everybody from signing in.
        metrics.count("allowed_pools_unreadable");
        return true;
      }
      return known.has(userPoolId);
    },
  };
};

const readPools = async (client: SSMClient, name: string): Promise<ReadonlySet<string>> => {
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
  return new Set((Parameter?.Value ?? "").split(",").map((each) => each.trim()));
};

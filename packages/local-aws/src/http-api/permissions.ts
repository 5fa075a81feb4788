/**
 * API Gateway needs a resource-based permission to invoke a function. Without it, a deployed API answers
 * every call with 500. The local API refuses to start instead.
 */
import { LocalAwsError } from "../local-aws-error.js";
import type { Stack, StackResource } from "../template/index.js";
import { matchesWildcard } from "./wildcard.js";

/**
 * @param source the calling API, below `arn:aws:execute-api:<region>:<account>:`
 * @throws Error if no AWS::Lambda::Permission of the stack allows the call
 */
export const requirePermission = (stack: Stack, functionArn: string, source: string): void => {
  const permissions = stack.resources("AWS::Lambda::Permission");
  if (permissions.some((permission) => allows(permission, stack, functionArn, source))) return;
  throw new LocalAwsError(`no AWS::Lambda::Permission lets API Gateway call ${functionArn} for ${source}`);
};

const allows = (
  { properties }: StackResource,
  stack: Stack,
  functionArn: string,
  source: string,
): boolean => {
  const { Action, Principal, FunctionName, SourceArn } = properties;
  if (Action !== "lambda:InvokeFunction" || Principal !== "apigateway.amazonaws.com") return false;
  const name = functionArn.split(":function:").at(-1);
  if (FunctionName !== functionArn && FunctionName !== name) return false;
  if (SourceArn === undefined) return true;
  const pattern = String(SourceArn);
  const start = /^arn:aws[a-z-]*:execute-api:([^:]+):([^:]+):/.exec(pattern);
  if (start === null || start[1] !== stack.region || start[2] !== stack.accountId) return false;
  return matchesWildcard(pattern.slice(start[0].length), source);
};

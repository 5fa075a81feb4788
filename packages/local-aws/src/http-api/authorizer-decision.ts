/**
 * Parses the response of a Lambda authorizer: a simple response or an IAM policy.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
import { isJsonObject, parseJson } from "../aws-json/json.js";
import { matchesWildcard } from "./wildcard.js";

type Statement = {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
};

export type Decision = {
  /** The authorizer's `context`; null if it returned none. */
  readonly context: unknown;
  allows(routeArn: string): boolean;
};

/** @returns undefined for a response that API Gateway would not understand. */
export const parseDecision = (payload: string, simpleResponses: boolean): Decision | undefined => {
  const answer = objectIn(payload);
  if (answer === undefined) return undefined;
  const context = answer.context ?? null;
  if (context !== null && !isJsonObject(context)) return undefined;
  if (simpleResponses) {
    const { isAuthorized } = answer;
    return typeof isAuthorized === "boolean" ? { context, allows: () => isAuthorized } : undefined;
  }
  const statements = statementsOf(answer);
  return statements && { context, allows: (routeArn) => evaluate(statements, routeArn) };
};

const objectIn = (payload: string) => {
  const value = parseJson(payload);
  return isJsonObject(value) ? value : undefined;
};

const strings = (value: unknown): readonly string[] | undefined => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.every((item): item is string => typeof item === "string") ? list : undefined;
};

const statementsOf = ({ principalId, policyDocument }: Readonly<Record<string, unknown>>) => {
  if (typeof principalId !== "string" || !isJsonObject(policyDocument)) return undefined;
  const { Statement } = policyDocument;
  const list: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  const statements = list.map(statementOf);
  return statements.every((statement) => statement !== undefined) ? statements : undefined;
};

// Conditions, NotAction and NotResource are not supported. A policy that contains them must not decide.
const UNDERSTOOD = new Set(["Sid", "Effect", "Action", "Resource"]);

const statementOf = (value: unknown): Statement | undefined => {
  if (!isJsonObject(value) || Object.keys(value).some((key) => !UNDERSTOOD.has(key))) return undefined;
  const effect = value.Effect;
  const actions = strings(value.Action);
  const resources = strings(value.Resource);
  if ((effect !== "Allow" && effect !== "Deny") || !actions || !resources) return undefined;
  return { effect, actions, resources };
};

const evaluate = (statements: readonly Statement[], routeArn: string): boolean => {
  const effects = statements
    .filter(({ actions }) =>
      actions.some((action) => matchesWildcard(action.toLowerCase(), "execute-api:invoke")),
    )
    .filter(({ resources }) => resources.some((resource) => matchesWildcard(resource, routeArn)))
    .map(({ effect }) => effect);
  return effects.includes("Allow") && !effects.includes("Deny");
};

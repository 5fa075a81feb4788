/** The endpoints of permissions on memory ports: Grace is Admin of acc-1, Linus Manager and Ada Viewer. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { grants } from "../../handlers/api/grants.js";
import { permissions } from "../../handlers/api/permissions.js";
import { teams } from "../../handlers/api/teams.js";
import type { AccessContext } from "../../shared/domain/access.js";
import type { MemorySeed } from "../../shared/memory/ports.js";
import { worldOf } from "../shared/flows/permission/world.js";
import { bodyOf } from "./auth-api.js";
import { httpEvent } from "./http-events.js";
import { asDescribed } from "./openapi.js";
import { accessOf } from "./users.js";

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
type Call = {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly path?: Readonly<Record<string, string>>;
  readonly access?: Partial<AccessContext>;
  readonly headers?: Readonly<Record<string, string>>;
};

export const permissionsApi = (seed: MemorySeed = {}) => {
  const world = worldOf(seed);
  const handlers: readonly (readonly [RegExp, Handler])[] = [
    [/\/permissions\//, permissions(world)],
    [/\/(grants|resources)$/, grants(world)],
    [/\/(teams|members)\b/, teams(world)],
  ];
  let requests = 0;
  return {
    world,
    /** A request as the authorizer lets it through; the answer is one that the description announces. */
    call: async (name: string, route: string, change: Call = {}) => {
      requests += 1;
      const event = httpEvent(route, {
        requestId: `request-${requests}`,
        pathParameters: { account_id: "acc-1", ...change.path },
        ...(change.headers !== undefined && { headers: change.headers }),
        ...(change.query !== undefined && { query: change.query }),
        ...(change.body !== undefined && { body: JSON.stringify(change.body) }),
        access: accessOf({ user_id: `usr_${name}`, sub: `sub-usr_${name}`, ...change.access }),
      });
      const handler = handlers.find(([pattern]) => pattern.test(route))?.[1];
      const answer = (await (handler && asDescribed(handler)(event))) ?? {};
      return { status: answer.statusCode ?? 0, body: bodyOf(answer) };
    },
  };
};

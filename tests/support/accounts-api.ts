/** The endpoints of accounts on memory ports, called by the users of the story with the authorizer's context. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { accounts } from "../../handlers/api/accounts.js";
import { invitations } from "../../handlers/api/invitations.js";
import { members } from "../../handlers/api/members.js";
import type { AccessContext } from "../../shared/domain/access.js";
import type { Membership } from "../../shared/domain/account.js";
import { stepUpId } from "../../shared/domain/challenge/one-time-ticket.js";
import type { NoticeSettings } from "../../shared/domain/messages/notice-settings.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import type { Ports } from "../../shared/ports/index.js";
import { bodyOf } from "./auth-api.js";
import { type HttpChange, httpEvent } from "./http-events.js";
import { asDescribed } from "./openapi.js";
import { notices } from "./triggers.js";
import { accessOf, accountOf, membershipOf, NOW, profileOf } from "./users.js";

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
export type Answer = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
};
export type Call = Omit<HttpChange, "body" | "access"> & {
  readonly body?: unknown;
  readonly access?: Partial<AccessContext>;
};

const users = ["ada", "grace", "joan"].map((name) =>
  profileOf({
    ...{ userId: `usr_${name}`, email: `${name}@example.com`, sub: `sub-${name}` },
    ...{ membershipCount: 1, membershipVersion: 1, activeAccountId: "acc-1" },
  }),
);

/** Ada owns acc-1, Grace is an Admin of it and Joan a Viewer; acc-2 belongs to another user. */
const story: MemorySeed & { readonly memberships: readonly Membership[] } = {
  now: NOW,
  profiles: users,
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2", visibleAccountId: "B-2002", name: "Bolt" })],
  memberships: [
    membershipOf({ role: "Admin", owner: true }),
    membershipOf({ userId: "usr_grace", role: "Admin" }),
    membershipOf({ userId: "usr_joan", role: "Viewer" }),
    membershipOf({ userId: "usr_other", systemAccountId: "acc-2", role: "Admin", owner: true }),
  ],
};

export type AccountsApi = ReturnType<typeof accountsApi>;

export const accountsApi = (
  seed: MemorySeed = {},
  settings: { creation: "open" | "operators" } = { creation: "open" },
  noticeSettings: NoticeSettings = notices,
  overrides: Partial<Ports> = {},
) => {
  const ports = memoryPorts({ ...story, ...seed });
  const deps = {
    ...ports,
    ...overrides,
    notices: noticeSettings,
    accountSettings: { ...settings, defaultCell: "cell-9" },
  };
  const handlers: readonly (readonly [RegExp, Handler])[] = [
    [/\/invitations/, invitations(deps)],
    [/\/(members|ownership)/, members(deps)],
    [/./, accounts(deps)],
  ];
  let requests = 0;
  return {
    ports,
    /** A request of a user: `name` is a user of the story, the path's account is the one that the authorizer admits. */
    call: async (name: string, route: string, change: Call = {}): Promise<Answer> => {
      requests += 1;
      const { body, access, ...rest } = change;
      const account = rest.pathParameters?.account_id ?? "";
      const event = httpEvent(route, {
        requestId: `request-${requests}`,
        ...rest,
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
        access: accessOf({
          ...{ user_id: `usr_${name}`, sub: `sub-${name}`, email: `${name}@example.com` },
          ...{ system_account_id: account, session_id: "session-1" },
          ...access,
        }),
      });
      const handler = handlers.find(([pattern]) => pattern.test(route))?.[1];
      const answer = await (handler && asDescribed(handler)(event));
      return { status: answer?.statusCode ?? 0, body: bodyOf(answer ?? {}) };
    },
  };
};

/** The user has just completed a step-up for this purpose and account. */
export const provedAgain = (
  { tickets, clock }: MemoryPorts,
  name: string,
  purpose: string,
  systemAccountId = "acc-1",
): Promise<void> =>
  tickets.issue(
    {
      id: stepUpId({ sub: `sub-${name}`, sessionId: "session-1", purpose, systemAccountId }),
      kind: "step-up",
      sub: `sub-${name}`,
      expiresAtSeconds: clock.now().getTime() / 1000 + 300,
    },
    {
      ...{
        id: `stepup.completed/${name}/${purpose}/${systemAccountId}`,
        type: "stepup.completed",
        version: 1,
      },
      ...{ subject: `user:usr_${name}`, at: NOW, details: {} },
    },
  );

/** The events of a type, less what the request says of the network. */
export const eventsOf = ({ audit }: MemoryPorts, type: string) =>
  audit.events.filter((event) => event.type === type);

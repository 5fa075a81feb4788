/** The HTTP API, behind the single origin of the site. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { PAGES_FOLDER } from "local-aws/console";
import type { EventBus } from "local-aws/event-bus";
import type { Functions } from "local-aws/functions";
import { startHttpApi } from "local-aws/http-api";
import type { Stack } from "local-aws/template";
import * as config from "../../shared/config/index.js";
import type { OpenFrontDoor } from "../front-door/index.js";
import type { Inbox } from "../inbox/index.js";
import { messagePreviews } from "../message-previews/index.js";
import type { CloseStack } from "./close-stack.js";
import { auditLogGroup, type StackDescription } from "./description.js";
import type { Services } from "./services.js";

type SiteInput = {
  readonly root: string;
  readonly frontDoor: OpenFrontDoor;
  /** The base URL of links in messages. */
  readonly siteUrl: string;
  readonly stack: Stack;
  readonly inbox: Inbox;
  readonly services: Services;
  readonly functions: Functions;
  describe(urls: { site: string; api: string }): StackDescription;
};

/** Returns the description that the site shows. */
export const serveSite = async (
  { root, frontDoor, siteUrl, stack, inbox, services, functions, describe }: SiteInput,
  { keep }: CloseStack,
): Promise<StackDescription> => {
  const trustedProxy = { header: "x-origin-verify", value: randomBytes(24).toString("base64url") };
  const { invoke } = functions;
  const api = keep(
    await startHttpApi({ stack, invoke, trustedProxy, iamSession: services.identityPools.session }),
  );
  // Kept after the API, so it closes before the API.
  keep({ close: frontDoor.close });
  const description = describe({ site: frontDoor.url, api: api.url });
  frontDoor.serve({
    apiUrl: api.url,
    inbox,
    previews: messagePreviews({ ...brandOf(stack), linkBase: siteUrl }),
    auditEvents: auditFeed(services.eventBus, auditLogGroup(stack)),
    describe: () => description,
    trustedProxy,
    pageFolders: [join(root, "web"), PAGES_FOLDER],
    invocationsUrl: `${services.userPool.url}/_local/invocations`,
    logsUrl: `${functions.url}/_local/logs`,
  });
  return description;
};

/** The brand of the messages, from the settings of the function that renders them. */
const brandOf = (stack: Stack) => {
  const { Environment } = stack.resource("CustomMessageLambdaFunction").properties;
  return config.messages((Environment as { Variables: Record<string, string> }).Variables).brand;
};

const RECENT_EVENTS = 200;

const auditFeed = ({ logGroups }: EventBus, logGroup: string) => ({
  recent: () =>
    logGroups
      .entries(logGroup)
      .slice(-RECENT_EVENTS)
      .map(({ event }) => event),
  subscribe: (listener: (event: unknown) => void) =>
    logGroups.subscribe((entry) => {
      if (entry.logGroup === logGroup) listener(entry.event);
    }),
});

/** The endpoints of codes, links and step-up on memory ports. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { challenges } from "../../handlers/api/challenges.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import type { Ports, Settings } from "../../shared/ports/index.js";
import { type HttpChange, jsonEvent } from "./http-events.js";
import { asDescribed } from "./openapi.js";
import { notices } from "./triggers.js";
import { NOW } from "./users.js";

const PATHS = {
  code: "POST /api/account/signin/code",
  verifyCode: "POST /api/account/signin/code/verify",
  link: "POST /api/account/signin/link",
  verifyLink: "POST /api/account/signin/link/verify",
  stepUp: "POST /api/account/step-up",
  verifyStepUp: "POST /api/account/step-up/verify",
} as const;

type Post = (
  path: keyof typeof PATHS,
  body: unknown,
  change?: HttpChange,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** `overrides` stand in for single ports; a function gets the memory ports that it may build on. */
export const challengeApi = (
  seed: MemorySeed = {},
  overrides: (ports: MemoryPorts) => Partial<Ports> = () => ({}),
  floor: Settings["floor"] = { leastMs: 0, mostMs: 0, followsLegacy: true },
): { ports: MemoryPorts; post: Post } => {
  const ports = memoryPorts({ now: NOW, ...seed });
  const settings = { lifetime: { refreshSeconds: 2_592_000 }, floor, notices };
  const over = overrides(ports);
  // Both clients of the pool.
  const pools = over.userPool && { tokenUserPool: over.userPool };
  const call = asDescribed(challenges({ ...ports, ...over, ...pools, ...settings }));
  return { ports, post: (path, body, change) => call(jsonEvent(PATHS[path], body, change)) };
};

/** The cookie that an answer set, as a browser sends it back. */
export const cookieOf = (answer: APIGatewayProxyStructuredResultV2, name = "__Host-challenge"): string =>
  answer.cookies?.find((cookie) => cookie.startsWith(`${name}=`))?.split(";")[0] ?? "";

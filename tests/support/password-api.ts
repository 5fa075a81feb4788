/** The endpoints of a forgotten password on memory ports. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { passwords } from "../../handlers/api/password.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import type { Ports, Settings } from "../../shared/ports/index.js";
import { type HttpChange, jsonEvent } from "./http-events.js";
import { asDescribed } from "./openapi.js";
import { NOW } from "./users.js";

type Call = (body: unknown, change?: HttpChange) => Promise<APIGatewayProxyStructuredResultV2>;

/** `overrides` stand in for single ports; a function gets the memory ports that it may build on. */
export const passwordApi = (
  seed: MemorySeed = {},
  overrides: (ports: MemoryPorts) => Partial<Ports> = () => ({}),
  floor: Settings["floor"] = { leastMs: 0, mostMs: 0, followsLegacy: true },
): { ports: MemoryPorts; forgot: Call; reset: Call } => {
  const ports = memoryPorts({ now: NOW, ...seed });
  const call = asDescribed(passwords({ ...ports, ...overrides(ports), floor }));
  return {
    ports,
    forgot: (body, change) => call(jsonEvent("POST /api/account/forgot", body, change)),
    reset: (body, change) => call(jsonEvent("POST /api/account/reset", body, change)),
  };
};

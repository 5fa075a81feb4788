/** A bus on a free port with a client of the AWS SDK; whatever a test opens is closed after it. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { type EventBus, type EventBusOptions, startEventBus } from "../../src/event-bus/index.js";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

export const arnOf = {
  bus: (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`,
  function: (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  queue: (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  logGroup: (name: string) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`,
};

export interface BusFixture {
  readonly bus: EventBus;
  readonly client: EventBridgeClient;
  close(): Promise<void>;
}

const opened: BusFixture[] = [];

/** For `afterEach`. */
export const closeFixtures = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((fixture) => fixture.close()));
};

export const busFixture = async (options: Partial<EventBusOptions> = {}): Promise<BusFixture> => {
  const bus = await startEventBus({
    invoke: async () => ({ statusCode: 404, payload: "" }),
    region: REGION,
    accountId: ACCOUNT,
    ...options,
  });
  const client = new EventBridgeClient({
    endpoint: bus.url,
    region: REGION,
    maxAttempts: 1,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const close = async (): Promise<void> => {
    client.destroy();
    await bus.close();
  };
  const fixture = { bus, client, close };
  opened.push(fixture);
  return fixture;
};

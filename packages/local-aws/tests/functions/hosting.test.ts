import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type FailedEvent, type FunctionsOptions, startFunctions } from "../../src/functions/index.js";
import { smallService } from "../support/small-service.js";
import { waitUntil } from "../support/wait-until.js";
import { writeZip } from "../support/zip-archive.js";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Service = ReturnType<typeof smallService>;

const start = async (service: Service, more: Partial<FunctionsOptions> = {}) => {
  closers.push(() => service.remove());
  const functions = await startFunctions({ ...service, environment: {}, ...more });
  closers.push(() => functions.close());
  return functions;
};

// Answers when a file appears, so that a test decides how long it runs.
const WAITS = `
const { existsSync } = require("node:fs");
exports.handler = ({ gate }) => new Promise((resolve) => {
  const look = () => (existsSync(gate) ? resolve("done") : setTimeout(look, 5));
  look();
});`;

describe("sandboxes", () => {
  it("run one event each, several run concurrently, and further events wait", async () => {
    const service = smallService({ waits: WAITS });
    const functions = await start(service, { maxConcurrency: 2 });
    const gate = join(service.folder, "gate");
    const answers = [1, 2, 3, 4, 5].map(() => functions.invoke("shop-waits", { gate }));
    await waitUntil(() => functions.stats()["shop-waits"]?.waiting === 3);
    expect(functions.stats()["shop-waits"]).toMatchObject({ sandboxes: 2, coldStarts: 2 });
    writeFileSync(gate, "");
    expect(await Promise.all(answers)).toEqual(Array(5).fill({ statusCode: 200, payload: '"done"' }));
    expect(functions.stats()["shop-waits"]).toMatchObject({
      sandboxes: 2,
      coldStarts: 2,
      waiting: 0,
      errors: 0,
    });
  });

  it("are as many as the template reserves, at most", async () => {
    const service = smallService({
      waits: { source: WAITS, properties: { ReservedConcurrentExecutions: 1 } },
    });
    const functions = await start(service);
    const gate = join(service.folder, "gate");
    const answers = [1, 2].map(() => functions.invoke("shop-waits", { gate }));
    await waitUntil(() => functions.stats()["shop-waits"]?.waiting === 1);
    expect(functions.stats()["shop-waits"]?.sandboxes).toBe(1);
    writeFileSync(gate, "");
    await Promise.all(answers);
  });

  it("keep the memory of a module between events", async () => {
    const functions = await start(smallService({ count: "let n = 0; exports.handler = async () => ++n;" }));
    for (const n of ["1", "2", "3"]) expect((await functions.invoke("shop-count", {})).payload).toBe(n);
  });

  it("can be started ahead of the first event", async () => {
    const functions = await start(smallService({ echo: "exports.handler = async () => 1;" }));
    functions.warm();
    await functions.invoke("shop-echo", {});
    expect(functions.stats()["shop-echo"]).toMatchObject({ coldStarts: 1, invocations: 1 });
  });

  it("write nothing to this process's own output", async () => {
    const lines: string[] = [];
    const functions = await start(
      smallService({ loud: "exports.handler = async () => console.log('loud');" }),
      {
        onLog: ({ line }) => lines.push(line),
      },
    );
    await functions.invoke("shop-loud", {});
    expect(lines).toEqual(["loud"]);
  });

  it("end when the host is closed, and waiting callers get an error", async () => {
    const service = smallService({ never: "exports.handler = () => new Promise(() => {});" });
    closers.push(() => service.remove());
    const functions = await startFunctions({ ...service, environment: {}, maxConcurrency: 1 });
    const answers = [1, 2].map(() => functions.invoke("shop-never", {}));
    await waitUntil(() => functions.stats()["shop-never"]?.waiting === 1);
    await functions.close();
    for (const { functionError } of await Promise.all(answers)) expect(functionError).toBe("Unhandled");
    expect(functions.stats()["shop-never"]?.sandboxes).toBe(0);
  });
});

describe("asynchronous invocation", () => {
  const failing = (properties: Readonly<Record<string, unknown>> = {}) =>
    smallService(
      {
        fails:
          "exports.handler = async (event) => { console.log('try'); throw new Error('no ' + event.n); };",
      },
      Object.keys(properties).length === 0
        ? {}
        : {
            Async: {
              Type: "AWS::Lambda::EventInvokeConfig",
              Properties: { FunctionName: { Ref: "failsFunction" }, ...properties },
            },
          },
    );

  const accept = async (service: Service) => {
    const failed: FailedEvent[] = [];
    const functions = await start(service, {
      asyncRetryDelaysMs: [1],
      onAsyncFailure: (event) => failed.push(event),
    });
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    const lambda = new LambdaClient({ endpoint: functions.url, region: "us-east-1", credentials });
    closers.push(() => lambda.destroy());
    const input = { FunctionName: "shop-fails", InvocationType: "Event", Payload: '{"n":7}' } as const;
    const { StatusCode: status } = await lambda.send(new InvokeCommand(input));
    await waitUntil(() => failed.length > 0);
    return { status, event: failed[0], tries: functions.logs().filter(({ line }) => line === "try").length };
  };

  it("is accepted at once and tried three times before it fails", async () => {
    const { event, tries, status } = await accept(failing());
    expect({ tries, status }).toEqual({ tries: 3, status: 202 });
    expect(event).toMatchObject({
      functionName: "shop-fails",
      event: { n: 7 },
      error: { errorMessage: "no 7" },
    });
  });

  it("is tried as often as the template declares", async () => {
    expect((await accept(failing({ MaximumRetryAttempts: 0 }))).tries).toBe(1);
  });
});

describe("a deployment package", () => {
  it("is unpacked again at every start", async () => {
    const service = smallService({ echo: "exports.handler = async () => 1;" });
    const first = await start(service);
    await first.close();
    writeZip(join(service.folder, "echo.zip"), { "index.js": "exports.handler = async () => 2;" });
    expect((await (await start(service)).invoke("shop-echo", {})).payload).toBe("2");
    expect(readdirSync(join(service.workDir, "echo")).sort()).toEqual(["index.js", "package.json"]);
  });

  it("may be a folder with its files in place of the zip", async () => {
    const service = smallService({ echo: "" });
    rmSync(join(service.folder, "echo.zip"));
    mkdirSync(join(service.folder, "echo"));
    writeFileSync(join(service.folder, "echo", "index.js"), "exports.handler = async () => 3;");
    expect((await (await start(service)).invoke("shop-echo", {})).payload).toBe("3");
  });

  it("cannot write outside of its folder", async () => {
    const service = smallService({ echo: "exports.handler = async () => 1;" });
    writeZip(join(service.folder, "echo.zip"), { "../outside.js": "1" });
    await expect(start(service)).rejects.toThrow("../outside.js");
    expect(readdirSync(service.folder)).not.toContain("outside.js");
  });

  it("that is missing causes an error with a remedy", async () => {
    const service = smallService({ echo: "" });
    await expect(start(service, { artifacts: "/nowhere" })).rejects.toThrow(
      "/nowhere/echo.zip is missing: package the service first",
    );
  });

  it.each([
    [{ Runtime: "python3.12" }, "only nodejs runtimes are supported"],
    [{ Layers: ["arn:aws:lambda:us-east-1:1:layer:a:1"] }, "layers are not supported"],
    [{ Environment: { Variables: { AWS_REGION: "here" } } }, "AWS_REGION is reserved"],
    [{ Environment: { Variables: { BIG: "x".repeat(4096) } } }, "its variables exceed 4 KB"],
  ])("with %j is refused", async (properties, words) => {
    await expect(start(smallService({ odd: { source: "", properties } }))).rejects.toThrow(
      `function oddFunction: `,
    );
    await expect(start(smallService({ odd: { source: "", properties } }))).rejects.toThrow(words);
  });
});

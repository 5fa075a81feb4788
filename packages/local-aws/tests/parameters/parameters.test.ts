import { GetParameterCommand, GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { startParameters } from "../../src/parameters/index.js";
import { refusal } from "../user-pool/world.js";

let service: Awaited<ReturnType<typeof startParameters>>;
let ssm: SSMClient;
beforeAll(async () => {
  service = await startParameters({ parameters: [{ name: "/shop/pools", value: "us-east-1_A" }] });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  ssm = new SSMClient({ region: "us-east-1", endpoint: service.url, credentials, maxAttempts: 1 });
});
afterAll(async () => {
  ssm.destroy();
  await service.close();
});

it("gives the value that the template declares", async () => {
  expect((await ssm.send(new GetParameterCommand({ Name: "/shop/pools" }))).Parameter).toMatchObject({
    Name: "/shop/pools",
    Value: "us-east-1_A",
    Type: "String",
    Version: 1,
  });
});

it("has no parameter of another name", async () => {
  expect(await refusal(ssm.send(new GetParameterCommand({ Name: "/shop/none" })))).toMatch(
    /^ParameterNotFound/,
  );
});

it("answers an operation that it does not have by name", async () => {
  const command = new GetParametersCommand({ Names: ["/shop/pools"] });

  expect(await refusal(ssm.send(command))).toMatch(/^UnknownOperationException/);
});

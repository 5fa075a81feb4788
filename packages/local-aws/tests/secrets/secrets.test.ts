import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type GenerateSecretString, type SecretsOptions, startSecrets } from "../../src/secrets/index.js";

const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:legacy/token-Ab12Cd";
const declared = { name: "legacy/token", arn: ARN, value: "first" };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const start = async (options: Partial<SecretsOptions> = {}) => {
  const secrets = await startSecrets({ secrets: [declared], region: "eu-west-1", ...options });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new SecretsManagerClient({
    endpoint: secrets.url,
    region: "eu-west-1",
    credentials,
    maxAttempts: 1,
  });
  cleanups.push(() => secrets.close());
  return { secrets, client };
};

const dataFile = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), "secrets-"));
  cleanups.push(() => rm(directory, { recursive: true }));
  return join(directory, "deep", "secrets.json");
};

const get = (client: SecretsManagerClient, over: object = {}) =>
  client.send(new GetSecretValueCommand({ SecretId: "legacy/token", ...over }));

describe("a secret", () => {
  it("is found by name, by ARN, and by ARN without its random characters", async () => {
    const { client, secrets } = await start();
    for (const SecretId of ["legacy/token", ARN, ARN.slice(0, -7)])
      expect(await get(client, { SecretId })).toMatchObject({
        ...{ ARN, Name: "legacy/token", SecretString: "first", VersionStages: ["AWSCURRENT"] },
        CreatedDate: expect.any(Date),
      });
    expect(secrets.value("legacy/token")).toBe("first");
    expect(secrets.value(ARN)).toBe("first");
    expect(() => secrets.value("nothing")).toThrow("can't find");
  });

  it("that is unknown, has no value, or has no such version is not found", async () => {
    const { client } = await start({ secrets: [declared, { name: "empty", arn: `${ARN}x` }] });
    for (const over of [
      { SecretId: "nothing" },
      { SecretId: "empty" },
      { VersionStage: "AWSPENDING" },
      { VersionId: "x".repeat(32) },
    ])
      await expect(get(client, over)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("keeps its previous value when it gets a new one", async () => {
    const { client, secrets } = await start();
    for (const SecretString of ["second", "third"])
      await client.send(new PutSecretValueCommand({ SecretId: ARN, SecretString }));
    expect(secrets.value("legacy/token")).toBe("third");
    const current = await get(client);
    const previous = await get(client, { VersionStage: "AWSPREVIOUS" });
    expect([current.SecretString, previous.SecretString]).toEqual(["third", "second"]);
    expect((await get(client, { VersionId: previous.VersionId })).SecretString).toBe("second");
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: ARN }));
    expect(VersionIdsToStages).toEqual({
      [String(current.VersionId)]: ["AWSCURRENT"],
      [String(previous.VersionId)]: ["AWSPREVIOUS"],
    });
    const mixed = get(client, { VersionId: previous.VersionId, VersionStage: "AWSCURRENT" });
    await expect(mixed).rejects.toMatchObject({ name: "InvalidRequestException" });
  });

  it("takes the same token once, and never with another value", async () => {
    const { client } = await start();
    const put = (SecretString: string) =>
      client.send(
        new PutSecretValueCommand({ SecretId: ARN, SecretString, ClientRequestToken: "t".repeat(32) }),
      );
    const [one, two] = [await put("second"), await put("second")];
    expect(two.VersionId).toBe(one.VersionId);
    expect((await get(client, { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("first");
    await expect(put("other")).rejects.toMatchObject({ name: "ResourceExistsException" });
  });

  it("with a pending version stays current", async () => {
    const { client } = await start();
    const pending = { SecretId: ARN, SecretString: "next", VersionStages: ["AWSPENDING"] };
    await client.send(new PutSecretValueCommand(pending));
    expect((await get(client)).SecretString).toBe("first");
    expect((await get(client, { VersionStage: "AWSPENDING" })).SecretString).toBe("next");
  });

  it("is created once, also in binary, and listed in pages", async () => {
    const { client } = await start();
    const create = new CreateSecretCommand({ Name: "app/key", SecretBinary: Buffer.from([0, 255]) });
    const created = await client.send(create);
    expect(created.ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:\d{12}:secret:app\/key-[A-Za-z0-9]{6}$/);
    expect(Buffer.from((await get(client, { SecretId: "app/key" })).SecretBinary ?? [])).toEqual(
      Buffer.from([0, 255]),
    );
    await expect(client.send(create)).rejects.toMatchObject({ name: "ResourceExistsException" });
    const first = await client.send(new ListSecretsCommand({ MaxResults: 1 }));
    const second = await client.send(new ListSecretsCommand({ NextToken: first.NextToken }));
    expect([first, second].map((page) => page.SecretList?.map(({ Name }) => Name))).toEqual([
      ["legacy/token"],
      ["app/key"],
    ]);
    const filtered = await client.send(
      new ListSecretsCommand({ Filters: [{ Key: "name", Values: ["app/"] }] }),
    );
    expect(filtered.SecretList).toHaveLength(1);
    expect(JSON.stringify(filtered)).not.toContain("SecretString");
  });

  it.each([
    ["no value", {}],
    ["two values", { SecretString: "a", SecretBinary: Buffer.from("a") }],
    ["a value that is too long", { SecretString: "é".repeat(32_769) }],
  ])("refuses %s", async (_, value) => {
    const { client } = await start();
    const put = client.send(new PutSecretValueCommand({ SecretId: ARN, ...value }));
    await expect(put).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

describe("a generated value", () => {
  const generated = async (generate: GenerateSecretString): Promise<string> =>
    (await start({ secrets: [{ name: "g", arn: ARN, generate }] })).secrets.value("g");

  it("has 32 characters of every kind by default", async () => {
    const value = await generated({});
    expect(value).toHaveLength(32);
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(value).toMatch(kind);
    expect(value).not.toContain(" ");
  });

  it("omits excluded characters", async () => {
    const rules = {
      PasswordLength: 200,
      ExcludePunctuation: true,
      ExcludeUppercase: true,
      ExcludeCharacters: "abc0",
    };
    expect(await generated(rules)).toMatch(/^[d-z1-9]{200}$/);
  });

  it("goes into the template under its key", async () => {
    const rules = {
      SecretStringTemplate: '{"user":"app"}',
      GenerateStringKey: "password",
      PasswordLength: 12,
    };
    expect(JSON.parse(await generated(rules))).toEqual({
      user: "app",
      password: expect.stringMatching(/^.{12}$/),
    });
  });

  it.each<GenerateSecretString>([
    { PasswordLength: 3 },
    { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true },
    { SecretStringTemplate: "{}" },
    { SecretStringTemplate: "[]", GenerateStringKey: "x" },
  ])("cannot be made by %j", async (rules) => {
    await expect(generated(rules)).rejects.toThrow();
  });
});

describe("a data file", () => {
  it("keeps generated and changed values across a restart, in a file that only its owner can read", async () => {
    const file = await dataFile();
    const options = { dataFile: file, secrets: [declared, { name: "g", arn: `${ARN}g`, generate: {} }] };
    const first = await start(options);
    await first.client.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: "by hand" }));
    const made = first.secrets.value("g");
    await first.secrets.close();

    const second = await start(options);
    expect(second.secrets.value("g")).toBe(made);
    expect(second.secrets.value("legacy/token")).toBe("by hand");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("gives way to a declaration that has changed", async () => {
    const file = await dataFile();
    await (await start({ dataFile: file })).secrets.close();
    const { secrets, client } = await start({ dataFile: file, secrets: [{ ...declared, value: "changed" }] });
    expect(secrets.value("legacy/token")).toBe("changed");
    expect((await get(client, { VersionStage: "AWSPREVIOUS" })).SecretString).toBe("first");
  });

  it("that is damaged stops the start instead of losing secrets", async () => {
    const file = await dataFile();
    await (await start({ dataFile: file })).secrets.close();
    const { writeFile } = await import("node:fs/promises");
    await writeFile(file, (await readFile(file, "utf8")).slice(0, 20));
    await expect(start({ dataFile: file })).rejects.toThrow(/^\S+ is damaged: [^"]+$/);
  });
});

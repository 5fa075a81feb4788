import { execFileSync } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { sendJson, startServer } from "../../../../packages/local-aws/tests/support/http-server.js";
import { legacyCredentials, signature } from "../../../../shared/adapters/legacy/credentials.js";
import { httpLegacySystem } from "../../../../shared/adapters/legacy/http-system.js";
import { asyncDeadline } from "../../../../shared/adapters/node/async-deadline.js";
import { Secret } from "../../../../shared/domain/secret.js";
import { NOW } from "../../../support/users.js";

const [newest, older] = ["n".repeat(32), "o".repeat(32)];
const asked = (text: string, url: string) =>
  httpLegacySystem(
    { url, secret: "name", deadlineMs: 2_000 },
    {
      secrets: { value: async () => new Secret(text) },
      deadline: asyncDeadline(),
      clock: { now: () => new Date(NOW) },
    },
  ).lookup("ada@example.com");

describe("the secret of the legacy system", () => {
  it("that is a plain text is the bearer token", () => {
    expect(legacyCredentials(new Secret("plain"))).toEqual({ token: "plain", signingKeys: [] });
  });

  it.each([
    "{",
    "{}",
    '{"token":""}',
    '{"token":"t","more":1}',
    '{"token":"t","signing_keys":["short"]}',
    '{"token":"t","signing_keys":[]}',
    '{"token":"t","client_key":"k"}',
  ])("is refused as a whole if malformed: %s calls no service", async (text) => {
    expect(() => legacyCredentials(new Secret(text))).toThrow("internal");
    const server = await startServer((_, response) => sendJson(response, 404, {}));
    expect(await asked(text, server.url)).toMatchObject({ kind: "unavailable" });
    expect(server.seen).toEqual([]);
    await server.close();
  });
});

describe("a signature", () => {
  const body = '{"username":"ada@example.com"}';

  it("covers time, nonce, method, path and body, with a value for each key", () => {
    const request = { method: "POST", path: "/base/lookup", body, at: new Date(NOW), nonce: "nonce-1" };
    // printf 'v1\n1735689600\nnonce-1\nPOST\n/base/lookup\n%s' "$(printf '%s' "$body" | openssl dgst -sha256 -r | cut -d' ' -f1)" | openssl dgst -sha256 -hmac "$key"
    expect(signature([newest, older], request)).toBe(
      "t=1735689600,n=nonce-1,v1=3319d17a91d897dfd1e61f3aabf35bebda2d3320a51650b2611e6069ea0809ab,v1=3037da32d093e2e86ca1867a90ffc458c7a6bde93c91fbfa41c5ea1ecf6037a3",
    );
  });

  it("is on every request if there are keys, each with its own nonce", async () => {
    const server = await startServer((_, response) => sendJson(response, 404, {}));
    const text = JSON.stringify({ token: "t", signing_keys: [newest, older] });
    await asked(text, `${server.url}/base`);
    await asked(text, `${server.url}/base`);
    const values = server.seen.map(({ headers }) => String(headers["x-signature"]));
    expect(new Set(values.map((value) => value.split(",")[1])).size).toBe(2);
    for (const [index, value] of values.entries()) {
      const [time = "", nonce = "", ...signed] = value.split(",").map((part) => part.split("=")[1] ?? "");
      const { path = "", body: sent = "" } = server.seen[index] ?? {};
      const again = signature([newest, older], {
        method: "POST",
        path,
        body: sent,
        at: new Date(Number(time) * 1000),
        nonce,
      });
      expect(value).toBe(again);
      expect(signed[1]).toBe(
        createHmac("sha256", older)
          .update(["v1", time, nonce, "POST", "/base/lookup", sha256(sent)].join("\n"))
          .digest("hex"),
      );
    }
    expect(server.seen[0]?.headers.authorization).toBe("Bearer t");
    await server.close();
  });

  it("is on none without keys", async () => {
    const server = await startServer((_, response) => sendJson(response, 404, {}));
    await asked("plain", server.url);
    expect(server.seen[0]?.headers).not.toHaveProperty("x-signature");
    await server.close();
  });
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("a client certificate", () => {
  let folder: string;
  const file = (name: string) => readFileSync(join(folder, name), "utf8");
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "legacy-tls-"));
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
    const own = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "2",
    ];
    for (const [name, subject] of [
      ["server", "/CN=127.0.0.1"],
      ["client", "/CN=product"],
    ] as const) {
      const files = ["-keyout", `${name}.key`, "-out", `${name}.crt`, "-subj", subject];
      openssl(...own, ...files, "-addext", "subjectAltName=IP:127.0.0.1");
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const withServer = async (secret: object) => {
    const seen: string[] = [];
    const server = createServer(
      { key: file("server.key"), cert: file("server.crt"), ca: file("client.crt"), requestCert: true },
      (request, response) => {
        seen.push((request.socket as unknown as { authorized: boolean }).authorized ? "known" : "stranger");
        sendJson(response, 404, {});
      },
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await asked(JSON.stringify({ token: "t", ...secret }), `https://127.0.0.1:${port}`);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    return { answer, seen };
  };

  it("identifies the caller to a server with a certificate of the stage's authority", async () => {
    const { answer, seen } = await withServer({
      client_certificate: file("client.crt"),
      client_key: file("client.key"),
      certificate_authority: file("server.crt"),
    });
    expect([answer, seen]).toEqual([{ kind: "refused" }, ["known"]]);
  });

  it("is sent only to a trusted server: a server without a trusted certificate gets no request", async () => {
    const { answer, seen } = await withServer({});
    expect([answer, seen]).toEqual([{ kind: "unavailable", reason: "unreachable" }, []]);
  });
});

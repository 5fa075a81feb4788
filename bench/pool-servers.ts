/**
 * The two compared user pools, each in its own process and folder. One user is created through the API and
 * copied in the data file, so that loading needs no password hashing.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { build } from "esbuild";
import { type PoolServer, started } from "./server-process.js";

const root = join(import.meta.dirname, "..");
export const password = "Correct-Horse-1";
/** The id of the local pool. cognito-local generates its own. */
export const localPoolId = "us-east-1_LocalPool";
export const emailOf = (user: number): string => `person${user}@example.com`;

export interface PoolKind {
  readonly name: string;
  /** Prepares files before the start. */
  build(): Promise<void>;
  start(folder: string): Promise<PoolServer>;
  /** Creates a pool, a client and one user through the API. Returns the client id. */
  prepare(server: PoolServer): Promise<string>;
  /** Copies that user in the data of the stopped server, up to `count` users. */
  multiply(folder: string, count: number): Promise<void>;
}

const addUser = async ({ client }: PoolServer, UserPoolId: string): Promise<void> => {
  const Username = emailOf(0);
  const UserAttributes = [
    { Name: "email", Value: Username },
    { Name: "email_verified", Value: "true" },
  ];
  const user = { UserPoolId, Username };
  await client.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }));
  await client.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
};

const uuidOf = (user: number): string => `00000000-0000-4000-8000-${String(user).padStart(12, "0")}`;

/** Bundled, so that it runs on plain Node.js like cognito-local. */
const outfile = join(root, ".local", "bench", "user-pool.mjs");
const bundle = async (): Promise<void> => {
  await mkdir(join(root, ".local", "bench"), { recursive: true });
  const entryPoints = [join(root, "local", "user-pool", "main.ts")];
  await build({ entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external" });
};

export const thisPool: PoolKind = {
  name: "this pool",
  build: bundle,
  start: (folder) => started([outfile, "--port", "{port}", "--data", folder], folder),
  prepare: async (server) => {
    await addUser(server, localPoolId);
    return "public00000000000000000000";
  },
  multiply: async (folder, count) => {
    const file = join(folder, "user-pool.jsonl");
    const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
    const [key, first] = JSON.parse(lines.findLast((line) => line.startsWith('["user ')) ?? "[]");
    const pool = String(key).split(" ", 2).join(" ");
    for (let user = 1; user < count; user += 1) {
      const username = uuidOf(user);
      const attributes = { ...first.attributes, email: emailOf(user) };
      lines.push(JSON.stringify([`${pool} ${username}`, { ...first, username, sub: username, attributes }]));
    }
    await writeFile(file, `${lines.join("\n")}\n`);
  },
};

interface StoredUser {
  readonly Username: string;
  readonly Attributes: readonly { readonly Name: string; readonly Value: string }[];
}

export const cognitoLocal: PoolKind = {
  name: "cognito-local",
  build: async () => {},
  start: (folder) => started([join(root, "node_modules", "cognito-local", "lib", "bin", "start.js")], folder),
  prepare: async (server) => {
    const pool = { PoolName: "people", UsernameAttributes: ["email" as const] };
    const { UserPool } = await server.client.send(new CreateUserPoolCommand(pool));
    const UserPoolId = UserPool?.Id ?? "";
    const client = {
      UserPoolId,
      ClientName: "public",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH" as const],
    };
    const { UserPoolClient } = await server.client.send(new CreateUserPoolClientCommand(client));
    await addUser(server, UserPoolId);
    return UserPoolClient?.ClientId ?? "";
  },
  multiply: async (folder, count) => {
    const db = join(folder, ".cognito", "db");
    const file = join(db, await poolFile(db));
    const data = JSON.parse(await readFile(file, "utf8")) as { Users: Record<string, StoredUser> };
    const [first] = Object.values(data.Users);
    if (!first) throw new Error("no user to copy");
    for (let user = 1; user < count; user += 1) data.Users[uuidOf(user)] = copied(first, user);
    await writeFile(file, JSON.stringify(data));
  },
};

/** The database has one file per pool and one for all clients. */
const poolFile = async (db: string): Promise<string> => {
  const file = (await readdir(db)).find((name) => name.endsWith(".json") && name !== "clients.json");
  if (!file) throw new Error("cognito-local has no pool");
  return file;
};

const copied = (first: StoredUser, user: number): StoredUser => {
  const values: Record<string, string> = { sub: uuidOf(user), email: emailOf(user) };
  const Attributes = first.Attributes.map(({ Name, Value }) => ({ Name, Value: values[Name] ?? Value }));
  return { ...first, Username: uuidOf(user), Attributes };
};

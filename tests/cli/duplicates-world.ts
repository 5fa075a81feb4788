/** A pool with Google, from before identities were linked at the first sign-in: it has duplicates. */
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import {
  type GoogleWorld,
  givenGoogler,
  signedInBy,
  startGoogleWorld,
} from "../../packages/local-aws/tests/user-pool/federation/google-world.js";
import { Browser } from "../../packages/local-aws/tests/user-pool/oauth/browser.js";
import { givenUser } from "../../packages/local-aws/tests/user-pool/world.js";
import type { Membership, UserProfile } from "../../shared/domain/account.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf } from "../support/users.js";

export type DuplicatesWorld = Awaited<ReturnType<typeof startDuplicatesWorld>>;

type GivenProfile = Pick<UserProfile, "userId" | "email"> & Partial<UserProfile>;

let users = 0;

export const startDuplicatesWorld = async () => {
  const pool: GoogleWorld = await startGoogleWorld({
    pool: { Schema: [{ Name: "user_id", AttributeDataType: "String", Mutable: true }] },
  });
  const cli: CliWorld = await startCliWorld(pool.running.url);
  for (const systemAccountId of ["acc-1", "acc-2", "acc-3"])
    await cli.givenAccounts(accountOf({ systemAccountId }));

  const givenProfile = ({
    userId,
    email,
    sub,
    status = "ACTIVE",
    legacyId,
    membershipCount = 0,
  }: GivenProfile) =>
    cli.put(
      "directory",
      {
        ...{ pk: `USER#${userId}`, sk: "PROFILE", user_id: userId, email, status },
        ...{ membership_count: membershipCount, membership_version: 1 },
        ...(sub !== undefined && { sub }),
        ...(legacyId !== undefined && { legacy_id: legacyId }),
      },
      ...(sub === undefined ? [] : [{ pk: `SUB#${sub}`, sk: "IDENTITY", user_id: userId, sub }]),
      ...(legacyId === undefined
        ? []
        : [
            {
              pk: `LEGACY#${legacyId}`,
              sk: "IDENTITY",
              legacy_id: legacyId,
              user_id: userId,
              state: "LINKED",
              sub,
            },
          ]),
    );

  /** A user signed in with Google. */
  const givenFederated = async (email: string, emailVerified = true) => {
    const googler = givenGoogler(pool, { email, emailVerified });
    await signedInBy(pool, new Browser(), googler);
    const { answer } = await cli.json("identities", "list", "--email", email);
    const found = answer.poolUsers as { username: string; sub: string; status: string }[];
    const user = found.find(({ username }) => username === `google_${googler.sub}`);
    if (user === undefined) throw new Error("no user signed in");
    return { ...user, subject: googler.sub };
  };

  /** One user twice: native and from Google, each with memberships. */
  const givenDuplicate = async (
    memberships: {
      native?: readonly Omit<Membership, "userId">[];
      federated?: readonly Omit<Membership, "userId">[];
    } = {},
    legacyIds: { native?: string; federated?: string } = {},
  ) => {
    users += 1;
    const email = `twice${users}@example.com`;
    const { username } = await givenUser(pool, { email });
    const federated = await givenFederated(email);
    const userId = `usr_native${users}`;
    const duplicateUserId = `usr_google${users}`;
    const active = (all: readonly Omit<Membership, "userId">[] = []) =>
      all.filter(({ status }) => status === "ACTIVE").length;
    await givenProfile({
      ...{ userId, email, sub: username, legacyId: legacyIds.native },
      membershipCount: active(memberships.native),
    });
    await givenProfile({
      ...{ userId: duplicateUserId, email, sub: federated.sub, legacyId: legacyIds.federated },
      membershipCount: active(memberships.federated),
    });
    await cli.givenMemberships(
      ...(memberships.native ?? []).map((each) => ({ ...each, userId })),
      ...(memberships.federated ?? []).map((each) => ({ ...each, userId: duplicateUserId })),
    );
    return { email, username, userId, duplicateUserId, federated };
  };

  return {
    pool,
    cli,
    givenProfile,
    givenFederated,
    givenDuplicate,
    /** The row by which an account knows a member. */
    member: async (systemAccountId: string, userId: string) => {
      const Key = { pk: `ACCOUNT#${systemAccountId}`, sk: `MEMBER#${userId}` };
      const { Item } = await cli.client.send(new GetCommand({ TableName: cli.tables.directory, Key }));
      return Item;
    },
    poolUsers: async (email: string) => {
      const { answer } = await cli.json("users", "show", "--email", email);
      return answer.poolUsers as { username: string; status: string; identities: { subject: string }[] }[];
    },
    close: async () => {
      await pool.close();
      await cli.close();
    },
  };
};

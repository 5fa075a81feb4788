/**
 * A federated user whose PostConfirmation failed: the pool has the user, and the legacy identity is only approved. Later
 * triggers link it, without another pool user getting what is not theirs.
 */
import { expect, it } from "@jest/globals";
import { AuthError } from "../../../shared/domain/errors.js";
import { modelPool } from "../../support/model-pool.js";

const EMAIL = "ada@example.com";
const PASSWORD = "Legacy-Pass-1!";
const ada = { id: "legacy-42", email: EMAIL, password: PASSWORD };
const DAY_MS = 24 * 60 * 60 * 1000;

/** The first sign-in with Google creates the pool user, and the trigger after it cannot reach the directory. */
const afterFailure = async () => {
  const pool = modelPool([ada]);
  const { directory, clock } = pool.ports;
  const { linkLegacy, createProfile } = directory;
  const unreachable = async (): Promise<never> => {
    throw new AuthError("temporarily_unavailable");
  };
  Object.assign(directory, { linkLegacy: unreachable, createProfile: unreachable });
  expect(await pool.federated("of-ada", EMAIL)).toBeUndefined();
  Object.assign(directory, { linkLegacy, createProfile });
  expect([...pool.users.values()].map(({ status }) => status)).toEqual(["EXTERNAL_PROVIDER"]);
  const identity = () => directory.legacyIdentities.get(ada.id);
  const { state, userId = "" } = identity() ?? {};
  expect(state).toBe("APPROVED");
  const conflicts = () =>
    pool.ports.audit.events
      .filter(({ type }) => type === "migration.conflict")
      .map(({ details }) => details.reason);
  const google = () => pool.federated("of-ada", EMAIL);
  return { pool, clock, identity, userId, conflicts, google };
};
const only = ({ users }: ReturnType<typeof modelPool>) => {
  const [user, ...others] = users.values();
  expect(others).toEqual([]);
  return user;
};

it.each([
  ["at once", 0],
  ["days later", 29 * DAY_MS],
])("the next sign-in with Google, %s, links the identity", async (_, laterMs) => {
  const { pool, clock, identity, userId, conflicts, google } = await afterFailure();
  clock.advance(laterMs);
  expect(await google()).toBe(userId);
  expect(identity()).toMatchObject({ state: "LINKED", sub: only(pool)?.sub });
  await pool.settle();
  expect([await google(), conflicts()]).toEqual([userId, []]);
});

it("the legacy password, Google and the password again end in one pool user, who has the identity", async () => {
  const { pool, identity, userId, conflicts, google } = await afterFailure();
  const signIn = async () => {
    const user = await pool.signIn(EMAIL, PASSWORD);
    await pool.settle();
    return user;
  };
  expect([await signIn(), await google(), await signIn()]).toEqual([userId, userId, userId]);
  expect(identity()).toMatchObject({ state: "LINKED", sub: only(pool)?.sub });
  expect([await google(), await signIn(), conflicts()]).toEqual([userId, userId, []]);
  expect(identity()).toMatchObject({ state: "LINKED", sub: only(pool)?.sub });
});

it.each([
  ["which the profile has followed", true],
  ["which no trigger has seen", false],
])("Google does not reach a user who migrated since and has another address, %s", async (_, isSeen) => {
  const { pool, userId, identity, google } = await afterFailure();
  expect(await pool.signIn(EMAIL, PASSWORD)).toBe(userId);
  const native = pool.native(EMAIL);
  if (native === undefined) throw new Error("no native user");
  const moved = pool.put({ ...native, email: "ada.king@example.com" });
  if (isSeen) await pool.refresh(moved);
  expect(await google()).not.toBe(userId);
  await pool.settle();
  expect(await google()).not.toBe(userId);
  expect(identity()).toMatchObject({ state: "LINKED", sub: native.sub });
  expect(await pool.withPassword(moved)).toBe(userId);
});

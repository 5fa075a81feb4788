/** Rows that lack a value or hold one of another type: an error that names table, key and column, never a default. */
import { describe, expect, it } from "@jest/globals";
import { apiKeyFrom } from "../../../../shared/adapters/dynamo/api-key/api-key-rows.js";
import { grantFrom } from "../../../../shared/adapters/dynamo/permission/permission-row-keys.js";
import {
  accountFrom,
  legacyAttributesFrom,
  legacyFrom,
  membershipFrom,
  profileFrom,
  type Row,
} from "../../../../shared/adapters/dynamo/rows.js";
import { AuthError } from "../../../../shared/domain/errors.js";
import { errorFields } from "../../../../shared/edge/error-fields.js";

const ACCOUNT = { pk: "ACCOUNT#acc-1", system_account_id: "acc-1" };
const seconds = 1_735_689_600;

type Reader = {
  readonly read: (row: Row) => unknown;
  readonly key: { readonly pk: string; readonly sk: string };
  /** How the error names the key. */
  readonly shown: string;
  readonly required: Row;
  readonly optional: Row;
};

const READERS: Readonly<Record<string, Reader>> = {
  profile: {
    read: profileFrom,
    key: { pk: "USER#usr_ada", sk: "PROFILE" },
    shown: "directory USER#usr_ada/PROFILE",
    required: { user_id: "usr_ada", email: "ada@example.com", status: "ACTIVE" },
    optional: {
      sub: "sub-1",
      legacy_id: "42",
      active_account_id: "acc-1",
      groups: ["a"],
      membership_count: 1,
      membership_version: 2,
      password_pending: true,
      merge_into: "usr_bob",
    },
  },
  membership: {
    read: membershipFrom,
    key: { pk: "USER#usr_ada", sk: "MEMBER#acc-1" },
    shown: "directory USER#usr_ada/MEMBER#acc-1",
    required: { user_id: "usr_ada", system_account_id: "acc-1", role: "Admin", status: "ACTIVE" },
    optional: { owner: true, left_at: "2025-01-01T00:00:00.000Z" },
  },
  account: {
    read: accountFrom,
    key: { pk: "ACCOUNT#acc-1", sk: "META" },
    shown: "directory ACCOUNT#acc-1/META",
    required: {
      system_account_id: "acc-1",
      visible_account_id: "A-1",
      cell_id: "cell-1",
      name: "",
      status: "CLOSED",
    },
    optional: { owner_count: 1 },
  },
  "legacy identity": {
    read: legacyFrom,
    key: { pk: "LEGACY#ada@example.com", sk: "IDENTITY" },
    shown: "directory LEGACY#…",
    required: { legacy_id: "ada@example.com", user_id: "usr_ada", state: "LINKED" },
    optional: {
      sub: "sub-1",
      entitlements: {
        memberships: [{ systemAccountId: "acc-1", role: "Admin" }],
        groups: ["a"],
        attributes: { a: "b" },
      },
    },
  },
  "API key": {
    read: apiKeyFrom,
    key: { pk: "APIKEY#k1", sk: "KEY" },
    shown: "directory APIKEY#k1/KEY",
    required: {
      key_id: "k1",
      system_account_id: "acc-1",
      name: "ci",
      role: "Viewer",
      status: "REVOKED",
      digest: "d",
      issued_by: "usr_ada",
      issued_at: seconds,
      expires_at: seconds,
      version: 1,
    },
    optional: { scopes: ["a"], last_used_at: seconds },
  },
  "rotated API key": {
    read: (row) => apiKeyFrom({ ...API_KEY, ...row }),
    key: { pk: "APIKEY#k1", sk: "KEY" },
    shown: "directory APIKEY#k1/KEY",
    required: { previous_issued_by: "usr_bob", previous_until: seconds },
    optional: {},
  },
  grant: {
    read: grantFrom,
    key: { pk: "ACCOUNT#acc-1#RESOURCE#invoice:7", sk: "GRANT#user:usr_ada" },
    shown: "directory ACCOUNT#acc-1#RESOURCE#invoice:7/GRANT#user:usr_ada",
    required: {
      system_account_id: "acc-1",
      resource: "invoice:7",
      grantee: "user:usr_ada",
      granted_by: "usr_bob",
      granted_at: "2025-01-01T00:00:00.000Z",
    },
    optional: { actions: ["read"], expires_at: seconds },
  },
};
const API_KEY: Row = {
  ...ACCOUNT,
  pk: "APIKEY#k1",
  sk: "KEY",
  ...{ key_id: "k1", name: "ci", role: "Viewer", status: "ACTIVE", digest: "d", issued_by: "usr_ada" },
  ...{ issued_at: seconds, expires_at: seconds, version: 1, previous_digest: "p" },
};

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe.each(Object.entries(READERS))(
  "the reader of a %s",
  (_, { read, key, shown, required, optional }) => {
    const full = { ...key, ...required, ...optional };
    const placeOf = (row: Row): unknown => {
      const error = thrownBy(() => read(row));
      if (!(error instanceof AuthError)) return error;
      expect(error.code).toBe("internal");
      expect(error.cause).toMatchObject({ name: "UnreadableRow" });
      return errorFields(error).row;
    };

    it("reads a whole row, and one with nothing but what is required", () => {
      expect(read(full)).toBeTruthy();
      expect(read({ ...key, ...required })).toBeTruthy();
    });

    it.each(Object.keys(required))("names the missing %s", (column) => {
      expect(placeOf({ ...full, [column]: undefined })).toBe(`${shown} ${column}`);
    });

    it.each(Object.keys({ ...required, ...optional }))("names %s of another type", (column) => {
      for (const wrong of [null, 7n, { [column]: "x" }, [7], new Set([7])]) {
        expect(placeOf({ ...full, [column]: wrong })).toBe(`${shown} ${column}`);
      }
    });
  },
);

it.each([null, 7n, "x", [7], { a: 7 }])("legacy attributes of another type are an error: %p", (wrong) => {
  const row = { pk: "USER#usr_ada", sk: "ATTRIBUTES", legacy_attributes: wrong };
  expect(thrownBy(() => legacyAttributesFrom(row))).toMatchObject({ code: "internal" });
});

it("a text that is not a value of the column is of another type", () => {
  for (const status of ["active", "", "toString", "REMOVED"]) {
    const row = { pk: "USER#usr_ada", sk: "PROFILE", user_id: "usr_ada", email: "a@b.co", status };
    expect(thrownBy(() => profileFrom(row))).toMatchObject({ code: "internal" });
  }
});

it("the error holds no value of the row", () => {
  const row = {
    pk: "LEGACYADDRESS#c4nary@example.com",
    sk: "c4nary",
    user_id: "c4nary",
    email: 7,
    status: "c4nary",
  };
  const error = thrownBy(() => profileFrom(row)) as AuthError;
  expect(JSON.stringify([errorFields(error), String(error), String(error.cause)])).not.toContain("c4nary");
});

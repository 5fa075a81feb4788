/** Examples that several operations show. A test holds all examples to their schemas. */

export const ACCOUNT = {
  system_account_id: "acct_northwind",
  visible_account_id: "NW-1001",
  cell_id: "cell-eu-1",
  name: "Northwind Traders",
  status: "ACTIVE",
} as const;
export const OWN_ACCOUNT = { ...ACCOUNT, membership: { role: "Admin", status: "ACTIVE", owner: true } };

export const ACTIVE_ACCOUNT = {
  system_account_id: "acct_northwind",
  visible_account_id: "NW-1001",
  cell_id: "cell-eu-1",
  role: "Admin",
} as const;

export const BROWSER_SESSION = {
  user_id: "usr_ada",
  email: "ada@example.com",
  account: ACTIVE_ACCOUNT,
  remembered: false,
  valid_until: "2027-01-01T00:15:00.000Z",
  idle_until: "2027-01-01T01:00:00.000Z",
  ends_at: "2027-01-01T12:00:00.000Z",
} as const;

export const SESSIONS = {
  cookie: { status: "signed_in", session: BROWSER_SESSION },
  token: {
    status: "signed_in",
    access_token: "eyJraWQiOiJhIn0.eyJ1c2UiOiJhIn0.c2ln",
    id_token: "eyJraWQiOiJhIn0.eyJ1c2UiOiJpIn0.c2ln",
    refresh_token: "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0",
    token_type: "Bearer",
    expires_in: 900,
  },
} as const;
export const SESSION_OR_STEP = {
  ...SESSIONS,
  challenge: { status: "challenge", challenge: "sms_code", options: { destination: "+********10" } },
} as const;

export const MEMBER = {
  user_id: "usr_grace",
  email: "grace@example.com",
  role: "Viewer",
  status: "ACTIVE",
  owner: false,
} as const;

export const INVITATION = {
  invitation_id: "inv_7f3a9c21",
  email: "linus@example.com",
  role: "Viewer",
  invited_by: "usr_ada",
  status: "PENDING",
  expires_at: "2027-01-08T00:00:00Z",
} as const;

export const API_KEY = {
  key_id: "Qm4xT7bV2nKc9LpZ",
  name: "nightly export",
  role: "Viewer",
  scopes: ["read"],
  status: "ACTIVE",
  issued_by: "usr_ada",
  issued_at: "2027-01-01T00:00:00Z",
  expires_at: "2027-04-01T00:00:00Z",
  previous_until: null,
  last_used_at: "2027-01-02T03:00:00Z",
} as const;

export const LAST_PAGE = { cursor: null } as const;

/** Generated from scripts/openapi by `npm run docs`; do not edit. */

/** Codes that every route may have. */
export type CommonCode =
  | "forbidden"
  | "internal"
  | "invalid_request"
  | "payload_too_large"
  | "session_expired"
  | "temporarily_unavailable"
  | "too_many_requests"
  | "unsupported_media_type";
export type Account = {
  readonly system_account_id: string;
  readonly visible_account_id: string;
  readonly cell_id: string;
  readonly name: string;
  readonly status: "ACTIVE" | "CLOSED" | "SUSPENDED";
};
export type AccountName = {
  /** One line without invisible characters and links. */
  readonly name: string;
};
export type AccountProbe = {
  readonly guard: "authorizer";
  readonly credential: "api_key" | "cookie" | "token";
  readonly user_id: string | null;
  readonly key_id: string | null;
  readonly system_account_id: string | null;
  readonly role: string | null;
  readonly scopes: readonly string[];
};
/** `read`, `write`, `admin`, or an action of the resource type. */
export type Action = string;
export type ActiveAccount = {
  readonly account_id: NamedId;
};
export type Address = {
  readonly email: Email;
};
export type Affiliation = {
  readonly department: string | null;
  readonly projects: readonly Label[];
  readonly teams: readonly Id[];
};
export type AffiliationRequest = {
  readonly department?: Label | undefined;
  readonly projects: readonly Label[];
};
export type ApiKey = {
  readonly key_id: ApiKeyId;
  readonly name: string;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly status: "ACTIVE" | "EXPIRED";
  /** The user who issued or last rotated it. */
  readonly issued_by: string;
  readonly issued_at: string;
  readonly expires_at: string;
  /** When the last old secret expires. */
  readonly previous_until: string | null;
  /** Accurate to the hour. */
  readonly last_used_at: string | null;
};
export type ApiKeyId = string;
/** A page. It may have fewer items than requested, even if more pages follow. */
export type ApiKeyPage = {
  readonly items: readonly ApiKey[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
export type BrowserSession = {
  readonly user_id: string;
  readonly email: string;
  readonly account: SessionAccount | null;
  readonly remembered: boolean;
  /** Then it must be refreshed before its next use. */
  readonly valid_until: string;
  /** Then it cannot be refreshed. */
  readonly idle_until: string;
  /** Then it ends in any case. */
  readonly ends_at: string;
};
/** The step that the sign-in asks for next. */
export type Challenge = {
  readonly status: "challenge";
  readonly challenge: "choose_factor" | "custom" | "email_code" | "new_password" | "sms_code" | "totp";
  readonly options: {
    readonly destination?: string | undefined;
    readonly factors?: readonly ("email_code" | "sms_code" | "totp")[] | undefined;
  };
  /** For clients that hold tokens. Browsers have a cookie. */
  readonly challenge_token?: string | undefined;
};
export type CodeAndPassword = {
  readonly email: Email;
  /** The mailed code, as a user types or pastes it. */
  readonly code: string;
  readonly password: Password;
};
export type CodeSent = {
  readonly status: "code_sent";
  readonly delivery: Delivery;
};
export type ConfirmationRequired = {
  readonly status: "confirmation_required";
  readonly delivery: Delivery;
};
export type Confirmed = {
  readonly status: "confirmed";
};
export type Delivery = {
  readonly medium: "EMAIL";
  /** Masked: `a***@e***`. */
  readonly destination: string;
};
/** Who calls. */
export type DemoCaller = {
  /** Null for guests, and for requests with neither a signature nor a token. */
  readonly user: {
    readonly iam_arn: string | null;
    readonly identity_id: string | null;
    readonly sub: string | null;
    readonly username: string | null;
    readonly email: string | null;
    readonly user_id: string | null;
    readonly legacy_id: string | null;
  } | null;
  readonly groups: readonly string[];
  /** Whether the role in the active account is Admin. */
  readonly is_admin: boolean;
  /** Whether the role in the active account is Viewer. */
  readonly is_viewer: boolean;
};
/** An e-mail address. Kept in lower case. */
export type Email = string;
/** A page. It may have fewer items than requested, even if more pages follow. */
export type GrantPage = {
  readonly items: readonly PermissionGrant[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
export type GrantRequest = {
  readonly resource: Resource;
  readonly grantee: Grantee;
  readonly actions: readonly Action[];
  /** In UTC (`Z`). Fractions of a second are cut. Without it: valid until it is revoked. */
  readonly expires_at?: string | undefined;
};
/** A user, the members of a team, a group of the pool, or the holders of a role. A group has no space, no comma and no invisible characters, and at most 256 bytes. */
export type Grantee = string;
export type HeldRefreshToken = {
  /** Of a client that holds its tokens. In a browser: nothing. */
  readonly refresh_token?: string | undefined;
};
/** An id that the service gave. */
export type Id = string;
export type Invitation = {
  readonly invitation_id: string;
  readonly email: string;
  readonly role: string;
  /** A user id, or the name of an operator. */
  readonly invited_by: string;
  readonly status: "EXPIRED" | "PENDING";
  readonly expires_at: string;
};
/** A page. It may have fewer items than requested, even if more pages follow. */
export type InvitationPage = {
  readonly items: readonly Invitation[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
export type Invited = {
  readonly invitation_id: string;
  readonly email: string;
  readonly role: string;
  /** A user id, or the name of an operator. */
  readonly invited_by: string;
  readonly status: "PENDING";
  readonly expires_at: string;
  /** False if the stage sends no invitations. */
  readonly mailed: boolean;
};
export type JoinedAccount = {
  readonly system_account_id: string;
  readonly visible_account_id: string;
  readonly name: string;
  readonly role: string;
};
/** One line without invisible characters, with single plain spaces. Compared exactly. */
export type Label = string;
/** The language of the mail, such as `en` or `pt-BR`. */
export type LanguageTag = string;
export type LinkSent = {
  readonly status: "link_sent";
  readonly delivery: Delivery;
};
export type LinkToken = {
  /** The part of the link after the `#`. */
  readonly token: string;
};
export type MailedCode = {
  /** The mailed code, as a user types or pastes it. */
  readonly code: string;
};
/** The caller. */
export type Me = {
  readonly user_id: string;
  readonly username: string;
  readonly email: string;
  readonly account: SessionAccount | null;
  /** A page of them. */
  readonly memberships: readonly {
    readonly system_account_id: string;
    readonly visible_account_id: string | null;
    readonly name: string | null;
    readonly role: string;
    readonly status: "ACTIVE" | "INVITED" | "SUSPENDED";
  }[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
export type Member = {
  readonly user_id: string;
  /** For Admins and the member. */
  readonly email?: string | undefined;
  readonly role: string;
  readonly status: "ACTIVE" | "INVITED" | "SUSPENDED";
  readonly owner: boolean;
};
/** A page. It may have fewer items than requested, even if more pages follow. */
export type MemberPage = {
  readonly items: readonly Member[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
/** The id of what a request acts on. A malformed one is answered like an unknown one. */
export type NamedId = string;
export type NewApiKey = {
  /** The text of the key, which no other response has. */
  readonly key: string;
  readonly key_id: ApiKeyId;
  readonly name: string;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly status: "ACTIVE" | "EXPIRED";
  /** The user who issued or last rotated it. */
  readonly issued_by: string;
  readonly issued_at: string;
  readonly expires_at: string;
  /** When the last old secret expires. */
  readonly previous_until: string | null;
  /** Accurate to the hour. */
  readonly last_used_at: string | null;
};
export type NewApiKeyWish = {
  readonly name: Label;
  /** Without it: the lowest role of the stage. */
  readonly role?: string | undefined;
  /** Without them: all scopes of the role. */
  readonly scopes?: readonly string[] | undefined;
  /** For how many days the key is valid. */
  readonly expires_in_days?: number | undefined;
};
export type NewInvitation = {
  readonly email: Email;
  /** A role of the stage. Admin is the highest. */
  readonly role: string;
  readonly language?: LanguageTag | undefined;
  /** For how many days the invitation is valid. */
  readonly valid_days?: number | undefined;
};
export type NewOwner = {
  /** An ACTIVE member. */
  readonly user_id: NamedId;
  /** The caller stays an owner. */
  readonly keep?: boolean | undefined;
};
export type NewRole = {
  /** A role of the stage. Admin is the highest. */
  readonly role: string;
};
export type NoSession = {
  /** `refresh_due`: signed in, but to be refreshed before the next use. */
  readonly status: "refresh_due" | "signed_out";
};
/** Either of them. */
export type Offer = {
  /** From the mail. */
  readonly token?: string | undefined;
  /** The account of a membership that an operator prepared. */
  readonly account_id?: NamedId | undefined;
};
export type OpenProbe = {
  readonly guard: "none";
};
/** An account, with the caller's membership. */
export type OwnAccount = {
  readonly system_account_id: string;
  readonly visible_account_id: string;
  readonly cell_id: string;
  readonly name: string;
  readonly status: "ACTIVE" | "CLOSED" | "SUSPENDED";
  readonly membership: {
    readonly role: string;
    readonly status: "ACTIVE" | "INVITED" | "SUSPENDED";
    readonly owner: boolean;
  };
};
/** A page. It may have fewer items than requested, even if more pages follow. */
export type OwnAccountPage = {
  readonly items: readonly OwnAccount[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
/** Taken as it is. */
export type Password = string;
export type PasswordReset = {
  readonly status: "password_reset";
};
export type PasswordSignIn = {
  readonly email: Email;
  readonly password: Password;
  readonly session?: SessionMode | undefined;
  readonly remember?: Remember | undefined;
};
export type PermissionCheck = {
  /** Whose permission. Without it: the caller's. */
  readonly user_id?: Id | undefined;
  readonly checks: readonly {
    readonly resource: Resource;
    readonly action: Action;
  }[];
};
export type PermissionDecision =
  | {
      readonly resource: Resource;
      readonly action: Action;
      readonly allowed: true;
      readonly rule: PermissionRule;
      readonly grantee?: Grantee | undefined;
    }
  | {
      readonly resource: Resource;
      readonly action: Action;
      readonly allowed: false;
      readonly reason: PermissionRefusal;
    };
/** The decision, and the result of every rule. */
export type PermissionExplanation =
  | {
      readonly resource: Resource;
      readonly action: Action;
      readonly allowed: true;
      readonly rule: PermissionRule;
      readonly grantee?: Grantee | undefined;
      readonly steps: readonly PermissionStep[];
    }
  | {
      readonly resource: Resource;
      readonly action: Action;
      readonly allowed: false;
      readonly reason: PermissionRefusal;
      readonly steps: readonly PermissionStep[];
    };
export type PermissionGrant = {
  readonly resource: Resource;
  readonly grantee: Grantee;
  readonly actions: readonly Action[];
  readonly granted_by: Id;
  readonly granted_at: string;
  readonly expires_at: string | null;
};
export type PermissionQuestion = {
  /** Whose permission. Without it: the caller's. */
  readonly user_id?: Id | undefined;
  readonly resource: Resource;
  readonly action: Action;
};
export type PermissionRefusal =
  | "account_inactive"
  | "action_unknown"
  | "expired"
  | "membership_inactive"
  | "no_rule"
  | "not_a_member"
  | "user_inactive"
  | "user_unknown";
export type PermissionResults = {
  readonly results: readonly PermissionDecision[];
};
export type PermissionRule =
  | "department"
  | "group_grant"
  | "owner"
  | "project"
  | "role_default"
  | "role_grant"
  | "team_grant"
  | "user_grant";
export type PermissionStep = {
  readonly rule: PermissionRule;
  readonly outcome: "allows" | "expired" | "silent";
  readonly grantee?: Grantee | undefined;
  readonly expires_at?: string | undefined;
};
/** A failure, as RFC 9457 describes it. errors.md lists the codes. */
export type Problem = {
  /** The code as a URN. */
  readonly type: string;
  /** The name of the status. */
  readonly title: string;
  readonly status: number;
  /** For people. It never depends on the input. */
  readonly detail: string;
  /** What the caller can do. */
  readonly hint?: string | undefined;
  /** For programs. */
  readonly code:
    | "account_creation_closed"
    | "captcha_failed"
    | "conflict"
    | "cross_site"
    | "federation_refused"
    | "forbidden"
    | "internal"
    | "invalid_code"
    | "invalid_credentials"
    | "invalid_key"
    | "invalid_request"
    | "invalid_token"
    | "invitation_invalid"
    | "invitation_required"
    | "last_owner"
    | "not_found"
    | "owner_required"
    | "password_reset_required"
    | "payload_too_large"
    | "permission_required"
    | "role_required"
    | "session_expired"
    | "sign_up_refused"
    | "step_up_required"
    | "temporarily_unavailable"
    | "too_many_requests"
    | "unsupported_media_type"
    | "user_not_confirmed"
    | "weak_password";
  /** Names the request in the logs. */
  readonly request_id: string;
  /** The names of the invalid fields. */
  readonly fields?: readonly string[] | undefined;
};
/** What a step-up is for. */
export type Purpose = string;
/** The cookie survives the end of the browser. Only with a cookie. */
export type Remember = boolean;
export type ResentInvitation = {
  readonly language?: LanguageTag | undefined;
  /** For how many days the invitation is valid. */
  readonly valid_days?: number | undefined;
};
export type ResetRequested = {
  readonly status: "reset_requested";
  readonly delivery: Delivery;
};
/** A type and an id, such as `invoice/2027-1`. */
export type Resource = string;
export type ResourceDescription = {
  readonly resource: Resource;
  readonly owner_id?: Id | undefined;
  readonly department?: Label | undefined;
  readonly project?: Label | undefined;
};
export type ResourceFacts = {
  readonly resource: Resource;
  readonly owner_id: string | null;
  readonly department: string | null;
  readonly project: string | null;
};
export type Rotation = {
  /** For how long the old secret stays valid. */
  readonly overlap_seconds?: number | undefined;
  /** For how many days the key is valid. */
  readonly expires_in_days?: number | undefined;
};
export type Session = SignedIn | Tokens;
/** The account in which the session acts. */
export type SessionAccount = {
  readonly system_account_id: string;
  readonly visible_account_id: string;
  readonly cell_id: string;
  readonly role: string;
};
/** How the session is kept. Without it: a cookie for browsers, and tokens for other clients. */
export type SessionMode = "cookie" | "token";
export type SessionOrStep = SignedIn | Tokens | Challenge;
export type SessionState = SignedIn | NoSession;
export type SignInStart = {
  readonly email: Email;
  readonly language?: LanguageTag | undefined;
  readonly session?: SessionMode | undefined;
  readonly remember?: Remember | undefined;
};
export type SignUp = {
  readonly email: Email;
  readonly password: Password;
  /** One line without invisible characters and links. */
  readonly name?: string | undefined;
  readonly language?: LanguageTag | undefined;
  /** The token of Turnstile or reCAPTCHA, if the stage requires one. */
  readonly captcha_token?: string | undefined;
  /** The token of an invitation to this address. */
  readonly invitation_token?: string | undefined;
};
/** A session in a cookie. */
export type SignedIn = {
  readonly status: "signed_in";
  readonly session: BrowserSession;
};
/** The one field that the step asks for. */
export type StepAnswer = {
  /** From the challenge, in place of the cookie. */
  readonly challenge_token?: string | undefined;
  /** Of an authenticator app or a message. */
  readonly code?: string | undefined;
  readonly new_password?: Password | undefined;
  /** One of the factors of the challenge. */
  readonly factor?: string | undefined;
};
export type StepUpDone = {
  readonly status: "confirmed";
  readonly purpose: Purpose;
  /** Null: no account. */
  readonly account_id: string | null;
  /** In seconds. */
  readonly expires_in: number;
};
export type StepUpSent = {
  readonly status: "code_sent";
};
export type StepUpStart = {
  readonly purpose: Purpose;
  /** The account of the act. Without it: the active account of the session. */
  readonly account_id?: Id | undefined;
  readonly language?: LanguageTag | undefined;
};
export type Team = {
  readonly team_id: Id;
  readonly name: Label;
};
export type TeamMember = {
  readonly user_id: Id;
};
/** A page. It may have fewer items than requested, even if more pages follow. */
export type TeamMemberPage = {
  readonly items: readonly TeamMember[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
export type TeamName = {
  readonly name: Label;
};
/** A page. It may have fewer items than requested, even if more pages follow. */
export type TeamPage = {
  readonly items: readonly Team[];
  /** Of the next page. Null: there is none. */
  readonly cursor: string | null;
};
/** A session whose tokens the client holds. */
export type Tokens = {
  readonly status: "signed_in";
  readonly access_token: string;
  readonly id_token: string;
  /** Absent if the one before it stays valid. */
  readonly refresh_token?: string | undefined;
  readonly token_type: "Bearer";
  /** In seconds. */
  readonly expires_in: number;
};
/** `code`: beside the common ones. */
export type Operations = {
  /** Register a user */
  "POST /api/account/signup": {
    input: { readonly body: SignUp };
    answer: Confirmed | ConfirmationRequired;
    code: "captcha_failed" | "invitation_required" | "sign_up_refused" | "weak_password";
  };
  /** Confirm an address with the mailed code */
  "POST /api/account/confirm": {
    input: { readonly body: CodeAndPassword };
    answer: Confirmed;
    code: "invalid_code" | "weak_password";
  };
  /** Send another code to an unconfirmed user */
  "POST /api/account/resend": {
    input: { readonly body: Address };
    answer: ConfirmationRequired;
    code: never;
  };
  /** Mail a code for a new password */
  "POST /api/account/forgot": { input: { readonly body: Address }; answer: ResetRequested; code: never };
  /** Set a new password with the mailed code */
  "POST /api/account/reset": {
    input: { readonly body: CodeAndPassword };
    answer: PasswordReset;
    code: "invalid_code" | "weak_password";
  };
  /** Sign in with address and password */
  "POST /api/account/signin": {
    input: { readonly body: PasswordSignIn };
    answer: SessionOrStep;
    code: "cross_site" | "invalid_credentials" | "password_reset_required" | "user_not_confirmed";
  };
  /** Answer the step that a sign-in asked for */
  "POST /api/account/challenge": {
    input: { readonly body: StepAnswer };
    answer: SessionOrStep;
    code: "cross_site" | "invalid_code" | "weak_password";
  };
  /** Mail a sign-in code */
  "POST /api/account/signin/code": {
    input: { readonly body: SignInStart };
    answer: CodeSent;
    code: "cross_site";
  };
  /** Sign in with the mailed code */
  "POST /api/account/signin/code/verify": {
    input: { readonly body: MailedCode };
    answer: Session;
    code: "invalid_code";
  };
  /** Mail a sign-in link */
  "POST /api/account/signin/link": {
    input: { readonly body: SignInStart };
    answer: LinkSent;
    code: "cross_site";
  };
  /** Sign in with the token of the mailed link */
  "POST /api/account/signin/link/verify": {
    input: { readonly body: LinkToken };
    answer: Session;
    code: "invalid_code";
  };
  /** Mail a step-up code */
  "POST /api/account/step-up": {
    input: { readonly body: StepUpStart };
    answer: StepUpSent;
    code: "cross_site";
  };
  /** Confirm the step-up code */
  "POST /api/account/step-up/verify": {
    input: { readonly body: MailedCode };
    answer: StepUpDone;
    code: "cross_site" | "invalid_code";
  };
  /** The session of the browser that asks */
  "GET /api/account/session": { input: Record<never, never>; answer: SessionState; code: never };
  /** Renew a session */
  "POST /api/account/refresh": {
    input: { readonly body: HeldRefreshToken };
    answer: Session;
    code: "cross_site";
  };
  /** Sign out everywhere */
  "POST /api/account/signout": {
    input: { readonly body?: HeldRefreshToken | undefined };
    answer: undefined;
    code: "cross_site";
  };
  /** Another name of `POST /api/account/signout` */
  "POST /api/account/logout": {
    input: { readonly body?: HeldRefreshToken | undefined };
    answer: undefined;
    code: "cross_site";
  };
  /** The caller */
  "GET /api/account/me": {
    input: {
      readonly query?:
        | { readonly limit?: number | undefined; readonly cursor?: string | undefined }
        | undefined;
      readonly headers?: { readonly "x-account-id"?: NamedId | undefined } | undefined;
    };
    answer: Me;
    code: never;
  };
  /** Select the caller's active account */
  "POST /api/account/active": {
    input: { readonly body: ActiveAccount };
    answer: OwnAccount;
    code: "conflict";
  };
  /** The caller's accounts */
  "GET /api/accounts": {
    input: {
      readonly query?:
        | { readonly limit?: number | undefined; readonly cursor?: string | undefined }
        | undefined;
    };
    answer: OwnAccountPage;
    code: never;
  };
  /** Create an account */
  "POST /api/accounts": {
    input: { readonly body: AccountName; readonly idempotencyKey?: string | undefined };
    answer: Account;
    code: "account_creation_closed" | "conflict";
  };
  /** An account */
  "GET /api/accounts/{account_id}": {
    input: { readonly path: { readonly account_id: NamedId } };
    answer: OwnAccount;
    code: never;
  };
  /** Rename an account */
  "PATCH /api/accounts/{account_id}": {
    input: { readonly path: { readonly account_id: NamedId }; readonly body: AccountName };
    answer: OwnAccount;
    code: "conflict" | "role_required";
  };
  /** Close an account */
  "POST /api/accounts/{account_id}/close": {
    input: { readonly path: { readonly account_id: NamedId } };
    answer: Account;
    code: "conflict" | "owner_required" | "role_required" | "step_up_required";
  };
  /** The members of the account */
  "GET /api/accounts/{account_id}/members": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly query?:
        | { readonly limit?: number | undefined; readonly cursor?: string | undefined }
        | undefined;
    };
    answer: MemberPage;
    code: never;
  };
  /** A member */
  "GET /api/accounts/{account_id}/members/{user_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly user_id: Id } };
    answer: Member;
    code: "not_found";
  };
  /** Change a member's role */
  "PATCH /api/accounts/{account_id}/members/{user_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly user_id: Id }; readonly body: NewRole };
    answer: Member;
    code: "conflict" | "last_owner" | "not_found" | "owner_required" | "role_required";
  };
  /** Remove a member, or leave */
  "DELETE /api/accounts/{account_id}/members/{user_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly user_id: Id } };
    answer: undefined;
    code: "conflict" | "last_owner" | "not_found" | "owner_required" | "role_required";
  };
  /** Suspend a member in this account */
  "POST /api/accounts/{account_id}/members/{user_id}/suspend": {
    input: { readonly path: { readonly account_id: NamedId; readonly user_id: Id } };
    answer: Member;
    code: "conflict" | "last_owner" | "not_found" | "owner_required" | "role_required";
  };
  /** Lift a suspension */
  "POST /api/accounts/{account_id}/members/{user_id}/reinstate": {
    input: { readonly path: { readonly account_id: NamedId; readonly user_id: Id } };
    answer: Member;
    code: "conflict" | "last_owner" | "not_found" | "owner_required" | "role_required";
  };
  /** Make a member an owner */
  "POST /api/accounts/{account_id}/ownership": {
    input: { readonly path: { readonly account_id: NamedId }; readonly body: NewOwner };
    answer: Member;
    code: "conflict" | "not_found" | "owner_required" | "role_required" | "step_up_required";
  };
  /** The unanswered invitations */
  "GET /api/accounts/{account_id}/invitations": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly query?:
        | { readonly limit?: number | undefined; readonly cursor?: string | undefined }
        | undefined;
    };
    answer: InvitationPage;
    code: "role_required";
  };
  /** Invite an address */
  "POST /api/accounts/{account_id}/invitations": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly body: NewInvitation;
      readonly idempotencyKey?: string | undefined;
    };
    answer: Invited;
    code: "conflict" | "role_required";
  };
  /** Revoke an invitation */
  "DELETE /api/accounts/{account_id}/invitations/{invitation_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly invitation_id: NamedId } };
    answer: undefined;
    code: "conflict" | "not_found" | "role_required";
  };
  /** Mail a new token */
  "POST /api/accounts/{account_id}/invitations/{invitation_id}/resend": {
    input: {
      readonly path: { readonly account_id: NamedId; readonly invitation_id: NamedId };
      readonly body: ResentInvitation;
      readonly idempotencyKey?: string | undefined;
    };
    answer: Invited;
    code: "conflict" | "not_found" | "role_required";
  };
  /** Accept an invitation */
  "POST /api/invitations/accept": {
    input: { readonly body: Offer };
    answer: JoinedAccount;
    code: "conflict" | "invitation_invalid";
  };
  /** Decline an invitation */
  "POST /api/invitations/decline": {
    input: { readonly body: Offer };
    answer: undefined;
    code: "conflict" | "invitation_invalid";
  };
  /** The API keys of an account */
  "GET /api/accounts/{account_id}/keys": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly query?:
        | { readonly limit?: number | undefined; readonly cursor?: string | undefined }
        | undefined;
    };
    answer: ApiKeyPage;
    code: "role_required";
  };
  /** Issue a key */
  "POST /api/accounts/{account_id}/keys": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly body: NewApiKeyWish;
      readonly idempotencyKey?: string | undefined;
    };
    answer: NewApiKey;
    code: "conflict" | "role_required" | "step_up_required";
  };
  /** Give a key a new secret */
  "POST /api/accounts/{account_id}/keys/{key_id}/rotate": {
    input: {
      readonly path: { readonly account_id: NamedId; readonly key_id: ApiKeyId };
      readonly body: Rotation;
      readonly idempotencyKey?: string | undefined;
    };
    answer: NewApiKey;
    code: "conflict" | "not_found" | "role_required" | "step_up_required";
  };
  /** Revoke a key */
  "DELETE /api/accounts/{account_id}/keys/{key_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly key_id: ApiKeyId } };
    answer: undefined;
    code: "conflict" | "not_found" | "role_required";
  };
  /** Check up to 25 permissions */
  "POST /api/accounts/{account_id}/permissions/check": {
    input: { readonly path: { readonly account_id: NamedId }; readonly body: PermissionCheck };
    answer: PermissionResults;
    code: "role_required";
  };
  /** Why a permission holds or not */
  "POST /api/accounts/{account_id}/permissions/explain": {
    input: { readonly path: { readonly account_id: NamedId }; readonly body: PermissionQuestion };
    answer: PermissionExplanation;
    code: "role_required";
  };
  /** The grants on a resource, or to a grantee */
  "GET /api/accounts/{account_id}/grants": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly query?:
        | {
            readonly resource?: Resource | undefined;
            readonly grantee?: Grantee | undefined;
            readonly limit?: number | undefined;
            readonly cursor?: string | undefined;
          }
        | undefined;
    };
    answer: GrantPage;
    code: "permission_required" | "role_required";
  };
  /** Grant actions on a resource */
  "PUT /api/accounts/{account_id}/grants": {
    input: { readonly path: { readonly account_id: NamedId }; readonly body: GrantRequest };
    answer: PermissionGrant;
    code: "conflict" | "permission_required";
  };
  /** Revoke a grant */
  "DELETE /api/accounts/{account_id}/grants": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly query: { readonly resource: Resource; readonly grantee: Grantee };
    };
    answer: undefined;
    code: "conflict" | "not_found" | "permission_required";
  };
  /** The attributes of a resource */
  "GET /api/accounts/{account_id}/resources": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly query: { readonly resource: Resource };
    };
    answer: ResourceFacts;
    code: "permission_required";
  };
  /** Replace the attributes of a resource */
  "PUT /api/accounts/{account_id}/resources": {
    input: { readonly path: { readonly account_id: NamedId }; readonly body: ResourceDescription };
    answer: ResourceFacts;
    code: "conflict" | "permission_required";
  };
  /** The teams of the account */
  "GET /api/accounts/{account_id}/teams": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly query?:
        | { readonly limit?: number | undefined; readonly cursor?: string | undefined }
        | undefined;
    };
    answer: TeamPage;
    code: never;
  };
  /** Create a team */
  "POST /api/accounts/{account_id}/teams": {
    input: {
      readonly path: { readonly account_id: NamedId };
      readonly body: TeamName;
      readonly idempotencyKey?: string | undefined;
    };
    answer: Team;
    code: "conflict" | "role_required";
  };
  /** Rename a team */
  "PATCH /api/accounts/{account_id}/teams/{team_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly team_id: Id }; readonly body: TeamName };
    answer: Team;
    code: "conflict" | "not_found" | "role_required";
  };
  /** Delete a team */
  "DELETE /api/accounts/{account_id}/teams/{team_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly team_id: Id } };
    answer: undefined;
    code: "conflict" | "not_found" | "role_required";
  };
  /** The members of a team */
  "GET /api/accounts/{account_id}/teams/{team_id}/members": {
    input: {
      readonly path: { readonly account_id: NamedId; readonly team_id: Id };
      readonly query?:
        | { readonly limit?: number | undefined; readonly cursor?: string | undefined }
        | undefined;
    };
    answer: TeamMemberPage;
    code: "not_found";
  };
  /** Add a member of the account to a team */
  "PUT /api/accounts/{account_id}/teams/{team_id}/members/{user_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly team_id: Id; readonly user_id: Id } };
    answer: undefined;
    code: "conflict" | "not_found" | "role_required";
  };
  /** Take a member out of a team */
  "DELETE /api/accounts/{account_id}/teams/{team_id}/members/{user_id}": {
    input: { readonly path: { readonly account_id: NamedId; readonly team_id: Id; readonly user_id: Id } };
    answer: undefined;
    code: "conflict" | "not_found" | "role_required";
  };
  /** Department, projects and teams of a member */
  "GET /api/accounts/{account_id}/members/{user_id}/affiliation": {
    input: { readonly path: { readonly account_id: NamedId; readonly user_id: Id } };
    answer: Affiliation;
    code: "not_found" | "role_required";
  };
  /** Replace department and projects of a member */
  "PUT /api/accounts/{account_id}/members/{user_id}/affiliation": {
    input: {
      readonly path: { readonly account_id: NamedId; readonly user_id: Id };
      readonly body: AffiliationRequest;
    };
    answer: undefined;
    code: "conflict" | "not_found" | "role_required";
  };
  /** A route without a guard */
  "GET /api/probe/open": { input: Record<never, never>; answer: OpenProbe; code: never };
  /** A route behind the authorizer */
  "GET /api/probe/account": {
    input: { readonly headers?: { readonly "x-account-id"?: NamedId | undefined } | undefined };
    answer: AccountProbe;
    code: never;
  };
  /** Without a guard */
  "GET /test/plain": {
    input: { readonly headers?: { readonly "x-cognito-id-token"?: string | undefined } | undefined };
    answer: DemoCaller;
    code: "invalid_token";
  };
};

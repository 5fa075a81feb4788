/** The users of the local Google. All of them are fictitious. */
export type GoogleUser = {
  /** Google's user id: digits. */
  readonly sub: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  /** Additional claims, unchanged. */
  readonly claims?: Readonly<Record<string, unknown>>;
};

export const GOOGLE_USERS: readonly GoogleUser[] = [
  { sub: "104556631362906539001", email: "ada@example.com", emailVerified: true, name: "Ada Lovelace" },
  {
    sub: "104556631362906539002",
    email: "margaret@example.com",
    emailVerified: true,
    name: "Margaret Hamilton",
  },
  { sub: "104556631362906539003", email: "grace@example.com", emailVerified: false, name: "Grace Hopper" },
];

export const claimsOf = ({ sub, email, emailVerified, name, claims }: GoogleUser) => {
  const [given = name, ...rest] = name.split(" ");
  return {
    sub,
    email,
    email_verified: emailVerified,
    name,
    given_name: given,
    ...(rest.length > 0 && { family_name: rest.join(" ") }),
    ...claims,
  };
};

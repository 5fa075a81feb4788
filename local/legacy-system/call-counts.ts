/** Counts the calls by outcome. The entered text is never stored, because it may be a password. */

export type Outcome = "accepted" | "refused" | "forbidden" | "malformed";
export type Route = "verify" | "lookup" | "validate";
type UserRoute = Exclude<Route, "validate">;

type RouteCounts = Readonly<Record<Outcome, number>> & {
  /** All received calls, including those that a fault left without an outcome. */
  readonly received: number;
};

export type CallCounts = {
  readonly verify: RouteCounts;
  readonly lookup: RouteCounts;
  readonly validate: RouteCounts;
  /** Calls that named a known user, by legacy id. */
  readonly users: Readonly<Record<string, Readonly<Record<UserRoute, number>>>>;
};

const none = () => ({ received: 0, accepted: 0, refused: 0, forbidden: 0, malformed: 0 });

export const createCallCounts = () => {
  let routes = { verify: none(), lookup: none(), validate: none() };
  let users = new Map<string, Record<UserRoute, number>>();

  return {
    received: (route: Route): void => {
      routes[route].received += 1;
    },
    outcome: (route: Route, outcome: Outcome): void => {
      routes[route][outcome] += 1;
    },
    named: (route: UserRoute, userId: string): void => {
      const counts = users.get(userId) ?? { verify: 0, lookup: 0 };
      users.set(userId, { ...counts, [route]: counts[route] + 1 });
    },
    read: (): CallCounts => structuredClone({ ...routes, users: Object.fromEntries(users) }),
    clear: (): void => {
      routes = { verify: none(), lookup: none(), validate: none() };
      users = new Map();
    },
  };
};

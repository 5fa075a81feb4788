/** The other tabs of the browser: one of them refreshes at a time, and all learn of a sign-in or sign-out. */

type Locks = {
  request<T>(
    name: string,
    options: { readonly ifAvailable?: boolean },
    run: (lock: unknown) => Promise<T>,
  ): Promise<T>;
};
type Channel = {
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
};

/** What a browser has; nothing of it has to be there. */
export type Surroundings = {
  readonly locks?: Locks | undefined;
  readonly channel?: ((name: string) => Channel) | undefined;
};

export type Tabs = {
  /** Runs alone among the tabs. `waited`: another tab ran before, while this one waited. */
  readonly alone: <T>(run: (waited: boolean) => Promise<T>) => Promise<T>;
  readonly tell: (news: News) => void;
};
/** Never a token. */
export type News = "signed_in" | "signed_out";

export const surroundings = (): Surroundings => {
  const { location, navigator, BroadcastChannel } = globalThis as {
    location?: unknown;
    navigator?: { readonly locks?: Locks };
    BroadcastChannel?: new (name: string) => unknown;
  };
  // Clients of one server process belong to several users.
  if (location === undefined) return {};
  return {
    locks: navigator?.locks,
    channel: BroadcastChannel && ((name) => new BroadcastChannel(name) as Channel),
  };
};

export const openTabs = (
  name: string,
  { locks, channel }: Surroundings,
  heard: (news: News) => void,
): Tabs => {
  const opened = channel?.(name);
  if (opened)
    opened.onmessage = ({ data }) => {
      if (data === "signed_in" || data === "signed_out") heard(data);
    };
  return {
    tell: (news) => opened?.postMessage(news),
    alone: async (run) => {
      if (!locks) return run(false);
      const first = await locks.request(name, { ifAvailable: true }, async (lock) =>
        lock === null ? undefined : { result: await run(false) },
      );
      return first ? first.result : locks.request(name, {}, () => run(true));
    },
  };
};

/**
 * One user's day. They sign in, try again if a response tells them to, pause for an hour, and
 * return later. A forbidden outcome is recorded as a grievance.
 */
import type { Home, Reply } from "./client.js";
import { belongs, MARK, twinPassword, type User } from "./users.js";

export type Progress = {
  readonly user: User;
  visits: number;
  forgotten: number;
  /** The password that they sign in with now. */
  password: string;
  done: boolean;
  readonly userIds: Set<string>;
  /** The codes of the refusals that they were given. */
  readonly refusals: Set<string>;
  readonly grievances: string[];
};

export const dayOf = (user: User): Progress => ({
  ...{ user, visits: 0, forgotten: 0, password: user.password, done: false },
  ...{ userIds: new Set(), refusals: new Set(), grievances: [] },
});

/** How often users retry before they give up for the hour. */
const PATIENCE = 1;

export type Visit = {
  readonly home: Home;
  /** In an hour without faults no user with a correct password is refused. */
  readonly calm: boolean;
  /** The legacy system returns the wrong user: a correct password may be refused. */
  readonly mixedUp: boolean;
};

export const visit = async (progress: Progress, circumstances: Visit): Promise<void> => {
  const { user } = progress;
  progress.visits += 1;
  const email = user.spellings[progress.visits % user.spellings.length] ?? user.email;
  const meeting = { progress, email, ...circumstances };
  await VISITS[user.kind](meeting);
  if (circumstances.calm && belongs(user) && !progress.done)
    progress.grievances.push(`${user.email} was turned away in a calm hour: ${[...progress.refusals]}`);
};

type Meeting = Visit & { readonly progress: Progress; readonly email: string };

const enter = async (meeting: Meeting, password: string): Promise<Reply> => {
  const { progress, home, email } = meeting;
  const reply = await home.signIn(email, password);
  if (reply.status === 200) {
    if (!belongs(progress.user)) progress.grievances.push(`${progress.user.email} got in`);
    progress.done = true;
    progress.userIds.add(String(reply.userId));
  } else progress.refusals.add(reply.code);
  if (![200, 401, 403, 429, 503].includes(reply.status))
    progress.grievances.push(`${progress.user.email} was answered ${reply.status} ${reply.code}`);
  return reply;
};

const TRY_AGAIN: ReadonlySet<number> = new Set([429, 503]);

/** At the end of the day, once more without a fault: the same user as before. */
export const comeAgain = async (progress: Progress, home: Home): Promise<void> => {
  const { user, visits } = progress;
  const email = user.spellings[(visits + 1) % user.spellings.length] ?? user.email;
  progress.done = false;
  await persist({ progress, email, home, calm: true, mixedUp: false });
  if (!progress.done) progress.grievances.push(`${user.email} did not get in again`);
};

/** With the correct password: once, and again while the answer says to retry. */
const persist = async (meeting: Meeting): Promise<void> => {
  const { progress, mixedUp, calm } = meeting;
  const until = performance.now() + (calm ? CALM_PATIENCE_MS : 0);
  let mistaken = 0;
  for (let tries = 0; tries <= PATIENCE || performance.now() < until; tries += 1) {
    const { status } = await enter(meeting, progress.password);
    // For the second twin, the correct password of their record is a wrong one.
    if (status === 401 && calm && !mixedUp && belongs(progress.user) && progress.user.kind !== "twins") {
      mistaken += 1;
      // The sign-in that finds the legacy system too slow is answered like a wrong password, for all names. The
      // legacy system is slow where this machine is busy, and its user types the password once more.
      if (mistaken === 1) continue;
      progress.grievances.push(`${progress.user.email} was told twice that the right password is wrong`);
    }
    if (!TRY_AGAIN.has(status)) return;
  }
  if (calm) progress.grievances.push(`${progress.user.email} was told of an outage in a calm hour`);
};

/** A circuit that opened in the hour before closes within a second; a machine that is busy with other work takes longer. */
const CALM_PATIENCE_MS = 120_000;

const wrongPassword = ({ progress }: Meeting, count: number): string =>
  `${MARK}-Wrong-${progress.user.index}-${count}!`;

const VISITS: Record<User["kind"], (meeting: Meeting) => Promise<void>> = {
  plain: persist,
  suspended: persist,
  stranger: persist,
  mistyping: async (meeting) => {
    await enter(meeting, wrongPassword(meeting, 1));
    await persist(meeting);
  },
  // Three tabs at once. A name has ten tries a day, of which an hour with a fault takes three.
  impatient: async (meeting) => {
    const { calm, progress } = meeting;
    const once = calm ? persist : () => enter(meeting, progress.password);
    await Promise.all([once(meeting), once(meeting), once(meeting)]);
  },
  twins: async (meeting) => {
    const { progress } = meeting;
    // The first of the two has the address; a sign-in with the other one's password is a wrong password.
    const replies = await Promise.all(
      [progress.user.password, twinPassword(progress.user.index)].map(async (password) => {
        const { status } = await enter(meeting, password);
        return { status, password };
      }),
    );
    const entered = replies.filter(({ status }) => status === 200);
    if (entered.length > 1) progress.grievances.push(`both twins of ${progress.user.email} got in`);
    const [winner] = entered;
    if (winner) progress.password = winner.password;
    else if (meeting.calm) await persistAsEither(meeting);
  },
  guesser: async (meeting) => {
    for (let guess = 0; guess < 4; guess += 1) await enter(meeting, wrongPassword(meeting, guess));
  },
  forgetful: async (meeting) => {
    const { progress, home, email } = meeting;
    const { newPassword } = progress.user;
    if (progress.password === newPassword) return persist(meeting);
    // Three codes an hour: a user who requested two of them waits for the end of the fault.
    if (progress.forgotten >= 2 && !meeting.calm) return;
    progress.forgotten += 1;
    await home.forgot(email);
    const { status } = await home.reset(email, newPassword);
    if (status !== 200) return;
    progress.password = newPassword;
    await persist(meeting);
  },
};

const persistAsEither = async (meeting: Meeting): Promise<void> => {
  const { progress } = meeting;
  for (const password of [progress.user.password, twinPassword(progress.user.index)]) {
    if (progress.done) return;
    progress.password = password;
    await persist(meeting);
  }
};

/** The invariants of a user of the pool, for any order of events. */
import { lastCode, poolId, publicId, type World } from "./world.js";

const guessesPerCode = 5;

type Purpose = "sign-up" | "password";

interface Code {
  readonly value: string;
  readonly purpose: Purpose;
  wrongGuesses: number;
}

/** A sign-in; refreshing replaces the refresh token and adds an access token. */
export interface Session {
  refresh: string;
  readonly access: string[];
}

/** The pool of the users. After a restart another process takes it over. */
export interface Stage {
  world: World;
}

/** One address, through all the users that it names in time. */
export class Life {
  readonly email: string;
  status: "absent" | "unconfirmed" | "confirmed" | "reset" | "temporary" = "absent";
  enabled = true;
  /** Whether a code may go to the address: a new password alone does not prove it. */
  verified = false;
  groups = new Set<string>();
  sessions: Session[] = [];
  readonly deadRefresh: string[] = [];
  readonly deadAccess: string[] = [];
  /** Sessions that wait for a new password, and those that do not any more. */
  challenges: string[] = [];
  readonly deadChallenges: string[] = [];
  readonly #stage: Stage;
  #codes: Code[] = [];
  readonly #spentCodes: Code[] = [];

  constructor(stage: Stage, email: string) {
    this.#stage = stage;
    this.email = email;
  }

  get world(): World {
    return this.#stage.world;
  }

  get admin() {
    return { UserPoolId: poolId, Username: this.email };
  }

  get user() {
    return { ClientId: publicId, Username: this.email };
  }

  get maySignIn(): boolean {
    return this.status === "confirmed" && this.enabled;
  }

  get mayReset(): boolean {
    return this.enabled && this.verified && (this.status === "confirmed" || this.status === "reset");
  }

  /** A new code takes the place of the one before it. */
  codeArrived(purpose: Purpose): void {
    this.spend(purpose);
    this.#codes.push({ value: lastCode(this.world, this.email), purpose, wrongGuesses: 0 });
  }

  spend(purpose: Purpose): void {
    this.#spentCodes.push(...this.#codes.filter((code) => code.purpose === purpose));
    this.#codes = this.#codes.filter((code) => code.purpose !== purpose);
  }

  /** They end with the password that they began with, and with the process. */
  endChallenges(): void {
    this.deadChallenges.push(...this.challenges);
    this.challenges = [];
  }

  /** The code that counts, or one that was used, replaced or meant for an earlier user. */
  pick(purpose: Purpose, which: number): { value: string; good: boolean } {
    const live = this.#codes.find((code) => code.purpose === purpose);
    if (live !== undefined && which % 3 !== 0)
      return { value: live.value, good: live.wrongGuesses < guessesPerCode };
    // Two of a million codes may be equal by chance: such a one is not spent.
    const spent = this.#spentCodes.filter(({ value }) => value !== live?.value).reverse();
    const same = spent.filter((code) => code.purpose === purpose);
    const [code = spent[0]] = same.slice(which % Math.max(same.length, 1));
    return { value: code?.value ?? "no code", good: false };
  }

  wrongGuess(purpose: Purpose): void {
    const live = this.#codes.find((code) => code.purpose === purpose);
    if (live) live.wrongGuesses += 1;
  }

  session(which: number): Session | undefined {
    return this.sessions[which % Math.max(this.sessions.length, 1)];
  }

  end(session: Session): void {
    this.sessions = this.sessions.filter((each) => each !== session);
    this.deadRefresh.push(session.refresh);
    this.deadAccess.push(...session.access);
  }

  endSessions(): void {
    for (const session of [...this.sessions]) this.end(session);
  }

  ended(): void {
    this.endSessions();
    this.endChallenges();
    this.spend("sign-up");
    this.spend("password");
    this.groups = new Set();
    this.status = "absent";
    this.enabled = true;
    this.verified = false;
  }
}

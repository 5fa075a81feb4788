/** Ports of requests with an idempotency key. */

/** The first request with an idempotency key. */
export type FirstRequest = {
  /** A keyed hash of the request. A repetition has the same. */
  readonly fingerprint: string;
  /** Random, new for each first request. */
  readonly seed: string;
  readonly beganAtSeconds: number;
  readonly expiresAtSeconds: number;
  /** Until then, an attempt runs, unless it has answered or released the request. */
  readonly heldUntilSeconds: number;
  /** The encrypted answer. Undefined until it is stored, and for answers that are not stored. */
  readonly answer?: string | undefined;
};

/** `held`: the caller may run an attempt. Of concurrent callers, one gets it. */
export type BegunRequest = FirstRequest & { readonly held: boolean };

/** Expiry is compared on every read. */
export interface FirstRequests {
  /**
   * Records a first request under the id, and holds it. If another one is recorded and has not expired, returns that
   * one; holds it if it has no answer, no attempt runs, and it has the same fingerprint. Of concurrent calls, one records.
   */
  begin(id: string, request: FirstRequest): Promise<BegunRequest>;
  /** Ends the hold of an attempt that stores no answer. Never rejects. */
  release(id: string, held: Pick<FirstRequest, "seed" | "heldUntilSeconds">): Promise<void>;
  /** Stores the first answer of the request with this seed. Never rejects. */
  answer(id: string, seed: string, answer: string): Promise<void>;
}

/** Encrypts answers. Only a holder of `under` can read them. */
export interface AnswerSeals {
  seal(answer: string, under: string): string;
  /** Undefined if it was sealed under another text. */
  open(sealed: string, under: string): string | undefined;
}

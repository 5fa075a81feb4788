/** From where a user signs in. */
export interface SignInHabits {
  /**
   * Remembers a device and a country, as opaque keys, and says which of them is new for this user.
   * Nothing is new at a user's first sign-in. What was not seen for half a year is forgotten.
   */
  learn(userId: string, seen: SeenSignIn): Promise<{ readonly device: boolean; readonly country: boolean }>;
}

export type SeenSignIn = {
  readonly device: string;
  /** Absent where nothing in front of the service tells it. */
  readonly country?: string | undefined;
};

/** The devices and countries that a user signs in from. */
import type { News, SeenSignIn } from "../domain/sign-in-habits.js";

export interface SignInHabits {
  /**
   * Stores a device and a country as opaque keys, and returns which of them are new for this user. Nothing is
   * new at a user's first sign-in. Entries expire after half a year without use.
   */
  learn(userId: string, seen: SeenSignIn): Promise<News>;
}

/** The devices and countries that a user signs in from. */
import type { FirstSignIn, News, SeenSignIn } from "../domain/sign-in-habits.js";

export interface SignInHabits {
  /**
   * Stores a device and a country as opaque keys, and returns which of them are new for this user. Nothing is
   * new at a user's first sign-in. Entries expire after half a year without use. `first`: the first sign-in
   * that the known sources of the name keep. A sign-in like it is not stored again.
   */
  learn(userId: string, seen: SeenSignIn, first?: FirstSignIn): Promise<News>;
}

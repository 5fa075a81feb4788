/** From where a user signs in. */
import type { News, SeenSignIn } from "../domain/sign-in-habits.js";

export interface SignInHabits {
  /**
   * Remembers a device and a country, as opaque keys, and says which of them is new for this user.
   * Nothing is new at a user's first sign-in. What was not seen for half a year is forgotten.
   */
  learn(userId: string, seen: SeenSignIn): Promise<News>;
}

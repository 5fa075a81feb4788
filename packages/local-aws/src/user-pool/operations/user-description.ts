/** A user as lists and administrators see it (UserType of the API reference). */
import { epochSeconds } from "../clock.js";
import { attributeList, type User } from "../store/user.js";

export const userDescription = (user: User, wanted: (name: string) => boolean = () => true) => ({
  Username: user.username,
  Attributes: attributeList(user, wanted),
  Enabled: user.enabled,
  UserStatus: user.status,
  UserCreateDate: epochSeconds(user.createdAt),
  UserLastModifiedDate: epochSeconds(user.modifiedAt),
});

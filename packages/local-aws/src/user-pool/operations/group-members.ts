/** Operations on the members of groups. Changes appear in tokens from the next sign-in or refresh. */
import { z } from "zod";
import { CognitoError } from "../errors.js";
import { existingUser } from "./existing-user.js";
import { groupName, limit, pageToken, poolId, username } from "./fields.js";
import { groupDescription } from "./groups.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const memberInput = z.object({ UserPoolId: poolId, Username: username, GroupName: groupName });

const mostGroupsPerUser = 100;

export const adminAddUserToGroup = operation(
  "AdminAddUserToGroup",
  "signed",
  memberInput,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    const { name } = pool.group(request.GroupName);
    if (user.groups.includes(name)) return {};
    if (user.groups.length >= mostGroupsPerUser) {
      throw new CognitoError(
        "LimitExceededException",
        `A user can be in at most ${mostGroupsPerUser} groups.`,
      );
    }
    user.groups = [...user.groups, name];
    pool.users.save(user);
    return {};
  },
);

export const adminRemoveUserFromGroup = operation(
  "AdminRemoveUserFromGroup",
  "signed",
  memberInput,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    const removed = pool.group(request.GroupName).name;
    user.groups = user.groups.filter((name) => name !== removed);
    pool.users.save(user);
    return {};
  },
);

const listInput = z.object({
  UserPoolId: poolId,
  Username: username,
  Limit: limit,
  NextToken: pageToken,
});

export const adminListGroupsForUser = operation(
  "AdminListGroupsForUser",
  "signed",
  listInput,
  (services, request) => {
    const { pool, user } = existingUser(services, request);
    const groups = user.groups.flatMap((name) => pool.groups.get(name) ?? []);
    const { items, nextToken } = page(groups, request.Limit, request.NextToken);
    const Groups = items.map((group) => groupDescription(pool.id, group));
    return { Groups, ...(nextToken && { NextToken: nextToken }) };
  },
);

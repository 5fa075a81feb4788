/** ListUsers and ListUsersInGroup. */
import { z } from "zod";
import { invalidParameter } from "../errors.js";
import type { Pool } from "../store/pool.js";
import type { User } from "../store/user.js";
import type { UserDirectory } from "../store/user-directory.js";
import { isIndexed, type Numbered } from "../store/user-lists.js";
import { groupName, limit, pageToken, poolId } from "./fields.js";
import { operation } from "./operation.js";
import { numberedPage, type Page, page } from "./page.js";
import { userDescription } from "./user-description.js";
import { filterTest, parseFilter, type UserFilter } from "./user-filter.js";

const listInput = z.object({
  UserPoolId: poolId,
  AttributesToGet: z.array(z.string()).optional(),
  Limit: limit,
  PaginationToken: pageToken,
  Filter: z.string().max(256).optional(),
});

export const listUsers = operation("ListUsers", "signed", listInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  const wanted = request.AttributesToGet;
  const unknown = wanted?.find((name) => !pool.schema.has(name));
  if (unknown !== undefined)
    throw invalidParameter(`One or more requested attributes do not exist: ${unknown}`);
  const filter = request.Filter ? parseFilter(request.Filter) : undefined;
  const { items, nextToken } = selectedPage(pool, filter, request.Limit, request.PaginationToken);
  return {
    Users: items.map((user) => userDescription(user, (name) => wanted?.includes(name) ?? true)),
    ...(nextToken && { PaginationToken: nextToken }),
  };
});

const groupInput = z.object({
  UserPoolId: poolId,
  GroupName: groupName,
  Limit: limit,
  NextToken: pageToken,
});

export const listUsersInGroup = operation("ListUsersInGroup", "signed", groupInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  const { name } = pool.group(request.GroupName);
  const { items, nextToken } = numberedPage(
    (first) => pool.users.lists.ofGroup(name, first),
    request.Limit,
    request.NextToken,
  );
  return { Users: items.map((user) => userDescription(user)), ...(nextToken && { NextToken: nextToken }) };
});

/** If the filter names one value of an indexed attribute, only the matching users are read. */
function selectedPage(
  { users }: Pool,
  filter: UserFilter | undefined,
  limit: number,
  token: string | undefined,
): Page<User> {
  if (!filter) return numberedPage((first) => users.lists.from(first), limit, token);
  const matches = filterTest(filter);
  const candidates = namedUsers(users, filter);
  if (candidates) return page(candidates.filter(matches), limit, token);
  return numberedPage((first) => selected(users.lists.from(first), matches), limit, token);
}

/** Returns undefined if the filter needs a scan of all users. */
function namedUsers(
  users: UserDirectory,
  { attribute, operator, value }: UserFilter,
): readonly User[] | undefined {
  if (operator !== "=") return undefined;
  if (attribute === "username") return [users.byUsername(value)].filter((user) => user !== undefined);
  if (attribute === "sub") return [users.bySub(value)].filter((user) => user !== undefined);
  return isIndexed(attribute) ? users.lists.withValue(attribute, value) : undefined;
}

function* selected(users: Numbered, matches: (user: User) => boolean): Numbered {
  for (const numbered of users) if (matches(numbered[1])) yield numbered;
}

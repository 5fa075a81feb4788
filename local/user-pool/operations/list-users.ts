/** ListUsers and ListUsersInGroup. */
import { z } from "zod";
import { invalidParameter } from "../errors.js";
import type { User } from "../store/user.js";
import { groupName, limit, poolId } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";
import { userDescription } from "./user-description.js";
import { matchesFilter, parseFilter } from "./user-filter.js";

const listInput = z.object({
  UserPoolId: poolId,
  AttributesToGet: z.array(z.string()).optional(),
  Limit: limit,
  PaginationToken: z.string().min(1).optional(),
  Filter: z.string().max(256).optional(),
});

export const listUsers = operation("ListUsers", "signed", listInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  const wanted = request.AttributesToGet;
  const unknown = wanted?.find((name) => !pool.schema.has(name));
  if (unknown !== undefined)
    throw invalidParameter(`One or more requested attributes do not exist: ${unknown}`);
  const filter = request.Filter ? parseFilter(request.Filter) : undefined;
  const users = filter ? selected(pool.users.all(), (user) => matchesFilter(filter, user)) : pool.users.all();
  const { items, nextToken } = page(users, request.Limit, request.PaginationToken);
  return {
    Users: items.map((user) => userDescription(user, (name) => wanted?.includes(name) ?? true)),
    ...(nextToken && { PaginationToken: nextToken }),
  };
});

const groupInput = z.object({
  UserPoolId: poolId,
  GroupName: groupName,
  Limit: limit,
  NextToken: z.string().min(1).optional(),
});

export const listUsersInGroup = operation("ListUsersInGroup", "signed", groupInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  const { name } = pool.group(request.GroupName);
  const members = selected(pool.users.all(), ({ groups }) => groups.includes(name));
  const { items, nextToken } = page(members, request.Limit, request.NextToken);
  return { Users: items.map((user) => userDescription(user)), ...(nextToken && { NextToken: nextToken }) };
});

function* selected(users: Iterable<User>, matches: (user: User) => boolean): Iterable<User> {
  for (const user of users) if (matches(user)) yield user;
}

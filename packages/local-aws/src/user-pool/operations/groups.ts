/** Operations on the groups of a pool. */
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { CognitoError } from "../errors.js";
import type { Group } from "../store/pool.js";
import { groupName, limit, pageToken, poolId } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const groupInput = z.object({ UserPoolId: poolId, GroupName: groupName });

const detailedInput = groupInput.extend({
  Description: z.string().max(2048).optional(),
  RoleArn: z.string().min(20).max(2048).optional(),
  Precedence: z.int().min(0).optional(),
});

export const groupDescription = (userPoolId: string, group: Group) => ({
  GroupName: group.name,
  UserPoolId: userPoolId,
  ...(group.description !== undefined && { Description: group.description }),
  ...(group.roleArn !== undefined && { RoleArn: group.roleArn }),
  ...(group.precedence !== undefined && { Precedence: group.precedence }),
  CreationDate: epochSeconds(group.createdAt),
  LastModifiedDate: epochSeconds(group.modifiedAt),
});

const groupOf = (request: z.output<typeof detailedInput>, createdAt: number, now: number): Group => ({
  name: request.GroupName,
  ...(request.Description !== undefined && { description: request.Description }),
  ...(request.Precedence !== undefined && { precedence: request.Precedence }),
  ...(request.RoleArn !== undefined && { roleArn: request.RoleArn }),
  createdAt,
  modifiedAt: now,
});

export const createGroup = operation("CreateGroup", "signed", detailedInput, ({ store, clock }, request) => {
  const pool = store.pool(request.UserPoolId);
  if (pool.groups.has(request.GroupName)) {
    throw new CognitoError("GroupExistsException", "A group with the name already exists.");
  }
  const group = groupOf(request, clock.now(), clock.now());
  pool.saveGroup(group);
  return { Group: groupDescription(pool.id, group) };
});

export const getGroup = operation("GetGroup", "signed", groupInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  return { Group: groupDescription(pool.id, pool.group(request.GroupName)) };
});

export const updateGroup = operation("UpdateGroup", "signed", detailedInput, ({ store, clock }, request) => {
  const pool = store.pool(request.UserPoolId);
  const known = pool.group(request.GroupName);
  const group = { ...known, ...groupOf(request, known.createdAt, clock.now()) };
  pool.saveGroup(group);
  return { Group: groupDescription(pool.id, group) };
});

export const deleteGroup = operation("DeleteGroup", "signed", groupInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  const group = pool.group(request.GroupName);
  for (const [, user] of pool.users.lists.ofGroup(group.name)) {
    user.groups = user.groups.filter((name) => name !== group.name);
    pool.users.save(user);
  }
  pool.removeGroup(group);
  return {};
});

const listInput = z.object({ UserPoolId: poolId, Limit: limit, NextToken: pageToken });

export const listGroups = operation("ListGroups", "signed", listInput, ({ store }, request) => {
  const pool = store.pool(request.UserPoolId);
  const { items, nextToken } = page(pool.groups.values(), request.Limit, request.NextToken);
  const Groups = items.map((group) => groupDescription(pool.id, group));
  return { Groups, ...(nextToken && { NextToken: nextToken }) };
});

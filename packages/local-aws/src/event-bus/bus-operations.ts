/** CreateEventBus, UpdateEventBus, DeleteEventBus, DescribeEventBus and ListEventBuses. */

import type { Operation } from "../aws-json/call.js";
import { pageOf, requiredText, textField } from "../aws-json/request-fields.js";
import { ServiceError, validationError } from "../aws-json/service-error.js";
import type { Archives } from "./archives.js";
import type { Bus, BusRegistry } from "./bus-registry.js";
import { readTags, type Tags } from "./tags.js";

const MOST_BUSES = 100;

export const busOperations = (
  registry: BusRegistry,
  archives: Archives,
  tags: Tags,
  now: () => number,
): Readonly<Record<string, Operation>> => ({
  CreateEventBus: (input) => {
    // Names with a slash belong to partner buses, which CreateEventBus cannot create.
    const name = requiredText(input, "Name", { max: 256, pattern: /^[.\-_A-Za-z0-9]+$/ });
    const description = textField(input, "Description", { max: 512 });
    if (registry.find(name) !== undefined)
      throw new ServiceError("ResourceAlreadyExistsException", `Event bus ${name} already exists.`);
    if (registry.all.length >= MOST_BUSES)
      throw new ServiceError("LimitExceededException", `No more than ${MOST_BUSES} event buses.`);
    const given = readTags(input);
    const { arn } = registry.add(name, now(), undefined, description);
    tags.add(arn, given);
    return { EventBusArn: arn, ...(description !== undefined && { Description: description }) };
  },

  DeleteEventBus: (input) => {
    const name = requiredText(input, "Name", { max: 256 });
    if (name === "default") throw validationError("Cannot delete event bus default.");
    const bus = registry.find(name);
    if (bus !== undefined && bus.rules.length > 0)
      throw validationError("Event bus can't be deleted since it has rules.");
    // On EventBridge, an archive has a managed rule on its bus.
    if (archives.all.some((archive) => archive.bus === bus))
      throw validationError("Event bus can't be deleted since it has rules.");
    registry.delete(name);
    if (bus !== undefined) tags.forget(bus.arn);
    return {};
  },

  UpdateEventBus: (input) => {
    const bus = registry.require(textField(input, "Name", { max: 256 }));
    const description = textField(input, "Description", { max: 512 });
    if (description !== undefined) bus.description = description;
    return {
      Name: bus.name,
      Arn: bus.arn,
      ...(bus.description !== undefined && { Description: bus.description }),
    };
  },

  DescribeEventBus: (input) => described(registry.require(textField(input, "Name", { max: 1600 }))),

  ListEventBuses: (input) => {
    const prefix = textField(input, "NamePrefix", { max: 256 }) ?? "";
    const { page, ...next } = pageOf(
      input,
      registry.all.filter(({ name }) => name.startsWith(prefix)),
    );
    return { EventBuses: page.map(described), ...next };
  },
});

const described = ({ name, arn, description, createdAt }: Bus): Record<string, unknown> => ({
  Name: name,
  Arn: arn,
  ...(description !== undefined && { Description: description }),
  CreationTime: createdAt / 1000,
  LastModifiedTime: createdAt / 1000,
});

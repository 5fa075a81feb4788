/** Stops the started parts in reverse order, also if a later part fails to start. */

export type CloseStack = {
  /** Registers a started part and returns it. */
  readonly keep: <T extends { close(): unknown }>(part: T) => T;
  /** Stops all registered parts, even if one of them fails to stop. */
  closeAll(): Promise<void>;
};

export const closeStack = (): CloseStack => {
  const parts: { close(): unknown }[] = [];
  return {
    keep: (part) => {
      parts.push(part);
      return part;
    },
    closeAll: async () => {
      const failures: unknown[] = [];
      for (const part of parts.splice(0).reverse()) {
        try {
          await part.close();
        } catch (failure) {
          failures.push(failure);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, "some parts did not stop");
    },
  };
};

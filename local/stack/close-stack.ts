/** Remembers what was started, to stop it in the reverse order, also when a later part fails to start. */

export type CloseStack = {
  /** Keeps a started part, and hands it on. */
  readonly keep: <T extends { close(): unknown }>(part: T) => T;
  /** Stops everything kept so far. A part that fails to stop does not keep the others from stopping. */
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

export const startStreamPoller = async (_: unknown) => ({ close: async () => {}, idle: async () => {} });

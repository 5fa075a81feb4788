/** A start that fails must not leave a timer of the data file behind. */
export async function closedOnFailure<T>(
  store: { close(): Promise<void> },
  start: () => Promise<T>,
): Promise<T> {
  try {
    return await start();
  } catch (error) {
    await store.close();
    throw error;
  }
}

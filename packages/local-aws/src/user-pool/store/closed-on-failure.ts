/** Closes the data file if the start fails, so that no timer is left behind. */
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

/**
 * Work in the background of a request. The service awaits it when it closes. The work itself records its
 * failures.
 */
export type InBackground = (work: Promise<unknown>) => void;

export class BackgroundWork {
  readonly #running = new Set<Promise<void>>();

  readonly add: InBackground = (work) => {
    const settled: Promise<void> = work.then(
      () => {},
      () => {},
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
  };

  async finished(): Promise<void> {
    await Promise.all(this.#running);
  }
}

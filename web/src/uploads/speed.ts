/** How fast bytes are sent, over the last seconds. */

const WINDOW = 8000; // milliseconds

export class Speedometer {
  #samples: { at: number; sent: number }[] = [];

  /** `sent` is all that was sent until `at`, in milliseconds. */
  note(sent: number, at: number): void {
    const last = this.#samples.at(-1);
    if (last && sent < last.sent) this.#samples = []; // a part began again
    if (last && at - last.at < 200) return;
    this.#samples.push({ at, sent });
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > WINDOW) this.#samples.shift();
  }

  forget(): void {
    this.#samples = [];
  }

  /** In bytes per second; 0 if it is not known yet. */
  get rate(): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at === first.at) return 0;
    return ((last.sent - first.sent) / (last.at - first.at)) * 1000;
  }
}

/** Loads images of an archive: each is one byte range of it. A few at a time, those that are wanted
 * last first, and only those that are still wanted. */

export interface Range {
  offset: number;
  size: number;
}

export interface Source {
  /** A URL of the archive. `isStale` is true if the last one was refused. */
  url(isStale: boolean): Promise<string>;
  mediaType: (index: number) => string;
  fetch?: typeof fetch;
}

interface Wanted {
  index: number;
  range: Range;
  resolve: (url: string) => void;
  reject: (reason: unknown) => void;
  abort: AbortController;
}

const AT_ONCE = 6; // browsers open no more connections to one host
const KEPT = 400; // images that stay in memory

export class ImageLoader {
  #queue: Wanted[] = [];
  #running = 0;
  #loaded = new Map<number, string>();
  #closed = false;

  constructor(private readonly source: Source) {}

  /** The image as the URL of a blob. `signal` says that it is no longer wanted. */
  load(index: number, range: Range, signal: AbortSignal): Promise<string> {
    const loaded = this.#loaded.get(index);
    if (loaded) {
      this.#loaded.delete(index); // to the end: it was used last
      this.#loaded.set(index, loaded);
      return Promise.resolve(loaded);
    }
    return new Promise((resolve, reject) => {
      const wanted = { index, range, resolve, reject, abort: new AbortController() };
      signal.addEventListener("abort", () => {
        this.#queue = this.#queue.filter((each) => each !== wanted);
        wanted.abort.abort();
        reject(new DOMException("no longer wanted", "AbortError"));
      });
      this.#queue.push(wanted);
      this.#next();
    });
  }

  /** Forgets all images. */
  close(): void {
    this.#closed = true;
    this.#queue = [];
    this.#loaded.forEach((url) => URL.revokeObjectURL(url));
    this.#loaded.clear();
  }

  #next(): void {
    while (this.#running < AT_ONCE && this.#queue.length) {
      const wanted = this.#queue.pop()!;
      this.#running++;
      this.#fetch(wanted)
        .then((url) => this.#keep(wanted.index, url), undefined)
        .then(
          () => wanted.resolve(this.#loaded.get(wanted.index) ?? ""),
          (error) => wanted.reject(error),
        )
        .finally(() => {
          this.#running--;
          this.#next();
        });
    }
  }

  async #fetch({ index, range, abort }: Wanted): Promise<string> {
    const bytes = await this.read(range, abort.signal);
    return URL.createObjectURL(new Blob([bytes], { type: this.source.mediaType(index) }));
  }

  /** The bytes of a range. Throws if the archive cannot be read. */
  async read(range: Range, signal?: AbortSignal): Promise<ArrayBuffer> {
    const headers = { Range: `bytes=${range.offset}-${range.offset + range.size - 1}` };
    const request = this.source.fetch ?? fetch;
    let response = await request(await this.source.url(false), { headers, signal });
    if (response.status === 403) {
      response = await request(await this.source.url(true), { headers, signal }); // it has expired
    }
    if (response.status !== 206) throw new Error(`The archive answered ${response.status}.`);
    return response.arrayBuffer();
  }

  #keep(index: number, url: string): void {
    if (this.#closed) {
      URL.revokeObjectURL(url);
      return;
    }
    this.#loaded.set(index, url);
    for (const [oldest, blob] of this.#loaded) {
      if (this.#loaded.size <= KEPT) break;
      URL.revokeObjectURL(blob);
      this.#loaded.delete(oldest);
    }
  }
}

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
const KEPT = 400; // images that stay in memory,
const KEPT_BYTES = 256 * 2 ** 20; // if they have no more bytes than these

export class ImageLoader {
  #queue: Wanted[] = [];
  #running = 0;
  #loaded = new Map<number, { url: string; size: number }>();
  #bytes = 0;
  #closed = false;

  constructor(
    private readonly source: Source,
    private readonly most = { images: KEPT, bytes: KEPT_BYTES },
  ) {}

  /** The image as the URL of a blob. `signal` says that it is no longer wanted. */
  load(index: number, range: Range, signal: AbortSignal): Promise<string> {
    const loaded = this.#loaded.get(index);
    if (loaded) {
      this.#loaded.delete(index); // to the end: it was used last
      this.#loaded.set(index, loaded);
      return Promise.resolve(loaded.url);
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
    this.#loaded.forEach(({ url }) => URL.revokeObjectURL(url));
    this.#loaded.clear();
  }

  #next(): void {
    while (this.#running < AT_ONCE && this.#queue.length) {
      const wanted = this.#queue.pop()!;
      this.#running++;
      this.#fetch(wanted)
        .then((blob) => wanted.resolve(this.#keep(wanted.index, blob)))
        .catch(wanted.reject)
        .finally(() => {
          this.#running--;
          this.#next();
        });
    }
  }

  async #fetch({ index, range, abort }: Wanted): Promise<Blob> {
    const bytes = await this.read(range, abort.signal);
    return new Blob([bytes], { type: this.source.mediaType(index) });
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

  /** The URL of an image, which replaces those that were used longest ago. */
  #keep(index: number, blob: Blob): string {
    const before = this.#loaded.get(index); // wanted twice, by the gallery and the large view
    if (before || this.#closed) return before?.url ?? "";
    const kept = URL.createObjectURL(blob);
    this.#loaded.set(index, { url: kept, size: blob.size });
    this.#bytes += blob.size;
    for (const [oldest, { url, size }] of this.#loaded) {
      const fits = this.#loaded.size <= this.most.images && this.#bytes <= this.most.bytes;
      if (fits || oldest === index) break;
      URL.revokeObjectURL(url);
      this.#loaded.delete(oldest);
      this.#bytes -= size;
    }
    return kept;
  }
}

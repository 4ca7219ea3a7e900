/** The images of an extraction: their list, a thousand at a time, and the pictures themselves. */
import { api, ask, type Image } from "../api/client";
import { archiveUrl } from "../videos/downloads";
import { ImageLoader, type Range } from "./loader";

const PAGE = 1000;
const MEDIA_TYPES: Record<string, string> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
  tiff: "image/tiff",
};

export class Images {
  #list = $state.raw<Image[]>([]);
  #total = $state(0);
  #problem = $state.raw<unknown>(null);
  #url: Promise<string> | null = null;
  #isLoading = false;
  #isClosed = false;
  readonly #loader: ImageLoader;

  constructor(
    private readonly videoId: string,
    readonly extraction: number,
  ) {
    this.#loader = new ImageLoader({
      url: (isStale) => this.#archive(isStale),
      mediaType: (index) => MEDIA_TYPES[this.#list[index]!.name.split(".").at(-1)!] ?? "",
    });
  }

  get list(): readonly Image[] {
    return this.#list;
  }

  get total(): number {
    return this.#total;
  }

  get problem(): unknown {
    return this.#problem;
  }

  /** Whether browsers can show these; if not, they can only be saved. */
  get isShowable(): boolean {
    return !this.#list[0]?.name.endsWith(".tiff");
  }

  /** Loads the list from its beginning. The first thousand are shown before the rest is there. */
  async load(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    this.#problem = null;
    let found: Image[] = [];
    let cursor: string | undefined;
    try {
      do {
        const query = { limit: PAGE, cursor, extraction: this.extraction };
        const params = { path: { video_id: this.videoId }, query };
        const page = await ask(api.GET("/videos/{video_id}/images", { params }));
        if (this.#isClosed) return;
        found = [...found, ...page.images];
        if (found.length > this.#list.length) this.#list = found;
        this.#total = page.total;
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
    } catch (error) {
      this.#problem = error;
    } finally {
      this.#isLoading = false;
    }
  }

  /** The picture as the URL of a blob, while `signal` says that it is wanted. */
  picture(index: number, signal: AbortSignal): Promise<string> {
    return this.#loader.load(index, this.#list[index]!, signal);
  }

  /** Any bytes of the archive. Throws if it cannot be read. */
  bytes(range: Range): Promise<ArrayBuffer> {
    return this.#loader.read(range);
  }

  close(): void {
    this.#isClosed = true;
    this.#loader.close();
  }

  #archive(isStale: boolean): Promise<string> {
    if (isStale || !this.#url) {
      this.#url = archiveUrl(this.videoId, this.extraction);
      this.#url.catch(() => (this.#url = null));
    }
    return this.#url;
  }
}

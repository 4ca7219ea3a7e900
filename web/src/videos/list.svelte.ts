/** The list of the user's videos, page by page. */
import { api, ask, type Status, type Video } from "../api/client";

const PAGE = 40;

export class VideoList {
  #videos = $state.raw<Video[]>([]);
  #cursor = $state<string | null>(null);
  #isLoading = $state(false);
  #isLoaded = $state(false);
  #problem = $state.raw<unknown>(null);
  #generation = 0;

  constructor(
    private readonly status: Status | undefined,
    private readonly name: string,
  ) {}

  get videos(): readonly Video[] {
    return this.#videos;
  }

  get hasMore(): boolean {
    return this.#cursor !== null || !this.#isLoaded;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  get isEmpty(): boolean {
    return this.#isLoaded && this.#videos.length === 0;
  }

  get problem(): unknown {
    return this.#problem;
  }

  /** The next page. Does nothing while one is on its way, or after the last. */
  async more(): Promise<void> {
    if (this.#isLoading || !this.hasMore) return;
    await this.#load(this.#cursor);
  }

  /** Loads the newest again, for example because a video was added. Those after them stay. */
  async refresh(): Promise<void> {
    await this.#load(null);
  }

  replace(video: Video): void {
    this.#videos = this.#videos.map((each) => (each.id === video.id ? video : each));
  }

  remove(id: string): void {
    this.#videos = this.#videos.filter((each) => each.id !== id);
  }

  async #load(cursor: string | null): Promise<void> {
    const generation = ++this.#generation;
    this.#isLoading = true;
    this.#problem = null;
    try {
      const query = {
        limit: PAGE,
        cursor: cursor ?? undefined,
        status: this.status,
        ...this.#search(),
      };
      const page = await ask(api.GET("/videos", { params: { query } }));
      if (generation !== this.#generation) return; // another request was made since
      if (cursor) {
        this.#videos = [...this.#videos, ...without(page.videos, this.#videos)];
        this.#cursor = page.next_cursor;
      } else {
        const last = page.videos.at(-1);
        const older = last && page.next_cursor ? this.#after(last) : [];
        this.#videos = [...page.videos, ...without(older, page.videos)];
        if (!older.length) this.#cursor = page.next_cursor;
      }
      this.#isLoaded = true;
    } catch (error) {
      if (generation === this.#generation) this.#problem = error;
    } finally {
      if (generation === this.#generation) this.#isLoading = false;
    }
  }

  #after(last: Video): Video[] {
    return this.#videos.filter(({ created_at }) => created_at < last.created_at);
  }

  #search(): { name?: string } {
    return this.name ? { name: this.name } : {};
  }
}

function without(videos: readonly Video[], known: readonly Video[]): Video[] {
  const ids = new Set(known.map(({ id }) => id));
  return videos.filter(({ id }) => !ids.has(id));
}

/** Follows a video until nothing happens to it any more. Unchanged answers cost almost nothing (their
 * ETag is sent), are asked for ever less often, and not at all while the page is hidden. */
import type { Video } from "../api/client";

const SOONEST = 1000; // milliseconds
const LATEST = 15_000;
const GROWTH = 1.4;

export function isActive({ status }: Pick<Video, "status">): boolean {
  return status === "queued" || status === "processing";
}

export interface Watch {
  stop(): void;
}

interface World {
  send: (request: Request) => Promise<Response>;
  document: Pick<Document, "hidden" | "addEventListener" | "removeEventListener">;
  /** What requests are made of: relative addresses need the page's. */
  address: (path: string) => string;
}

const PAGE: World = {
  send: async (request) => (await import("../api/client")).send(request),
  get document() {
    return document;
  },
  address: (path) => new URL(`/api${path}`, location.href).href,
};

/** Calls `onChange` with each new state; with null if the video is gone. `untilArrived` goes on while
 * the video waits for its upload, too. */
export function watch(
  id: string,
  onChange: (video: Video | null) => void,
  untilArrived = false,
  world: World = PAGE,
): Watch {
  let delay = SOONEST;
  let etag: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let isStopped = false;

  async function ask(): Promise<void> {
    timer = undefined;
    if (world.document.hidden) return; // `wake` goes on
    isAsking = true;
    const headers = etag ? { "If-None-Match": etag } : undefined;
    const request = new Request(world.address(`/videos/${id}`), { headers, cache: "no-store" });
    let response: Response | null = null;
    let video: Video | null = null;
    try {
      response = await world.send(request);
      if (response.ok) video = (await response.json()) as Video;
    } catch {
      // not reached, or cut off: later
    }
    isAsking = false;
    if (isStopped) return;
    if (response?.status === 404) {
      stop();
      onChange(null);
      return;
    }
    if (response?.status === 401) return stop();
    if (video) {
      etag = response!.headers.get("ETag");
      delay = SOONEST;
      onChange(video);
      if (!isActive(video) && !(untilArrived && video.status === "awaiting_upload")) return stop();
    } else {
      delay = Math.min(LATEST, delay * GROWTH);
    }
    timer = setTimeout(ask, delay);
  }

  function wake(): void {
    if (world.document.hidden || timer !== undefined || isAsking || isStopped) return;
    delay = SOONEST;
    timer = setTimeout(ask, 0);
  }

  function stop(): void {
    isStopped = true;
    clearTimeout(timer);
    world.document.removeEventListener("visibilitychange", wake);
  }

  world.document.addEventListener("visibilitychange", wake);
  timer = setTimeout(ask, SOONEST);
  return { stop };
}

import { expect, test, vi } from "vitest";

const pages = vi.hoisted(() => ({ answers: [] as unknown[] }));
vi.mock("../api/client", () => ({
  api: { GET: () => null },
  ask: async () => pages.answers.shift(),
}));
const { VideoList } = await import("./list.svelte");

/** Videos by number, the newest first. */
function page(from: number, to: number, next_cursor: string | null) {
  const videos = Array.from({ length: from - to + 1 }, (_, at) => ({
    id: String(from - at),
    created_at: `2026-01-01T00:00:${String(from - at).padStart(2, "0")}Z`,
  }));
  return { videos, next_cursor };
}

const ids = (list: { videos: readonly { id: string }[] }) => list.videos.map(({ id }) => id);

test("a new video leaves those of further pages where they are", async () => {
  const list = new VideoList(undefined, "");
  pages.answers = [page(9, 6, "a"), page(5, 2, "b"), page(10, 7, "c"), page(1, 1, null)];
  await list.more();
  await list.more();
  await list.refresh();
  expect(ids(list)).toEqual(["10", "9", "8", "7", "6", "5", "4", "3", "2"]);
  await list.more();
  expect([ids(list).at(-1), list.hasMore]).toEqual(["1", false]);
});

test("a video that is gone leaves the list when it is loaded again", async () => {
  const list = new VideoList(undefined, "");
  pages.answers = [page(3, 1, null), { videos: [page(3, 3, null).videos[0]], next_cursor: null }];
  await list.more();
  await list.refresh();
  expect(ids(list)).toEqual(["3"]);
});

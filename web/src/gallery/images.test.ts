import { expect, test, vi } from "vitest";

const pages = vi.hoisted(() => ({ answers: [] as (() => unknown)[], asked: 0 }));
vi.mock("../api/client", () => ({
  api: { GET: () => null },
  ask: async () => {
    pages.asked++;
    await Promise.resolve();
    return pages.answers.shift()!();
  },
}));
const { Images } = await import("./images.svelte");

function page(from: number, to: number, next_cursor: string | null) {
  const images = Array.from({ length: to - from }, (_, at) => ({
    index: from + at,
    name: `${from + at}.jpg`,
  }));
  return () => ({ images, total: 5, next_cursor });
}
const lost = () => {
  throw new Error("lost");
};

test("a list that broke off is loaded again without doubles", async () => {
  const images = new Images("v", 1);
  pages.answers = [page(0, 2, "a"), lost, page(0, 2, "a"), page(2, 4, "b"), page(4, 5, null)];
  await images.load();
  expect([images.list.length, images.problem]).toEqual([2, new Error("lost")]);
  await images.load();
  expect(images.list.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  expect(images.problem).toBeNull();
});

test("what is shown stays while the list is loaded again", async () => {
  const images = new Images("v", 1);
  pages.answers = [page(0, 4, "a"), lost, page(0, 2, "a"), lost];
  await images.load();
  await images.load();
  expect(images.list.length).toBe(4);
});

test("a list that is on its way is not asked for twice", async () => {
  const images = new Images("v", 1);
  pages.answers = [page(0, 5, null)];
  pages.asked = 0;
  await Promise.all([images.load(), images.load()]);
  expect([pages.asked, images.list.length]).toEqual([1, 5]);
});

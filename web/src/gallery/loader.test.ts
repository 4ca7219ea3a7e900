import { afterEach, expect, test, vi } from "vitest";
import { ImageLoader } from "./loader";

const range = (index: number) => ({ offset: index * 100, size: 50 });
const always = new AbortController().signal;

function archive(options: { expired?: boolean; status?: number } = {}) {
  const requests: string[] = [];
  const held: (() => void)[] = [];
  let atOnce = 0;
  let most = 0;
  const urls: boolean[] = [];
  const loader = new ImageLoader({
    url: async (isStale) => {
      urls.push(isStale);
      return isStale ? "https://new" : "https://old";
    },
    mediaType: () => "image/jpeg",
    fetch: async (url, init) => {
      if (options.expired && url === "https://old") return new Response("", { status: 403 });
      requests.push(new Headers(init!.headers).get("Range")!);
      most = Math.max(most, ++atOnce);
      await new Promise<void>((resolve, reject) => {
        held.push(resolve);
        init!.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      }).finally(() => atOnce--);
      return new Response("x", { status: options.status ?? 206 });
    },
  });
  const answerAll = async () => {
    for (let idle = 0; idle < 20; idle++) {
      while (held.length) {
        held.shift()!();
        idle = 0;
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { loader, requests, urls, answerAll, most: () => most };
}

afterEach(() => vi.restoreAllMocks());

test("an image is one range of the archive", async () => {
  const { loader, requests, answerAll } = archive();
  const image = loader.load(3, range(3), always);
  await answerAll();
  expect(await image).toMatch(/^blob:/);
  expect(requests).toEqual(["bytes=300-349"]);
});

test("an image that was loaded is not loaded again", async () => {
  const { loader, requests, answerAll } = archive();
  const images = [loader.load(3, range(3), always)];
  await answerAll();
  images.push(loader.load(3, range(3), always));
  expect(new Set(await Promise.all(images)).size).toBe(1);
  expect(requests.length).toBe(1);
});

test("six are loaded at once, and all in the end", async () => {
  const { loader, most, requests, answerAll } = archive();
  const images = Array.from({ length: 50 }, (_, index) => loader.load(index, range(index), always));
  await answerAll();
  await Promise.all(images);
  expect(most()).toBe(6);
  expect(requests.length).toBe(50);
});

test("what is no longer wanted is not asked for", async () => {
  const { loader, requests, answerAll } = archive();
  const scrolledAway = new AbortController();
  const images = Array.from({ length: 50 }, (_, index) =>
    loader.load(index, range(index), scrolledAway.signal),
  );
  const settled = Promise.allSettled(images);
  scrolledAway.abort();
  await answerAll();
  expect((await settled).every(({ status }) => status === "rejected")).toBe(true);
  expect(requests.length).toBeLessThanOrEqual(6);
  const wanted = loader.load(99, range(99), always);
  await answerAll();
  expect(await wanted).toMatch(/^blob:/);
});

test("a URL that has expired is replaced", async () => {
  const { loader, urls, answerAll } = archive({ expired: true });
  const image = loader.load(0, range(0), always);
  await answerAll();
  expect(await image).toMatch(/^blob:/);
  expect(urls).toEqual([false, true]);
});

test("a whole archive instead of a range is refused", async () => {
  const { loader, answerAll } = archive({ status: 200 });
  const image = loader.load(0, range(0), always).catch((error: Error) => error.message);
  await answerAll();
  expect(await image).toBe("The archive answered 200.");
});

test("memory holds a bounded number of images", async () => {
  const revoked = vi.spyOn(URL, "revokeObjectURL");
  const { loader, answerAll } = archive();
  for (let index = 0; index < 450; index++) void loader.load(index, range(index), always);
  await answerAll();
  expect(revoked).toHaveBeenCalledTimes(50);
  loader.close();
  expect(revoked).toHaveBeenCalledTimes(450);
});

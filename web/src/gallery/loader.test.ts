import { afterEach, expect, test, vi } from "vitest";
import { ImageLoader, type Source } from "./loader";

const range = (index: number) => ({ offset: index * 100, size: 50 });
const always = new AbortController().signal;

function archive(options: { expired?: boolean; status?: number; most?: number } = {}) {
  const requests: string[] = [];
  const held: (() => void)[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const urls: boolean[] = [];
  const source: Source = {
    url: async (isStale) => {
      urls.push(isStale);
      return isStale ? "https://new" : "https://old";
    },
    mediaType: () => "image/jpeg",
    fetch: async (url, init) => {
      if (options.expired && url === "https://old") return new Response("", { status: 403 });
      requests.push(new Headers(init!.headers).get("Range")!);
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      await new Promise<void>((resolve, reject) => {
        held.push(resolve);
        init!.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      }).finally(() => atOnce--);
      return new Response("x", { status: options.status ?? 206 });
    },
  };
  const most = { images: 400, bytes: options.most ?? 1000 };
  const loader = new ImageLoader(source, most);
  const answerAll = async () => {
    for (let idle = 0; idle < 20; idle++) {
      while (held.length) {
        held.shift()!();
        idle = 0;
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { loader, requests, urls, answerAll, most: () => mostAtOnce };
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

test("memory holds a bounded number of bytes", async () => {
  const revoked = vi.spyOn(URL, "revokeObjectURL");
  const { loader, answerAll } = archive({ most: 10 });
  const images = Array.from({ length: 25 }, (_, index) => loader.load(index, range(index), always));
  await answerAll();
  await Promise.all(images);
  expect(revoked).toHaveBeenCalledTimes(15);
});

test("an image that is wanted twice at the same time is kept once", async () => {
  const { loader, answerAll } = archive();
  const images = [loader.load(3, range(3), always), loader.load(3, range(3), always)];
  await answerAll();
  expect(new Set(await Promise.all(images)).size).toBe(1);
});

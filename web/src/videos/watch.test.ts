import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watch } from "./watch";

class Page extends EventTarget {
  hidden = false;
  show(isShown: boolean): void {
    this.hidden = !isShown;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

function world(answers: (() => Response)[]) {
  const page = new Page();
  const asked: { at: number; etag: string | null }[] = [];
  return {
    page,
    asked,
    world: {
      document: page as unknown as Document,
      address: (path: string) => `http://page/api${path}`,
      send: async (request: Request) => {
        asked.push({ at: Date.now(), etag: request.headers.get("If-None-Match") });
        return (answers.length > 1 ? answers.shift()! : answers[0]!)();
      },
    },
  };
}

const video =
  (status: string, etag = `"${status}"`) =>
  () =>
    Response.json({ status }, { headers: { ETag: etag } });
const unchanged = () => new Response(null, { status: 304 });
const cutOff = () => new Response("{", { headers: { ETag: '"new"' } });
const down = () => {
  throw new TypeError("no network");
};

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

test("a video is followed until it is ready", async () => {
  const { asked, world: of } = world([video("queued"), video("processing"), video("completed")]);
  const seen: string[] = [];
  watch("1", (found) => seen.push(found!.status), false, of);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual(["queued", "processing", "completed"]);
  expect(asked.map(({ etag }) => etag)).toEqual([null, '"queued"', '"processing"']);
});

test("what does not change is asked for less and less often", async () => {
  const { asked, world: of } = world([video("queued"), unchanged]);
  const { stop } = watch("1", () => {}, false, of);
  await vi.advanceTimersByTimeAsync(120_000);
  const gaps = asked.slice(1).map(({ at }, index) => at - asked[index]!.at);
  expect(gaps.every((gap, index) => gap >= (gaps[index - 1] ?? 0))).toBe(true);
  expect(gaps.at(-1)).toBe(15_000);
  stop();
});

test("nothing is asked while the page is hidden, and at once when it is shown", async () => {
  const { page, asked, world: of } = world([video("queued"), unchanged]);
  const { stop } = watch("1", () => {}, false, of);
  await vi.advanceTimersByTimeAsync(5000);
  page.show(false);
  await vi.advanceTimersByTimeAsync(20_000);
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(asked.length).toBe(before);
  page.show(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.length).toBe(before + 1);
  stop();
});

test("a page that is shown again while a question is on its way asks no other", async () => {
  const { page, asked, world: of } = world([unchanged]);
  const answers: (() => void)[] = [];
  const send = async (request: Request) => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return of.send(request);
  };
  const { stop } = watch("1", () => {}, false, { ...of, send });
  await vi.advanceTimersByTimeAsync(1000);
  page.show(false);
  page.show(true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(answers.length).toBe(1);
  answers[0]!();
  await vi.advanceTimersByTimeAsync(1500);
  expect([asked.length, answers.length]).toEqual([1, 2]);
  stop();
});

test("a lost connection ends nothing", async () => {
  const { world: of } = world([video("queued"), down, cutOff, video("completed")]);
  const seen: string[] = [];
  watch("1", (found) => seen.push(found!.status), false, of);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual(["queued", "completed"]);
});

test("a deleted video is gone", async () => {
  const { asked, world: of } = world([() => new Response(null, { status: 404 })]);
  const seen: unknown[] = [];
  watch("1", (found) => seen.push(found), false, of);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual([null]);
  expect(asked.length).toBe(1);
});

test("a video that waits for its upload is followed only where one is on its way", async () => {
  const waiting = world([video("awaiting_upload")]);
  watch("1", () => {}, false, waiting.world);
  const arriving = world([video("awaiting_upload"), video("queued"), video("completed")]);
  watch("1", () => {}, true, arriving.world);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([waiting.asked.length, arriving.asked.length]).toEqual([1, 3]);
});

import { beforeEach, expect, test, vi } from "vitest";

const hour = { id_token: "first", refresh_token: "r1", expires_in: 3600 };

async function opened() {
  vi.resetModules();
  const { session } = await import("./session.svelte");
  session.open("ada@example.com", hour);
  return session;
}

/** A server whose answer to a renewal is given later. */
function server() {
  let answer: (response: Response) => void = () => {};
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
  return { answer: (body: object, status = 200) => answer(Response.json(body, { status })) };
}

beforeEach(() => {
  vi.stubGlobal("addEventListener", () => {});
});

test("a renewed session has the new token", async () => {
  const session = await opened();
  const { answer } = server();
  const renewal = session.renew();
  answer({ id_token: "second", expires_in: 3600 });
  expect([await renewal, await session.token()]).toEqual([true, "second"]);
});

test("who logs out during a renewal stays logged out", async () => {
  const session = await opened();
  const { answer } = server();
  const renewal = session.renew();
  session.close();
  answer({ id_token: "second", expires_in: 3600 });
  expect([await renewal, session.isOpen]).toEqual([false, false]);
});

test("who logs in during a renewal of another stays logged in", async () => {
  const session = await opened();
  const { answer } = server();
  const renewal = session.renew();
  session.open("grace@example.com", { ...hour, id_token: "other", refresh_token: "r2" });
  answer({ code: "session_expired" }, 401);
  expect([await renewal, session.email, await session.token()]).toEqual([
    true,
    "grace@example.com",
    "other",
  ]);
});

test.each([
  [400, false],
  [401, false],
  [403, true],
  [404, true],
  [429, true],
  [503, true],
])("after the status %i the session is open: %s", async (status, isOpen) => {
  const session = await opened();
  const { answer } = server();
  const renewal = session.renew();
  answer({}, status);
  expect([await renewal, session.isOpen]).toEqual([false, isOpen]);
});

test("a browser that stores nothing keeps the session until the page is left", async () => {
  vi.stubGlobal("localStorage", {
    getItem: () => {
      throw new DOMException("blocked", "SecurityError");
    },
    setItem: () => {
      throw new DOMException("blocked", "SecurityError");
    },
  });
  const session = await opened();
  expect(await session.token()).toBe("first");
});

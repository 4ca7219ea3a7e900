import { expect, test } from "vitest";
import { href, next, parse } from "./routes";

test("the address of a video has its id and its query", () => {
  const route = parse("#/videos/01ABC?extraction=2");
  expect([route.page, route.id, route.query.get("extraction")]).toEqual(["video", "01ABC", "2"]);
});

test.each(["", "#", "#/"])("%j is the list of videos", (hash) => {
  expect(parse(hash).page).toBe("videos");
});

test.each(["#/nowhere", "#/videos/", "#/videos/a/b", "#/videos/<script>"])(
  "%j is not found",
  (hash) => {
    expect(parse(hash).page).toBe("not-found");
  },
);

test("a link leaves out what is not given", () => {
  expect(href("/log-in", { next: "/videos/1?extraction=2", email: undefined })).toBe(
    "#/log-in?next=%2Fvideos%2F1%3Fextraction%3D2",
  );
});

test.each(["https://evil.example", "//evil.example", "javascript:alert(1)", "/log-in", ""])(
  "a log-in does not lead to %j",
  (path) => {
    expect(["#/", "#//evil.example"]).toContain(next(new URLSearchParams({ next: path })));
  },
);

test("a log-in leads back to the page that needed it", () => {
  expect(next(new URLSearchParams({ next: "/videos/1?extraction=2" }))).toBe(
    "#/videos/1?extraction=2",
  );
});

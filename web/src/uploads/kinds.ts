/** Which files may be videos, by what the browser knows of them. The worker decides for good. */

// Those that browsers have no video type for.
const SUFFIXES = new Set(
  (
    "mp4 m4v mov qt mkv webm avi mpg mpeg m2v mpv ts mts m2ts m2t vob ogv ogg ogm flv f4v wmv asf wma " +
    "3gp 3g2 mxf gif apng webp avif dv dif ivf y4m h264 264 avc h265 265 hevc obu av1 mjpg mjpeg " +
    "ism ismv insv lrv 360 divx xvid rm rmvb nut mod tod dav"
  ).split(" "),
);
const IMAGES = new Set(["image/gif", "image/apng", "image/webp", "image/avif", "image/png"]);

export function maybeVideo(name: string, type: string): boolean {
  const suffix = name.toLowerCase().split(".").at(-1) ?? "";
  return (
    type.startsWith("video/") || IMAGES.has(type) || SUFFIXES.has(suffix) || !name.includes(".")
  );
}

/** Files that systems put beside others. They are left out of folders without a word. */
export function isHidden(name: string): boolean {
  return name.startsWith(".") || ["thumbs.db", "desktop.ini"].includes(name.toLowerCase());
}

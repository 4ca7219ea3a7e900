/** Small pictures of videos for lists: the image in the middle of their latest completed extraction. */
import { file, type Video } from "../api/client";

const KEPT = 120;
const loaded = new Map<string, Promise<string>>();

/** The picture as the URL of a blob; null if the video has no images. */
export function thumbnail(video: Video): Promise<string> | null {
  const number = video.completed_extraction;
  if (number === null) return null;
  // Only the latest extraction's number of images is known; an earlier one has at least one.
  const count = number === video.extraction ? (video.archive?.images ?? 1) : 1;
  return load(`/videos/${video.id}/images/${Math.floor((count - 1) / 2)}?extraction=${number}`);
}

function load(path: string): Promise<string> {
  const known = loaded.get(path);
  const picture = known ?? file(path).then((blob) => URL.createObjectURL(blob));
  loaded.delete(path);
  loaded.set(path, picture);
  picture.catch(() => loaded.delete(path));
  for (const [oldest, url] of loaded) {
    if (loaded.size <= KEPT) break;
    loaded.delete(oldest);
    void url.then((blob) => URL.revokeObjectURL(blob)).catch(() => {});
  }
  return picture;
}

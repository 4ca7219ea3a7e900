/** The sprite of an extraction: many small images in one picture, for a preview. */
import { api, ask, file } from "../api/client";

export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Sprite {
  /** The URL of the picture. */
  url: string;
  width: number;
  height: number;
  tiles: Tile[];
}

/** The tiles of a WebVTT file whose cues are `sprite.jpg#xywh=…`, in order. */
export function tilesOf(vtt: string): Tile[] {
  return [...vtt.matchAll(/#xywh=(\d+),(\d+),(\d+),(\d+)/g)].map((cue) => {
    const [x, y, width, height] = cue.slice(1).map(Number) as [number, number, number, number];
    return { x, y, width, height };
  });
}

/** The tile for a position between 0 and 1. */
export function tileAt(tiles: readonly Tile[], position: number): Tile | undefined {
  return tiles[Math.min(tiles.length - 1, Math.max(0, Math.floor(position * tiles.length)))];
}

/** Loads the sprite of an extraction; null if it has none. Throws Problem. */
export async function loadSprite(videoId: string, extraction: number): Promise<Sprite | null> {
  const params = { path: { video_id: videoId }, query: { extraction } };
  const { extras } = await ask(api.GET("/videos/{video_id}/extras", { params }));
  const picture = extras.find(({ name }) => name === "sprite.jpg");
  if (!picture) return null;
  const path = (name: string) => `/videos/${videoId}/extras/${name}?extraction=${extraction}`;
  const [vtt, blob] = await Promise.all([file(path("sprite.vtt")), file(path("sprite.jpg"))]);
  return {
    url: URL.createObjectURL(blob),
    width: picture.width ?? 0,
    height: picture.height ?? 0,
    tiles: tilesOf(await vtt.text()),
  };
}

/** Downloads that the browser keeps as files. */
import { api, ask, type Video } from "../api/client";

export async function archiveUrl(id: string, extraction?: number): Promise<string> {
  const params = { path: { video_id: id }, query: { extraction } };
  return (await ask(api.GET("/videos/{video_id}/archive", { params }))).url;
}

export async function downloadArchive(
  { id }: Pick<Video, "id">,
  extraction?: number,
): Promise<void> {
  download(await archiveUrl(id, typeof extraction === "number" ? extraction : undefined));
}

/** `name` is for URLs of this page; S3 names its own. */
export function download(url: string, name = ""): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

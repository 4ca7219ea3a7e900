/** Uppy with the ways of our API: it queues, sends in parts, pauses, retries, and resumes after the
 * page was loaded again. */
import AwsS3, { type AwsS3Part, type AwsS3UploadParameters } from "@uppy/aws-s3";
import Uppy, { type Body, type UppyFile } from "@uppy/core";
import GoldenRetriever from "@uppy/golden-retriever";
import { api, ask, Problem, type Options } from "../api/client";
import type { components } from "../api/schema";
import { isLarge, partSize } from "./parts";

/** What belongs to a file. `key` makes a repeated registration the same one. */
export interface Meta {
  [name: string]: unknown;
  key: string;
  options: Options | null;
  videoId?: string;
}

export type File = UppyFile<Meta, Body>;
export type Uploader = Uppy<Meta, Body>;
type Multipart = components["schemas"]["MultipartUpload"];

// A browser stores the files themselves, so that they are there after a reload; larger ones must be
// chosen again.
const STORED = { maxFileSize: 4 * 2 ** 30, maxTotalSize: 8 * 2 ** 30 };
const AT_ONCE = 4;

/** In place of the URL of a part that S3 has already: only the answer to it was lost, or the upload
 * began again after a failure. */
const RECEIVED = "received:";

export function uploader(id: string): Uploader {
  const uppy = new Uppy<Meta, Body>({ id, autoProceed: true });
  const urls = new PartUrls();

  uppy.use(AwsS3<Meta, Body>, {
    limit: AT_ONCE,
    retryDelays: [0, 1000, 3000, 5000, 10_000],
    shouldUseMultipart: (file: File) => isLarge(file.size ?? 0),
    getChunkSize: ({ size }: { size: number }) => partSize(size),
    getUploadParameters: (file: File) => forUppy(() => wholeFile(uppy, file)),
    createMultipartUpload: (file: File) =>
      forUppy(async () => {
        const { id, upload } = await register(uppy, file);
        if (upload?.method === "multipart") urls.keep(id, upload);
        return { uploadId: id, key: id };
      }),
    listParts: (_: File, { key }: { key?: string }) => forUppy(() => received(urls, key!)),
    uploadPartBytes: async (part: Parameters<typeof AwsS3.uploadPartBytes>[0]) => {
      if (part.signature.url !== RECEIVED) return AwsS3.uploadPartBytes(part);
      part.onProgress({ loaded: part.size ?? 0, lengthComputable: true } as ProgressEvent);
      part.onComplete(RECEIVED);
      return { ETag: RECEIVED }; // the API knows the right one
    },
    signPart: (_: File, { key, partNumber }: { key?: string; partNumber: number }) =>
      forUppy(async () => ({ method: "PUT", url: await urls.of(key!, partNumber) })),
    completeMultipartUpload: (_: File, { key }: { key?: string }) =>
      forUppy(async () => {
        const path = { video_id: key! };
        await ask(api.POST("/videos/{video_id}/upload/complete", { params: { path }, body: {} }));
        urls.forget(key!);
        return {};
      }),
    // Uppy aborts an upload that failed. Ours are kept, to be resumed; deleting the video aborts.
    abortMultipartUpload: async () => {},
  });
  uppy.use(GoldenRetriever, { indexedDB: STORED as object }); // its type lacks these
  return uppy;
}

/** The video of a file, with how to upload it. */
async function register(uppy: Uploader, file: File) {
  const { key, options } = file.meta;
  const video = await ask(
    api.POST("/videos", {
      params: { header: { "Idempotency-Key": key } },
      body: {
        filename: file.name,
        size: file.size!,
        ...(options ? { options } : { extract: false }),
      },
    }),
  );
  if (!uppy.getFiles().some(({ id }) => id === file.id)) {
    // Canceled meanwhile. If this is not reached, the upload expires.
    await api.DELETE("/videos/{video_id}", { params: { path: { video_id: video.id } } });
    throw new DOMException("canceled", "AbortError");
  }
  uppy.setFileMeta(file.id, { ...file.meta, videoId: video.id });
  return video;
}

async function wholeFile(uppy: Uploader, file: File): Promise<AwsS3UploadParameters> {
  const { upload } = await register(uppy, file);
  if (upload?.method !== "POST") throw new Problem("wrong_status", 409, "The upload is over.");
  return { method: "POST", url: upload.url, fields: upload.fields };
}

async function received(urls: PartUrls, videoId: string): Promise<AwsS3Part[]> {
  const upload = await urls.load(videoId);
  return (upload?.received ?? []).map(({ number, size, etag }) => ({
    PartNumber: number,
    Size: size,
    ETag: etag,
  }));
}

/** The URLs for the parts of uploads, which the API gives for the next missing ones at a time. */
class PartUrls {
  #uploads = new Map<string, { urls: Map<number, string>; endAt: number }>();
  #loading = new Map<string, Promise<Multipart | null>>();

  async of(videoId: string, part: number): Promise<string> {
    const known = this.#uploads.get(videoId);
    const url = known && known.endAt > Date.now() ? known.urls.get(part) : undefined;
    if (url) {
      known!.urls.delete(part); // asked for again, it failed: then with a new one
      return url;
    }
    const upload = await this.load(videoId);
    const found = upload?.parts.find(({ number }) => number === part);
    if (found) return found.url;
    if (!upload || upload.received.some(({ number }) => number === part)) return RECEIVED;
    throw new Problem("wrong_status", 409, `Part ${part} is not wanted.`);
  }

  keep(videoId: string, upload: Multipart): void {
    const urls = new Map(upload.parts.map(({ number, url }) => [number, url]));
    this.#uploads.set(videoId, { urls, endAt: Date.now() + (upload.expires_in * 1000) / 2 });
  }

  forget(videoId: string): void {
    this.#uploads.delete(videoId);
  }

  /** Asks the API once for all parts that wait for it. Null if it has the whole file. */
  load(videoId: string): Promise<Multipart | null> {
    const running = this.#loading.get(videoId);
    if (running) return running;
    const loading = instructions(videoId)
      .then((upload) => {
        if (upload) this.keep(videoId, upload);
        return upload;
      })
      .finally(() => this.#loading.delete(videoId));
    this.#loading.set(videoId, loading);
    return loading;
  }
}

/** How to go on with an upload; null if its file has arrived, which a page that was closed at its
 * end does not know. */
async function instructions(videoId: string): Promise<Multipart | null> {
  const params = { path: { video_id: videoId } };
  try {
    const upload = await ask(api.GET("/videos/{video_id}/upload", { params }));
    if (upload.method === "multipart") return upload;
    throw new Problem("wrong_status", 409, "The file is not sent in parts.");
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "wrong_status") throw error;
    const { status } = await ask(api.GET("/videos/{video_id}", { params }));
    if (["awaiting_upload", "expired", "canceled"].includes(status)) throw error;
    return null;
  }
}

/** Uppy decides by `source.status` whether to try again. */
async function forUppy<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem) Object.assign(error, { source: { status: error.status } });
    throw error;
  }
}

/** The uploads of who is logged in, as the page shows them. */
import { api, ask, Problem } from "../api/client";
import { toOptions, type Form } from "../options/model";
import { session } from "../session.svelte";
import { isHidden, maybeVideo } from "./kinds";
import { MAX_UPLOAD } from "./parts";
import { Speedometer } from "./speed";
import type { File as UppyFile, Uploader } from "./uppy";

export type UploadStatus = "waiting" | "uploading" | "paused" | "done" | "failed" | "ghost";

/** Sizes are in bytes, `rate` in bytes per second. */
export interface Upload {
  id: string;
  name: string;
  size: number;
  sent: number;
  status: UploadStatus;
  videoId: string | undefined;
  problem: unknown;
}

export type Refusal = { kind: "tooLarge" | "empty" | "notVideo" | "twice"; name: string };

class Uploads {
  #items = $state.raw<Upload[]>([]);
  #rate = $state(0);
  #isOnline = $state(navigator.onLine);
  #uppy: Uploader | null = null;
  #starting: Promise<Uploader> | null = null;
  #owner = "";
  #problems = new Map<string, unknown>();
  #meter = new Speedometer();
  #isDrawing = false;
  /** Called with the id of each video whose file has arrived. */
  onArrival: (videoId: string) => void = () => {};
  /** Called with the id of each video whose upload was canceled. */
  onCancel: (videoId: string) => void = () => {};

  constructor() {
    addEventListener("online", () => this.#backOnline());
    addEventListener("offline", () => (this.#isOnline = false));
    addEventListener("beforeunload", (event) => this.isBusy && event.preventDefault());
    $effect.root(() => {
      $effect(() => {
        if (session.email !== this.#owner) this.#close();
      });
    });
  }

  get items(): readonly Upload[] {
    return this.#items;
  }

  get rate(): number {
    return this.#rate;
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  get isBusy(): boolean {
    return this.#items.some(({ status }) => status === "uploading" || status === "waiting");
  }

  /** Loads Uppy, and resumes what a page before this one did not finish. */
  start(): Promise<Uploader> {
    if (session.email !== this.#owner) this.#close();
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = null; // the next try may reach it
      throw error;
    });
    return this.#starting;
  }

  /** Adds files and begins to send them. `form` is null if options are chosen later. */
  async add(files: Iterable<File>, form: Form | null): Promise<Refusal[]> {
    const uppy = await this.start();
    const refused: Refusal[] = [];
    for (const file of files) {
      if (isHidden(file.name)) continue;
      const kind = this.#fault(file);
      if (kind) {
        refused.push({ kind, name: file.name });
        continue;
      }
      const { webkitRelativePath: path } = file;
      const meta = {
        key: crypto.randomUUID(),
        options: form && toOptions(form),
        relativePath: path,
      };
      try {
        uppy.addFile({ name: file.name, type: file.type, data: file, source: "page", meta });
      } catch {
        refused.push({ kind: "twice", name: file.name }); // the same file is in the list
      }
    }
    return refused;
  }

  pauseOrResume(id: string): void {
    this.#uppy?.pauseResume(id);
    this.#draw();
  }

  pauseAll(): void {
    this.#uppy?.pauseAll();
  }

  resumeAll(): void {
    this.#uppy?.resumeAll();
  }

  retry(id: string): void {
    this.#problems.delete(id);
    void this.#uppy?.retryUpload(id);
  }

  /** Cancels an upload, and deletes what was sent; or takes a finished one off the list. */
  async remove(id: string): Promise<void> {
    const upload = this.#items.find((each) => each.id === id);
    this.#uppy?.removeFile(id);
    this.#problems.delete(id);
    this.#draw();
    if (!upload?.videoId || upload.status === "done") return;
    const path = { video_id: upload.videoId };
    await ask(api.DELETE("/videos/{video_id}", { params: { path } })).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
    });
    this.onCancel(upload.videoId);
  }

  clearFinished(): void {
    for (const { id, status } of this.#items) if (status === "done") void this.remove(id);
  }

  /** Stops for whoever logged out. What they did not finish waits for their next log-in. */
  #close(): void {
    this.#owner = session.email;
    this.#starting = null;
    this.#items = [];
    this.#problems.clear();
    this.#uppy?.pauseAll();
    this.#uppy = null;
  }

  async #start(): Promise<Uploader> {
    const owner = this.#owner;
    const { uploader } = await import("./uppy");
    if (owner !== this.#owner) return this.start(); // somebody else has logged in meanwhile
    const uppy = uploader(`stills-${owner}`);
    this.#uppy = uppy;
    uppy.on("state-update", () => uppy === this.#uppy && this.#draw());
    uppy.on("upload-error", (file, error) => {
      if (file) this.#problems.set(file.id, error);
      if (error instanceof Problem && error.code === "offline") this.#isOnline = navigator.onLine;
    });
    uppy.on("upload-success", (file) => {
      if (file?.meta.videoId) this.onArrival(file.meta.videoId);
    });
    uppy.on("restored", () => {
      uppy.emit("restore-confirmed");
      this.#draw();
    });
    return uppy;
  }

  #fault(file: File): Refusal["kind"] | null {
    if (file.size === 0) return "empty";
    if (file.size > MAX_UPLOAD) return "tooLarge";
    return maybeVideo(file.name, file.type) ? null : "notVideo";
  }

  #backOnline(): void {
    this.#isOnline = true;
    for (const { id, status } of this.#items) if (status === "failed") this.retry(id);
  }

  /** Shows Uppy's state, once for all changes of a moment. */
  #draw(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    setTimeout(() => {
      this.#isDrawing = false;
      const files = this.#uppy?.getFiles() ?? [];
      this.#items = files.map((file) => this.#shown(file));
      const isSending = this.#items.some(({ status }) => status === "uploading");
      if (isSending) {
        this.#meter.note(
          this.#items.reduce((sum, { sent }) => sum + sent, 0),
          performance.now(),
        );
      } else this.#meter.forget();
      this.#rate = this.#meter.rate;
    }, 100);
  }

  #shown(file: UppyFile): Upload {
    const { uploadComplete, uploadStarted, bytesUploaded } = file.progress;
    return {
      id: file.id,
      name: file.name,
      size: file.size ?? 0,
      sent: uploadComplete ? (file.size ?? 0) : Number(bytesUploaded) || 0,
      status: file.error
        ? "failed"
        : uploadComplete
          ? "done"
          : file.isGhost
            ? "ghost"
            : file.isPaused
              ? "paused"
              : uploadStarted && file.meta.videoId
                ? "uploading"
                : "waiting",
      videoId: file.meta.videoId,
      problem: this.#problems.get(file.id) ?? file.error,
    };
  }
}

export const uploads = new Uploads();

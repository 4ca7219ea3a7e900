/** The client of the API: typed by its OpenAPI document, signed in, with one kind of error. */
import createClient from "openapi-fetch";
import type { Readable } from "openapi-typescript-helpers";
import { session } from "../session.svelte";
import type { components, paths } from "./schema";

type Schemas = Readable<components["schemas"]>;
export type Video = Schemas["VideoView"];
export type Extraction = Schemas["ExtractionView"];
export type Options = Partial<Schemas["ExtractionOptions"]>;
export type Plan = Schemas["PlanView"];
export type Image = Schemas["ImageView"];
export type Extra = Schemas["ExtraView"];
export type Warning = Video["warnings"][number];
export type Status = Video["status"];

/** What the API refused, or `offline` if it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    detail: string,
    readonly fields: { field: string; rule: string }[] = [],
    readonly retryAfter?: number,
  ) {
    super(detail);
  }
}

export const BASE = "/api";

/** Sends a request with the session's token; with a new one, if that has ended. */
export async function send(request: Request): Promise<Response> {
  const again = request.clone();
  try {
    const response = await fetch(await authorized(request));
    if (response.status !== 401 || !(await session.renew())) return response;
    return await fetch(await authorized(again));
  } catch (error) {
    if (error instanceof DOMException) throw error; // aborted
    throw new Problem("offline", 0, "Stills could not be reached.");
  }
}

async function authorized(request: Request): Promise<Request> {
  const token = await session.token();
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  return request;
}

export const api = createClient<paths>({ baseUrl: BASE, fetch: send, cache: "no-store" });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Throws Problem. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw problemOf(error, response);
  return data as T;
}

function problemOf(error: unknown, response: Response): Problem {
  const { code, detail, errors } = (typeof error === "object" && error ? error : {}) as {
    code?: string;
    detail?: string;
    errors?: { field: string; rule: string }[];
  };
  const wait = Number(response.headers.get("Retry-After")) || undefined;
  return new Problem(code ?? "unavailable", response.status, detail ?? "", errors, wait);
}

/** A file that the API answers itself. Throws Problem. */
export async function file(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await send(new Request(`${BASE}${path}`, { signal }));
  if (!response.ok) throw problemOf(await response.json().catch(() => null), response);
  return response.blob();
}

/** Logging out of this browser. */
import { session } from "./session.svelte";
import { uploads } from "./uploads/uploads.svelte";

export function leave(): void {
  uploads.close();
  session.close();
  location.hash = "#/log-in";
}

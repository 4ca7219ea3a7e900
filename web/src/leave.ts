/** Logging out of this browser. */
import { session } from "./session.svelte";

export function leave(): void {
  session.close();
  location.hash = "#/log-in";
}

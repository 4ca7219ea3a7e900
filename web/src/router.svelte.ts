/** The page that is shown. */
import { parse, PUBLIC, href, type Route } from "./routes";
import { session } from "./session.svelte";

class Router {
  #asked = $state.raw<Route>(parse(location.hash));

  constructor() {
    addEventListener("hashchange", () => (this.#asked = parse(location.hash)));
  }

  /** What the address asks for, or the log-in if that needs one first. */
  get route(): Route {
    const needsLogIn = !session.isOpen && !PUBLIC.has(this.#asked.page);
    return needsLogIn ? { page: "log-in", id: "", query: this.#toHere() } : this.#asked;
  }

  go(address: string): void {
    location.hash = address;
  }

  /** Changes the address without a step to go back to. */
  replace(address: string): void {
    history.replaceState(null, "", address);
    this.#asked = parse(location.hash);
  }

  #toHere(): URLSearchParams {
    const path = location.hash.replace(/^#/, "");
    return new URLSearchParams(path && path !== "/" ? { next: path } : {});
  }
}

export const router = new Router();
export { href };

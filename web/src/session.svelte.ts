/** Who is logged in. Kept in this browser until they log out, and shared by its tabs. */
import { storage } from "./storage";

const KEY = "stills.session";
const EARLY = 60_000; // a token is renewed so many milliseconds before it ends

interface Stored {
  email: string;
  idToken: string;
  refreshToken: string;
  endsAt: number;
}

interface Tokens {
  id_token: string;
  refresh_token?: string | null;
  expires_in: number;
}

class Session {
  #stored = $state.raw<Stored | null>(storage.read<Stored>(KEY));
  #renewal: Promise<boolean> | null = null;

  constructor() {
    addEventListener("storage", (event) => {
      if (event.key === KEY) this.#stored = storage.read<Stored>(KEY);
    });
  }

  get isOpen(): boolean {
    return this.#stored !== null;
  }

  get email(): string {
    return this.#stored?.email ?? "";
  }

  open(email: string, tokens: Tokens): void {
    this.#keep({
      email,
      idToken: tokens.id_token,
      refreshToken: tokens.refresh_token ?? this.#stored?.refreshToken ?? "",
      endsAt: Date.now() + tokens.expires_in * 1000,
    });
  }

  close(): void {
    this.#stored = null;
    storage.remove(KEY);
  }

  /** The token for a request, or null if nobody is logged in. */
  async token(): Promise<string | null> {
    if (this.#stored && this.#stored.endsAt - EARLY < Date.now()) await this.renew();
    return this.#stored?.idToken ?? null;
  }

  /** Gets a new token; all who ask at the same time wait for the same. False if there is none. */
  async renew(): Promise<boolean> {
    if (!this.#stored) return false;
    this.#renewal ??= this.#request().finally(() => (this.#renewal = null));
    return this.#renewal;
  }

  async #request(): Promise<boolean> {
    const { email, refreshToken } = this.#stored!;
    const response = await fetch("/api/sessions/refresh", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ refresh_token: refreshToken }),
    });
    const tokens = response.ok ? ((await response.json()) as Tokens) : null;
    if (this.#stored?.refreshToken !== refreshToken) return this.isOpen; // logged out, or in anew
    if (tokens) this.open(email, tokens);
    else if (response.status === 400 || response.status === 401) this.close(); // it has ended
    return response.ok;
  }

  #keep(stored: Stored): void {
    this.#stored = stored;
    storage.write(KEY, stored);
  }
}

export const session = new Session();

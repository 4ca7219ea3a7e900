/** What this browser remembers. Where it may not, the page works and forgets. */

export const storage = {
  /** Null if there is nothing, or nothing that can be read. */
  read<T>(key: string): T | null {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null") as T | null;
    } catch {
      return null; // blocked, or another program wrote it
    }
  },

  write(key: string, value: unknown): void {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // blocked or full
    }
  },

  remove(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // blocked
    }
  },
};

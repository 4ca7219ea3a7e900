/** The password of who has just registered, so that confirming the address logs them in. It stays in
 * memory, and only until it is used. */

let kept: { email: string; password: string } | null = null;

export const credentials = {
  keep(email: string, password: string): void {
    kept = { email, password };
  },
  take(email: string): string | null {
    const password = kept?.email === email ? kept.password : null;
    kept = null;
    return password;
  },
};

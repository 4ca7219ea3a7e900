/** How the API wants a file: whole, or in parts of a size. The same rules are in
 * `chalice_app/chalicelib/limits.py` and `videos/parts.py`; a test compares them. Sizes in bytes. */

export const MAX_UPLOAD = 10 * 2 ** 30;
export const SINGLE_UPLOAD_MAX = 64 * 2 ** 20;
export const PART_SIZE = 16 * 2 ** 20;

export function isLarge(size: number): boolean {
  return size > SINGLE_UPLOAD_MAX;
}

export function partSize(size: number): number {
  return Math.max(PART_SIZE, Math.ceil(size / 10_000));
}

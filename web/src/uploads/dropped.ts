/** The files of a drop, also those in folders. */
import { getDroppedFiles } from "@uppy/utils";

export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  return (await getDroppedFiles(transfer, { logDropError: () => {} })) as File[];
}

import { type FolderModel, writeModelFolder } from "@vivit/weights";
import { BlobWriter, configure, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";

/** A model as a zip file of its directory, which `vivit predict --model` takes once it is unpacked. */
export async function zipModel(model: FolderModel): Promise<Blob> {
  configure({ useWebWorkers: false }); // we are in one
  const zip = new ZipWriter(new BlobWriter("application/zip"), { level: 0 }); // weights do not shrink
  for (const [name, bytes] of writeModelFolder(model)) await zip.add(`model/${name}`, new Uint8ArrayReader(bytes));
  return zip.close();
}

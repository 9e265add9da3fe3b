import { readdir } from "node:fs/promises";
import { Command, Option } from "commander";
import { type ConvertFormat, convertFormats, formatOf } from "../convert/convert-format.ts";
import { describeSource } from "../convert/describe-source.ts";
import { parseSize } from "../convert/parse-size.ts";
import { writeModel } from "../convert/write-model.ts";
import { locateModel } from "../source/locate-model.ts";
import { readSource } from "../source/read-source.ts";
import { UsageError } from "../usage-error.ts";

interface ConvertOptions {
  readonly to?: ConvertFormat;
  readonly dryRun?: boolean;
  readonly float16?: boolean;
  readonly shards?: number;
}

/** `vivit convert SRC DST`: read any checkpoint, say what became of every tensor, write it in another format. */
export function convertCommand(): Command {
  return new Command("convert")
    .description("read a trained model, say what became of every tensor, write it in another format")
    .argument("<source>", "a file, a folder, or hf:owner/name@revision")
    .argument("[destination]", "a new folder, or a file that ends in .onnx")
    .addOption(
      new Option("--to <format>", "what to write; by the destination's ending unless given").choices(convertFormats),
    )
    .option("--dry-run", "read and report, write nothing")
    .option("--float16", "round weights to float16, half the size")
    .option("--shards <size>", "safetensors files of at most this size, such as 2GB", parseSize)
    .action(convert);
}

async function convert(name: string, destination: string | undefined, options: ConvertOptions): Promise<void> {
  if (destination === undefined && !options.dryRun)
    throw new UsageError("convert: expected a destination, got none; name a new folder, or give --dry-run");
  const format = options.to ?? formatOf(destination ?? "");
  checkOptions(format, options);
  if (destination !== undefined && format !== "onnx") await checkFree(destination);
  const source = await readSource(await locateModel(name));
  process.stdout.write(`${describeSource(name, source).join("\n")}\n`);
  if (options.dryRun) return;
  const written = await writeModel(destination!, source, {
    format,
    float16: options.float16 ?? false,
    ...(options.shards ? { shardBytes: options.shards } : {}),
  });
  process.stdout.write(written.map((path) => `written    ${path}\n`).join(""));
}

/** What was asked for must be what the format can do. */
function checkOptions(format: ConvertFormat, { float16, shards }: ConvertOptions): void {
  if (shards && format !== "safetensors")
    throw new UsageError(`convert: --shards is for safetensors, got ${format}; leave it out`);
  if (float16 && format === "flax")
    throw new UsageError("convert: --float16 is for safetensors, tfjs and onnx, got flax; leave it out");
}

/** Nothing is written over. */
async function checkFree(destination: string): Promise<void> {
  const present = await readdir(destination).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new UsageError(`convert: expected a new folder, got ${destination}, which is a file; name another`);
  });
  if (present.length > 0)
    throw new UsageError(`convert: ${destination} holds files already; name a new folder, or remove it`);
}
